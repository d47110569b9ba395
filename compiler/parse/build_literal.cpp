// Values as written become numbers, milliseconds and characters.
#include <array>

#include "compiler/diag/suggest.hpp"
#include "compiler/parse/build.hpp"
#include "compiler/parse/parse.hpp"
#include "grammar/lexical.hpp"

namespace leadflow::parse {
namespace {

using diag::Code;

ExprPtr make(ExprKind kind, Node node) { return std::make_unique<Expr>(kind, node.span()); }
diag::Diagnostics& diags(Node node) { return *node.tape().diags; }
std::string quote(std::string_view text) { return "`" + std::string(text) + "`"; }

/// Digits with `_`, a fraction, k or M, times 10,000. Reports and gives 0 when that is no number that we can count.
std::int64_t scaledNumber(Node node, std::string_view text, bool& integer) {
  std::int64_t value = 0;
  int exponent = 4;
  bool fraction = false, overflow = false;
  integer = true;
  for (const char c : text) {
    if (c == '_') continue;
    if (c == '.') {
      fraction = true;
      integer = false;
    } else if (c == 'k') {
      exponent += 3;
    } else if (c == 'M') {
      exponent += 6;
    } else {
      overflow = overflow || __builtin_mul_overflow(value, std::int64_t{10}, &value) || __builtin_add_overflow(value, std::int64_t{c - '0'}, &value);
      if (fraction) --exponent;
    }
  }
  for (; exponent > 0 && !overflow; --exponent) overflow = __builtin_mul_overflow(value, std::int64_t{10}, &value);
  if (overflow) {
    diags(node).report(Code::NumberOverflow, node.span(), quote(node.text()) + " is larger than the language can count")
        .note("numbers reach 922,337,203,685,477.5807");
    return 0;
  }
  for (; exponent < 0; ++exponent) {
    if (value % 10 != 0) {
      diags(node).report(Code::BadNumber, node.span(), quote(node.text()) + " has more than four decimal places").withHelp("round it to four places");
      return 0;
    }
    value /= 10;
  }
  return value;
}

struct Unit {
  std::string_view name;
  std::int64_t millis;
};
constexpr std::array<Unit, 5> units{{{"second", 1000}, {"minute", 60'000}, {"hour", 3'600'000}, {"day", 86'400'000}, {"week", 604'800'000}}};

void setDuration(Expr& e, Node node, Node unit, bool business) {
  std::string_view name = unit.text();
  if (name.size() > 1 && name.back() == 's') name.remove_suffix(1);
  for (const Unit& u : units) {
    if (u.name != name || (business && (name == "second" || name == "week"))) continue;
    if (business && name == "day") {
      if (e.scaled % 10'000 != 0 || e.scaled / 10'000 > 100'000) {
        diags(node).report(Code::BadDurationUnit, node.span(), "business days are counted whole").withHelp("write business hours");
        return;
      }
      e.days = static_cast<std::int32_t>(e.scaled / 10'000);
      return;
    }
    std::int64_t millis = 0;
    if (__builtin_mul_overflow(e.scaled, u.millis / 1000, &millis)) {
      diags(node).report(Code::NumberOverflow, node.span(), quote(node.text()) + " is longer than the language can count");
      return;
    }
    e.millis = millis / 10;  // scaled by 10,000, seconds: times 1,000, by 10,000
    return;
  }
  diag::Diagnostic& d = diags(node).report(Code::BadDurationUnit, unit.span(), quote((business ? "business " : "") + std::string(unit.text())) + " is not a unit of time");
  if (name == "month" || name == "quarter" || name == "year")
    d.note("months, quarters and years differ in length").withHelp("write days or weeks");
  else
    d.withHelp(business ? "write `business minutes`, `business hours` or `business days`" : "write seconds, minutes, hours, days or weeks");
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool realDate(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1) return false;
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

/// The text's inside, offset by one from its node.
std::string_view inside(Node text) {
  std::string_view all = text.text();
  all.remove_prefix(1);
  std::size_t slashes = 0;
  while (slashes + 1 < all.size() && all[all.size() - 2 - slashes] == '\\') ++slashes;
  if (!all.empty() && all.back() == '"' && slashes % 2 == 0) all.remove_suffix(1);
  return all;
}

/// Appends one character of a text, escapes resolved; gives how many it took.
std::size_t unescape(Node text, std::string_view from, std::size_t at, std::string& into) {
  if (from[at] != '\\' || at + 1 >= from.size()) {
    into += from[at];
    return 1;
  }
  const char c = from[at + 1];
  switch (c) {
    case 'n': into += '\n'; break;
    case 't': into += '\t'; break;
    case '"': into += '"'; break;
    case '\\': into += '\\'; break;
    default: {
      const std::uint32_t begin = text.begin() + 1 + static_cast<std::uint32_t>(at);
      std::uint32_t length = 2;
      while (at + length < from.size() && (static_cast<unsigned char>(from[at + length]) & 0xC0u) == 0x80u) ++length;
      const Span span = text.tape().span(begin, begin + length);
      diags(text).report(Code::UnknownEscape, span, quote(from.substr(at, length)) + " means nothing in a text")
          .withHelp("write `\\\\` for a backslash; the others are `\\\"`, `\\n` and `\\t`").edit(text.tape().span(begin, begin + 1), "\\\\");
      into += from.substr(at, length);
      return length;
    }
  }
  return 2;
}

}  // namespace

syntax::Name buildName(Node node) { return node ? syntax::Name{std::string(node.text()), node.span()} : syntax::Name{}; }

std::string buildText(Node text) {
  if (!text) return {};
  const std::string_view from = inside(text);
  std::string out;
  for (std::size_t i = 0; i < from.size();) i += unescape(text, from, i, out);
  return out;
}

ExprPtr buildTextValue(Node text) {
  const std::string_view from = inside(text);
  ExprPtr e = make(ExprKind::Text, text);
  std::string piece;
  for (std::size_t i = 0; i < from.size();) {
    if ((from[i] == '{' || from[i] == '}') && i + 1 < from.size() && from[i + 1] == from[i]) {
      piece += from[i];
      i += 2;
      continue;
    }
    if (from[i] != '{') {
      i += unescape(text, from, i, piece);
      continue;
    }
    const std::size_t close = from.find('}', i);
    const std::uint32_t open_at = text.begin() + 1 + static_cast<std::uint32_t>(i);
    if (close == std::string_view::npos) {
      diags(text).report(Code::UnclosedTemplate, text.tape().span(open_at, open_at + 1), "this `{` has no `}` in the text")
          .withHelp("write `{{` for a brace").edit(text.tape().span(open_at, open_at + 1), "{{");
      break;
    }
    ExprPtr filled = parseExpression(from.substr(i + 1, close - i - 1), text.tape().base + open_at + 1, diags(text));
    if (filled) {
      e->kind = ExprKind::Template;
      e->parts.push_back(std::move(piece));
      e->args.push_back(std::move(filled));
      piece.clear();
    }
    i = close + 1;
  }
  if (e->kind == ExprKind::Template)
    e->parts.push_back(std::move(piece));
  else
    e->text = std::move(piece);
  return e;
}

ExprPtr buildAmount(Node amount) {
  const Node suffix = amount.first();
  ExprPtr e = make(ExprKind::Number, amount);
  std::string_view digits = amount.text();
  if (suffix) digits = digits.substr(0, suffix.begin() - amount.begin());
  while (!digits.empty() && grammar::isBlank(digits.back())) digits.remove_suffix(1);
  e->scaled = scaledNumber(amount, digits, e->is_integer);
  if (!suffix) return e;
  if (suffix.is(Kind::percent_sign)) {
    e->kind = ExprKind::Percent;
  } else if (suffix.is(Kind::currency)) {
    e->kind = ExprKind::Money;
    e->text = suffix.text();
  } else {
    e->kind = ExprKind::Duration;
    e->business = suffix.is(Kind::business_word);
    setDuration(*e, amount, e->business ? amount.find(Kind::business_unit) : suffix, e->business);
    e->scaled = 0;
  }
  return e;
}

ExprPtr buildInstant(Node instant) {
  ExprPtr e = make(ExprKind::Instant, instant);
  e->text = instant.text();
  const std::string_view all = e->text;
  const std::size_t dash = all.find('-', 5);
  std::size_t end = dash + 1;
  while (end < all.size() && grammar::isDigit(all[end])) ++end;
  const std::string_view month = all.substr(5, dash - 5), day = all.substr(dash + 1, end - dash - 1);
  if (month.size() != 2 || day.size() != 2) {
    diags(instant).report(Code::BadDate, instant.span(), quote(all.substr(0, end)) + " is not a date").withHelp("write month and day with two digits, as `2026-03-02`");
  } else if (!realDate(number(all.substr(0, 4)), number(month), number(day))) {
    diags(instant).report(Code::BadDate, instant.span(), "the calendar has no " + quote(all.substr(0, end)));
  }
  while (end < all.size() && (all[end] == ' ' || all[end] == 'T')) ++end;
  if (end == all.size()) return e;
  const std::string_view time = all.substr(end);
  const std::size_t colon = time.find(':');
  std::size_t stop = colon + 1;
  while (stop < time.size() && (grammar::isDigit(time[stop]) || time[stop] == ':')) ++stop;
  const std::size_t second = time.find(':', colon + 1);
  const bool seconds = second != std::string_view::npos && second < stop;
  const std::string_view minutes = time.substr(colon + 1, (seconds ? second : stop) - colon - 1);
  const bool good = colon == 2 && minutes.size() == 2 && number(time.substr(0, colon)) < 24 && number(minutes) < 60 &&
                    (!seconds || (stop - second == 3 && number(time.substr(second + 1, 2)) < 60));
  if (!good) diags(instant).report(Code::BadTime, instant.span(), "the day has no " + quote(time.substr(0, stop))).withHelp("times run from `00:00` to `23:59`");
  return e;
}

ExprPtr buildPattern(Node pattern) {
  ExprPtr e = make(ExprKind::Pattern, pattern);
  std::string_view text = pattern.text();
  if (text.back() == 'i') {
    e->flag = true;
    text.remove_suffix(1);
  }
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '/') ++i;  // `\/` stands for the slash alone
    e->text += text[i];
  }
  return e;
}

int buildClockTime(Node time) {
  const std::string_view text = time.text();
  const std::size_t colon = text.find(':');
  const int hours = number(text.substr(0, colon)), minutes = number(text.substr(colon + 1));
  if (colon != 2 || text.size() != 5 || minutes > 59 || hours > 24 || (hours == 24 && minutes != 0)) {
    diags(time).report(Code::BadTime, time.span(), "the day has no " + quote(text)).withHelp("times run from `00:00` to `24:00`, with two digits each");
    return -1;
  }
  return hours * 60 + minutes;
}

syntax::Name buildColumnName(Node column_name) {
  if (!column_name) return {};
  const Node child = column_name.first();
  if (child.is(Kind::text)) return {buildText(child), child.span()};
  return buildName(child);
}

syntax::FileRef buildFileRef(Node file_ref) {
  if (!file_ref) return {};
  const Node text = file_ref.find(Kind::text);
  return {buildText(text), text.span()};
}

std::string docBefore(const Tape& tape, std::uint32_t begin) {
  const std::vector<DocLine>& docs = tape.layout.docs;
  std::size_t low = 0, high = docs.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (docs[middle].begin < begin) low = middle + 1;
    else high = middle;
  }
  std::size_t first = low;
  std::uint32_t next = begin;
  auto onlyBlanks = [&](std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t i = from; i < to; ++i)
      if (!grammar::isBlank(tape.layout.text[i]) && tape.layout.text[i] != '\n') return false;
    return true;
  };
  while (first > 0 && onlyBlanks(docs[first - 1].end, next)) next = docs[--first].begin;
  std::string out;
  for (std::size_t i = first; i < low; ++i) out += (i == first ? "" : "\n") + docs[i].text;
  return out;
}

void repeated(Node node, std::string_view clause) {
  diags(node).report(Code::RepeatedClause, node.span(), quote(clause) + " is said twice").withHelp("keep one of the two");
}

}  // namespace leadflow::parse
