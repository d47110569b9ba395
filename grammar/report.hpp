// What is watched and what runs by the calendar: reports, scorecards, schedules.
//
//     report pipeline for sales over last 30 days every monday 08:00 to slack "#alignment" { count leads by stage }
//     scorecard by owner { 50% sla first_response met; 30% average feedback; 20% data rules kept }
//     every quarter start { rebalance sdr_na, at most 50 moves a rep }
#pragma once
#include "grammar/privacy.hpp"

namespace leadflow::grammar {

// ---- schedules
struct long_day
    : sor<word<"monday">, word<"tuesday">, word<"wednesday">, word<"thursday">, word<"friday">, word<"saturday">, word<"sunday">, day_name> {};
struct schedule_clock : seq<opt<word<"at">>, clock_time> {};
struct schedule_daily : seq<word<"day">, opt<schedule_clock>> {};
struct schedule_month : seq<word<"month">, opt<word<"start">>> {};
struct schedule_quarter : seq<word<"quarter">, opt<word<"start">>> {};
struct schedule_weekly : seq<long_day, opt<schedule_clock>> {};
struct schedule_body : sor<schedule_daily, schedule_month, schedule_quarter, schedule_weekly, amount> {};
struct schedule : seq<word<"every">, must<schedule_body>> {};
struct every_declaration : seq<schedule, must<wanted_actions>> {};

// ---- metrics
struct point_word : sor<word<"first">, word<"stage">, word<"milestone">, word<"owner">> {};
struct point_name : seq<name> {};
struct point : sor<seq<point_word, must<point_name>>, name> {};
struct wanted_point : seq<point> {};
struct time_word : word<"time"> {};
struct from_word : word<"from"> {};
struct count_leads : word<"leads"> {};
struct count_reasons : word<"reasons"> {};
struct count_escalations : word<"escalations"> {};
struct count_what : sor<count_leads, count_reasons, count_escalations> {};
struct median_time : seq<word<"median">, must<time_word>, must<from_word>, must<wanted_point>, must<to_word>, must<wanted_point>> {};
struct sla_name : seq<dotted_name> {};
struct met_word : word<"met"> {};
struct accepted_word : word<"accepted"> {};
struct sla_rate : seq<word<"sla">, must<sla_name>, must<met_word>> {};
struct handoff_rate : seq<word<"handoff">, must<handoff_name>, must<accepted_word>> {};
struct queue_rate : seq<word<"queue">, must<queue_name>, must<met_word>> {};
struct leads_word : word<"leads"> {};
struct rate_of : word<"of"> {};
struct stage_rate : seq<name, must<rate_of>, must<leads_word>> {};
struct rate_what : sor<sla_rate, handoff_rate, queue_rate, stage_rate> {};
struct age_words : seq<word<"age">, word<"in">, word<"stage">> {};
struct histogram : seq<word<"histogram">, must<age_words>> {};
struct feedback_word : word<"feedback"> {};
struct average_feedback : seq<word<"average">, must<feedback_word>> {};
struct data_kept_words : seq<word<"rules">, word<"kept">> {};
struct data_kept : seq<word<"data">, must<data_kept_words>> {};
struct bands_word : word<"bands"> {};
struct band_time : seq<amount> {};
struct response_bands : seq<word<"response">, must<bands_word>, must<band_time>, star<symbol<",">, must<band_time>>> {};
struct sum_field : seq<word<"sum">, must<key_field>> {};
struct group_value : seq<postfix> {};
struct wanted_group : seq<group_value> {};
struct metric_by : seq<word<"by">, must<wanted_group>, star<symbol<",">, must<wanted_group>>> {};
struct metric : seq<sor<seq<word<"count">, must<count_what>>, median_time, seq<word<"rate">, must<rate_what>>, sla_rate, queue_rate, histogram,
                        average_feedback, data_kept, response_bands, sum_field>,
                    star<sor<when_clause, metric_by>>> {};
struct wanted_metric : seq<metric> {};

// ---- reports
struct report_for : seq<word<"for">, name_list> {};
struct over_time : seq<sum> {};
struct report_over : seq<word<"over">, opt<word<"last">>, must<over_time>> {};
struct report_channel : sor<channel_email, channel_hook> {};
struct wanted_channel : seq<report_channel> {};
struct report_to : seq<word<"to">, must<wanted_channel>, must<channel_target>> {};
struct report_open : at<one<'{'>> {};
struct metric_end : seq<statement_end> {};
struct report_statement : seq<metric, must<metric_end>> {};
struct report_declaration
    : seq<word<"report">, must<declared_name>, star<sor<report_for, report_over, schedule, report_to>>, must<report_open>, block_of<report_statement>> {};
struct scorecard_statement : seq<amount, must<wanted_metric>, must<metric_end>> {};
struct scorecard_by : seq<dotted_name> {};
struct scorecard_declaration : seq<word<"scorecard">, must<by_word>, must<scorecard_by>, block_of<scorecard_statement>> {};

}  // namespace leadflow::grammar
