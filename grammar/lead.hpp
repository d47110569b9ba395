// What a lead is: fields with types and attributes, activities with their own fields, checklists.
//
//     lead { email email pii from "Email"   source one of website = "Web", paid otherwise paid   domain = email.domain }
#pragma once
#include "grammar/expression.hpp"

namespace leadflow::grammar {

// ---- types
struct label : seq<text> {};
struct type_value : seq<name, opt<symbol<"=">, must<label>, star<symbol<"|">, label>>> {};
struct type_value_first : seq<type_value> {};
struct type_value_next : seq<type_value> {};
struct otherwise_value : seq<name> {};
struct type_otherwise : seq<word<"otherwise">, must<otherwise_value>> {};
struct type_values : seq<must<type_value_first>, star<symbol<",">, must<type_value_next>>, opt<type_otherwise>> {};
struct type_one : seq<word<"one">, word<"of">, type_values> {};
struct type_some : seq<word<"some">, word<"of">, type_values> {};
struct type_word : name_rule<Names::Operand, true> {};
struct type_ref : sor<type_one, type_some, type_word> {};
struct wanted_type : seq<type_ref> {};

// ---- attributes
struct field_flag : sor<word<"key">, word<"required">, word<"strict">, word<"pii">> {};
struct from_text : seq<text> {};
struct field_from : seq<word<"from">, must<from_text>, star<symbol<",">, must<from_text>>> {};
struct missing_text : seq<text> {};
struct field_missing : seq<word<"missing">, must<missing_text>, star<symbol<",">, must<missing_text>>> {};
struct format_text : seq<text> {};
struct field_format : seq<word<"format">, must<format_text>> {};
struct default_value : seq<sum> {};
struct field_default : seq<word<"default">, must<default_value>> {};
struct field_range : seq<at<sor<digit, one<'-'>, symbol<"..">, seq<name_rule<Names::Free, false>, one<'.'>>>>, range_or_sum> {};
struct field_attribute : sor<field_flag, field_from, field_missing, field_format, field_default, type_otherwise, field_range> {};

// ---- fields
struct derived_value : seq<condition> {};
struct field_body : sor<seq<symbol<"=">, must<derived_value>>, seq<type_ref, star<field_attribute>>> {};
struct field_end : seq<statement_end> {};
struct field : seq<name, must<field_body>, must<field_end>> {};
struct lead_declaration : seq<word<"lead">, block_of<field>> {};

// ---- activities
struct activity_field_end : sor<statement_end, symbol<",">> {};
struct activity_field : seq<name, must<field_body>, must<activity_field_end>> {};
struct declared_name : seq<name> {};
struct next_name : seq<name> {};
struct name_list : seq<must<declared_name>, star<symbol<",">, must<next_name>>> {};
struct activity_declaration : seq<word<"activity">, name_list, opt<at<one<'{'>>, block_of<activity_field>>> {};
struct outreach_declaration : seq<word<"outreach">, name_list> {};

// ---- checklists
struct complete_amount : seq<amount> {};
struct complete_rule : seq<word<"complete">, word<"when">, sor<word<"all">, must<complete_amount>>, opt<word<"of">, must<complete_amount>>> {};
struct checklist_item : sor<complete_rule, name> {};
struct wanted_item : seq<checklist_item> {};
struct item_separator : seq<case_separator> {};
struct checklist_declaration : seq<word<"checklist">, must<declared_name>, cases_of<wanted_item, item_separator>> {};

}  // namespace leadflow::grammar
