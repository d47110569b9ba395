// Values as written: numbers with what follows them (50k, 15%, 50k USD, 2 business days), instants, clock times, text, patterns.
//
//     review every 1 day      +20 when revenue > 500k USD      at 2026-03-02 10:00      "Hello {first_name}"
//
// A number and its unit are one rule, so that the digits are read once whatever follows.
#pragma once
#include "grammar/lexical.hpp"

namespace leadflow::grammar {

/// 42 1_000 3.5 50k 2M; never a part of `5x`. `50..` leaves the dots.
struct number_digits
    : seq<digit, star<sor<digit, one<'_'>>>, opt<one<'.'>, digit, star<sor<digit, one<'_'>>>>, opt<one<'k', 'M'>>,
          not_at<sor<pegtl::identifier_other>>> {};

/// A unit of time, singular or plural. Months, quarters and years are known so that they get a message of their own.
struct unit_word {
  using rule_t = unit_word;
  using subs_t = pegtl::type_list<>;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view text = peekName(in);
    std::string_view one_unit = text;
    if (one_unit.size() > 1 && one_unit.back() == 's') one_unit.remove_suffix(1);
    for (const std::string_view unit : {"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
      if (unit == one_unit) {
        in.bump_in_this_line(text.size());
        return true;
      }
    return false;
  }
};
/// Three capital letters.
struct currency_code : seq<rep<3, pegtl::upper>, not_at<pegtl::identifier_other>> {};

struct percent_sign : one<'%'> {};
struct business_word : word<"business"> {};
struct business_unit : member_word {};
struct unit : unit_word {};
struct currency : currency_code {};
struct amount_suffix
    : sor<percent_sign, seq<blanks, sor<seq<business_word, must<business_unit>>, unit, currency>>> {};
struct amount : seq<number_digits, opt<amount_suffix>, blanks> {};

/// 2026-03-02, 2026-03-02 10:00[:00], 2026-03-02T10:00Z, …+01:00
struct two_digits : rep_min_max<1, 2, digit> {};
struct instant_date : seq<rep<4, digit>, one<'-'>, two_digits, one<'-'>, two_digits> {};
struct instant_time : seq<sor<one<'T'>, plus<one<' '>>>, two_digits, one<':'>, two_digits, opt<one<':'>, two_digits>,
                          opt<sor<one<'Z'>, seq<one<'+', '-'>, rep<2, digit>, one<':'>, rep<2, digit>>>>> {};
struct instant : seq<instant_date, opt<instant_time>, blanks> {};

/// 09:00
struct clock_time : seq<two_digits, one<':'>, two_digits, blanks> {};

/// "…" up to its end, or to the end of the line when it is not closed (layout has said so).
struct text_end : sor<one<'"'>, at<sor<one<'\n', missing_brace>, eof>>> {};
struct text_body : star<sor<seq<one<'\\'>, not_one<'\n'>>, not_one<'"', '\n', missing_brace>>> {};
struct text : seq<one<'"'>, text_body, text_end, blanks> {};

/// /…/i
struct pattern_end : seq<one<'/'>, opt<one<'i'>>, blanks> {};
struct pattern : seq<one<'/'>, star<sor<seq<one<'\\'>, not_one<'\n'>>, not_one<'/', '\n', missing_brace>>>, must<pattern_end>> {};

/// Text where a file, a column or a reason is named.
struct quoted : seq<text> {};

}  // namespace leadflow::grammar
