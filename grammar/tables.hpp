// Lists, tables and decision tables, inline or from data files.
//
//     decision first_touch { | rating | source -> ... the first row names what is tested, the rows below it are rules }
//     table named_accounts from "data/named_accounts.csv" { domain text key, owner rep }
#pragma once
#include "grammar/people.hpp"

namespace leadflow::grammar {

struct column_name : sor<name, text> {};
struct wanted_column : seq<column_name> {};
struct column_word : word<"column"> {};
struct column_ref : seq<must<column_word>, must<wanted_column>> {};

// ---- lists
struct list_value : seq<list_literal> {};
struct list_column : seq<word<"column">, must<wanted_column>> {};
struct list_body : sor<seq<symbol<"=">, must<list_value>>, seq<file_ref, opt<list_column>>> {};
struct list_declaration : seq<word<"list">, must<declared_name>, must<list_body>> {};

// ---- rows
struct row_more : not_at<sor<one<'\n', ';'>, closer>> {};
struct cell_bar : symbol<"|"> {};
struct cell_dash : seq<symbol<"-">, at<one<'|'>>> {};
struct alternative : sor<pattern, range_or_sum> {};
struct next_alternative : seq<alternative> {};
struct cell : seq<opt<symbol<"->">>, opt<sor<cell_dash, seq<alternative, star<symbol<",">, must<next_alternative>>>>>, must<cell_bar>> {};
struct row : seq<symbol<"|">, star<row_more, cell>> {};

// ---- tables
struct column_key : word<"key"> {};
struct column_from : seq<word<"from">, must<from_text>> {};
struct column : seq<name, must<wanted_type>, star<sor<column_key, column_from>>> {};
struct column_cell : seq<column, must<cell_bar>> {};
struct table_header : seq<symbol<"|">, star<row_more, must<column_cell>>> {};
struct column_separator : seq<case_separator> {};
struct table_body : sor<seq<symbol<"{">, gap, at<one<'|'>>, table_header, gap, star<not_at<closer>, row, gap>, close_brace>,
                        seq<symbol<"{">, gap, star<not_at<closer>, must<column>, must<column_separator>>, close_brace>> {};
struct live_word : word<"live"> {};
struct wanted_body : seq<table_body> {};
struct table_declaration : seq<word<"table">, must<declared_name>, opt<live_word>, opt<file_ref>, must<wanted_body>> {};

// ---- decisions
struct op_is : word<"is"> {};
struct op_in : word<"in"> {};
struct op_begins : seq<word<"begins">, word<"with">> {};
struct op_ends : seq<word<"ends">, word<"with">> {};
struct op_contains : word<"contains"> {};
struct op_matches : word<"matches"> {};
struct op_sign : sor<symbol<"<=">, symbol<">=">, symbol<"<">, symbol<">">> {};
struct decision_operator : sor<op_is, op_in, op_begins, op_ends, op_contains, op_matches, op_sign> {};
struct output_name : seq<name> {};
struct header_output : seq<symbol<"->">, must<output_name>, opt<type_ref>> {};
struct header_input : seq<sum, opt<decision_operator>> {};
struct header_cell : seq<sor<header_output, header_input>, must<cell_bar>> {};
struct wanted_header_cell : seq<header_cell> {};
struct decision_header : seq<symbol<"|">, star<row_more, must<wanted_header_cell>>> {};
struct valid_from : seq<column_ref> {};
struct valid_until : seq<column_ref> {};
struct decision_valid : seq<word<"valid">, word<"from">, valid_from, opt<word<"until">, valid_until>> {};
struct gives_type : seq<not_at<word<"from">>, type_ref> {};
struct decision_gives : seq<word<"gives">, must<output_name>, opt<gives_type>, opt<word<"from">, column_ref>> {};
struct wanted_operator : seq<decision_operator> {};
struct decision_input : seq<sum, must<wanted_operator>, column_ref> {};
struct decision_end : seq<statement_end> {};
struct decision_line : seq<sor<decision_valid, decision_gives, decision_input>, must<decision_end>> {};
struct decision_body : sor<seq<at<one<'|'>>, decision_header, gap, star<not_at<closer>, row, gap>>, star<not_at<closer>, decision_line, gap>> {};
struct decision_declaration : seq<word<"decision">, must<declared_name>, opt<file_ref>, must<open_brace>, decision_body, close_brace> {};

}  // namespace leadflow::grammar
