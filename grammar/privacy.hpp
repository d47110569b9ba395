// What may never happen and what is kept in order: privacy, duplicates, data rules, the match of leads to accounts.
//
//     privacy { call only when consent is not denied   mask email in log when country in eu   keep Disqualified 365 days then erase pii }
//     match account in accounts { same domain; similar name to company 90%; prefer open_deal, then latest last_touch }
#pragma once
#include "grammar/handoff.hpp"

namespace leadflow::grammar {

// ---- privacy
struct becomes_value : seq<sum> {};
struct becomes : seq<sum, word<"becomes">, must<becomes_value>> {};
struct reaction_condition : sor<becomes, condition> {};
struct privacy_when : seq<word<"when">, must<reaction_condition>, must<wanted_actions>> {};
struct mask_place : seq<name> {};
struct in_word : word<"in"> {};
struct wanted_place : seq<mask_place> {};
struct privacy_mask : seq<word<"mask">, name_list, must<in_word>, must<wanted_place>, star<symbol<",">, must<wanted_place>>, opt<when_clause>> {};
struct keep_time : seq<sum> {};
struct then_word : word<"then"> {};
struct erase_words : seq<word<"erase">, word<"pii">> {};
struct privacy_keep : seq<word<"keep">, name_list, must<keep_time>, must<then_word>, must<erase_words>> {};
struct only_word : word<"only"> {};
struct privacy_guard : seq<name, star<symbol<",">, must<next_name>>, must<only_word>, must<wanted_when>, must<when_condition>> {};
struct privacy_end : seq<statement_end> {};
struct privacy_statement : seq<sor<privacy_when, privacy_mask, privacy_keep, privacy_guard>, must<privacy_end>> {};
struct privacy_declaration : seq<word<"privacy">, block_of<privacy_statement>> {};

// ---- duplicates
struct key_field : seq<name> {};
struct similar_share : seq<amount> {};
struct duplicate_key : sor<seq<word<"same">, must<key_field>>, seq<word<"similar">, must<key_field>, must<similar_share>>> {};
struct next_duplicate_key : seq<duplicate_key> {};
struct duplicate_arrow : symbol<"->"> {};
struct kept_lead : sor<word<"oldest">, word<"newest">, word<"best">> {};
struct wanted_kept : seq<kept_lead> {};
struct others_comma : symbol<","> {};
struct others_fate : sor<word<"flag">, word<"merge">> {};
struct wanted_fate : seq<others_fate> {};
struct others_word : word<"others"> {};
struct duplicate_what : sor<others_fate, seq<word<"keep">, must<wanted_kept>, must<others_comma>, must<wanted_fate>, must<others_word>>> {};
struct duplicate_rule : seq<duplicate_key, star<word<"and">, must<next_duplicate_key>>, must<duplicate_arrow>, must<duplicate_what>> {};
struct scores_how : sor<word<"sum">, word<"max">, word<"latest">> {};
struct wanted_scores : seq<scores_how> {};
struct duplicate_scores : seq<word<"scores">, must<wanted_scores>> {};
struct duplicate_end : seq<statement_end> {};
struct duplicate_statement : seq<sor<duplicate_scores, duplicate_rule>, must<duplicate_end>> {};
struct duplicates_declaration : seq<word<"duplicates">, block_of<duplicate_statement>> {};

// ---- data rules
struct rules_word : word<"rules"> {};
struct records_word : word<"records"> {};
struct rejected_arrow : symbol<"->"> {};
struct data_rejected : seq<word<"rejected">, must<records_word>, must<rejected_arrow>, must<queue_word>, must<queue_name>> {};
struct require_word : word<"require"> {};
struct require_condition : seq<condition> {};
struct data_line : seq<name, opt<when_clause>, must<require_word>, must<require_condition>, opt<text>> {};
struct data_end : seq<statement_end> {};
struct data_statement : seq<sor<data_rejected, data_line>, must<data_end>> {};
struct data_declaration : seq<word<"data">, must<rules_word>, block_of<data_statement>> {};

// ---- matching leads to accounts
struct match_column : seq<name> {};
struct match_value : seq<sum> {};
struct match_to : seq<word<"to">, must<match_value>> {};
struct normalised : seq<word<"normalised">, operand_name_ahead> {};
struct match_same : seq<word<"same">, opt<normalised>, must<match_column>, opt<match_to>> {};
struct match_similar : seq<word<"similar">, must<match_column>, opt<match_to>, must<similar_share>> {};
struct preferred_order : seq<sor<word<"latest">, word<"oldest">, word<"highest">, word<"lowest">>, operand_name_ahead> {};
struct preference : seq<opt<word<"then">>, opt<preferred_order>, name> {};
struct wanted_preference : seq<preference> {};
struct match_prefer : seq<word<"prefer">, must<wanted_preference>, star<symbol<",">, must<wanted_preference>>> {};
struct match_parent : seq<word<"parent">, must<match_column>> {};
struct match_end : seq<statement_end> {};
struct match_statement : seq<sor<match_same, match_similar, match_prefer, match_parent>, must<match_end>> {};
struct match_in : word<"in"> {};
struct table_name : seq<name> {};
struct match_declaration : seq<word<"match">, must<declared_name>, must<match_in>, must<table_name>, block_of<match_statement>> {};

}  // namespace leadflow::grammar
