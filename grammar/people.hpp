// Who can take a lead and when they work: calendars, holidays, rosters, pools, roles, queues.
//
//     calendar us_sales { timezone "America/New_York"  hours mon..fri 09:00-17:30  holidays us_federal }
//     queue review { owner role sales_manager  within 1 business day  "Manual review" }
#pragma once
#include "grammar/scoring.hpp"

namespace leadflow::grammar {

struct file_text : seq<text> {};
struct file_ref : seq<word<"from">, must<file_text>> {};

/// `timezone "America/New_York"`, `review every 1 day`; a name alone is a flag.
struct property_value : seq<sum> {};
struct property : seq<name, opt<sor<word<"every">, word<"from">>>, must<property_value>, opt<symbol<",">>> {};

// ---- calendars
struct day_name : sor<word<"mon">, word<"tue">, word<"wed">, word<"thu">, word<"fri">, word<"sat">, word<"sun">> {};
struct wanted_day : seq<day_name> {};
struct day_range : seq<must<wanted_day>, opt<symbol<"..">, must<wanted_day>>> {};
struct time_dash : symbol<"-"> {};
struct wanted_time : seq<clock_time> {};
struct time_span : seq<clock_time, must<time_dash>, must<wanted_time>> {};
struct first_span : seq<time_span> {};
struct hours_group : seq<day_range, must<first_span>, star<time_span>> {};
struct hours_line : seq<word<"hours">, hours_group, star<symbol<",">, hours_group>> {};
struct timezone_line : seq<word<"timezone">, must<quoted>> {};
struct holiday_name : seq<name> {};
struct wanted_holiday : seq<holiday_name> {};
struct holidays_line : seq<word<"holidays">, sor<file_ref, seq<must<wanted_holiday>, star<symbol<",">, must<wanted_holiday>>>>> {};
struct calendar_day : seq<instant_date, blanks> {};
struct day_date : seq<calendar_day> {};
struct closed_line : seq<word<"closed">, must<day_date>, opt<text>> {};
struct special_line : seq<word<"on">, must<day_date>, must<first_span>, star<time_span>, opt<text>> {};
struct calendar_statement : sor<timezone_line, hours_line, holidays_line, closed_line, special_line> {};
struct calendar_declaration : seq<word<"calendar">, must<declared_name>, block_of<calendar_statement>> {};
struct holidays_declaration : seq<word<"holidays">, must<declared_name>, must<quoted>> {};

// ---- rosters
struct roster_value : seq<sum> {};
struct roster_property : seq<name, opt<roster_value>, opt<symbol<",">>> {};
struct entry_end : seq<statement_end> {};
struct roster_entry : seq<name, star<roster_property>, must<entry_end>> {};
struct roster_body : sor<file_ref, seq<at<one<'{'>>, block_of<roster_entry>>> {};
struct roster_declaration : seq<word<"roster">, must<roster_body>> {};

// ---- pools, roles, queues
struct equals_sign : symbol<"="> {};
struct reps_word : word<"reps"> {};
struct pool_condition : seq<condition> {};
struct pool_where : seq<word<"where">, must<pool_condition>> {};
struct pool_declaration : seq<word<"pool">, must<declared_name>, must<equals_sign>, must<reps_word>, opt<pool_where>> {};
struct role_declaration : seq<word<"role">, name_list> {};
struct owner_name : seq<name> {};
struct owner_role : word<"role"> {};
struct queue_owner : seq<word<"owner">, opt<owner_role>, must<owner_name>> {};
struct escalate_word : word<"escalate"> {};
struct escalate_name : seq<dotted_name> {};
struct queue_escalate : seq<word<"otherwise">, must<escalate_word>, must<escalate_name>> {};
struct queue_time : seq<sum> {};
struct queue_within : seq<word<"within">, must<queue_time>, opt<queue_escalate>> {};
struct queue_statement : sor<queue_owner, queue_within, text> {};
struct queue_declaration : seq<word<"queue">, must<declared_name>, block_of<queue_statement>> {};

}  // namespace leadflow::grammar
