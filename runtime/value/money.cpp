#include "runtime/value/money.hpp"

#include "runtime/value/decimal.hpp"
#include "runtime/value/text.hpp"
#include "runtime/value/text_fold.hpp"

namespace leadflow {
namespace {

struct Currency {
  std::string_view code;
  int minor_digits;
  std::string_view name, symbols;
};

constexpr Currency kCurrencies[] = {
#define LEADFLOW_CURRENCY(code, minor_digits, name, symbols) {code, minor_digits, name, symbols},
#include "runtime/value/currencies.def"
#undef LEADFLOW_CURRENCY
};
constexpr int kCurrencyCount = sizeof kCurrencies / sizeof kCurrencies[0];

// The best known owner of a symbol that several currencies share.
struct SymbolOwner {
  std::string_view symbol, code;
};
constexpr SymbolOwner kOwners[] = {{"$", "USD"}, {"£", "GBP"}, {"¥", "JPY"},   {"kr", "SEK"}, {"Rs", "INR"},
                                   {"₨", "PKR"}, {"₩", "KRW"}, {"lei", "RON"}, {"C$", "CAD"}};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return lowerAscii(c) >= 'a' && lowerAscii(c) <= 'z'; }

bool hasSymbol(int currency, std::string_view symbol) {
  std::string_view symbols = kCurrencies[currency].symbols;
  while (!symbols.empty()) {
    const std::size_t bar = symbols.find('|');
    if (symbols.substr(0, bar) == symbol) return true;
    symbols = bar == std::string_view::npos ? std::string_view{} : symbols.substr(bar + 1);
  }
  return false;
}

int findCode(std::string_view code) {
  if (code.size() != 3) return kNoCurrency;
  char upper[3];
  for (std::size_t i = 0; i < 3; ++i) {
    if (!isLetter(code[i])) return kNoCurrency;
    upper[i] = static_cast<char>(lowerAscii(code[i]) - 32);
  }
  const std::string_view wanted(upper, 3);
  int low = 0, high = kCurrencyCount;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (kCurrencies[middle].code < wanted) low = middle + 1;
    else high = middle;
  }
  return low < kCurrencyCount && kCurrencies[low].code == wanted ? low : kNoCurrency;
}

int findFor(std::string_view written, int home) {
  if (written.empty()) return kNoCurrency;
  if (home >= 0 && hasSymbol(home, written)) return home;
  for (const SymbolOwner& owner : kOwners) {
    if (owner.symbol == written) return findCode(owner.code);
  }
  if (const int code = findCode(written); code >= 0) return code;
  for (int i = 0; i < kCurrencyCount; ++i) {
    if (hasSymbol(i, written)) return i;
  }
  return kNoCurrency;
}

// The number's text with one decimal point and no groups, in a small buffer; empty if it can be read in no or several
// ways.
class PlainNumber {
 public:
  explicit PlainNumber(std::string_view text) { ok_ = read(text); }
  std::string_view text() const { return ok_ ? std::string_view(bytes_, size_) : std::string_view{}; }

 private:
  bool put(char c) { return size_ < sizeof bytes_ ? (bytes_[size_++] = c, true) : false; }

  // Whether each separator `c` before `end` has three digits behind it and one to three before the first.
  static bool groupsOfThree(std::string_view text, char c) {
    std::size_t digits = 0;
    bool first = true;
    for (const char at : text) {
      if (at == c) {
        if (first ? digits < 1 || digits > 3 : digits != 3) return false;
        first = false;
        digits = 0;
      } else if (isDigit(at)) {
        ++digits;
      } else {
        return false;
      }
    }
    return first || digits == 3;
  }

  bool read(std::string_view text) {
    // Spaces (no-break and thin ones too) and apostrophes only ever part groups: all become an apostrophe.
    char clean[64];
    std::size_t size = 0;
    for (std::size_t at = 0; at < text.size();) {
      const char32_t c = decodeUtf8(text, at);
      const bool gap = c == ' ' || c == '\'' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == 0x2019;
      if (size == sizeof clean || (c >= 0x80 && !gap)) return false;
      clean[size++] = gap ? '\'' : static_cast<char>(c);
    }
    std::string_view body(clean, size);
    // A suffix such as k or M stays at the end.
    std::string_view suffix;
    if (!body.empty() && isLetter(body.back())) {
      suffix = body.substr(body.size() - 1);
      body.remove_suffix(1);
      if (body.ends_with('\'')) body.remove_suffix(1);
    }
    const auto dots = count(body, '.'), commas = count(body, ',');
    const std::size_t last_dot = body.rfind('.'), last_comma = body.rfind(',');
    char decimal = '.', group = ',';
    if (commas > 0 && (dots > 0 ? last_comma > last_dot : commas == 1 && body.size() - last_comma - 1 != 3))
      decimal = ',', group = '.';
    if (dots > 1 && commas == 0) decimal = ',', group = '.';
    const std::size_t point = body.rfind(decimal);
    const std::string_view whole = body.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? std::string_view{} : body.substr(point + 1);
    if (whole.empty() && fraction.empty()) return false;
    const char used = count(whole, '\'') > 0 ? '\'' : group;
    if (!groupsOfThree(whole, used)) return false;
    for (const char c : whole) {
      if (c != used && !put(c)) return false;
    }
    if (point != std::string_view::npos) {
      if (fraction.empty() || !put('.')) return false;
      for (const char c : fraction) {
        if (!isDigit(c) || !put(c)) return false;
      }
    }
    return suffix.empty() || put(suffix.front());
  }

  static std::size_t count(std::string_view text, char wanted) {
    std::size_t found = 0;
    for (const char c : text) found += c == wanted;
    return found;
  }

  char bytes_[64];
  std::size_t size_ = 0;
  bool ok_;
};

}  // namespace

std::optional<MoneyText> parseMoney(std::string_view text, int home) {
  text = trim(text);
  if (const auto plain = parseDecimal(text)) return MoneyText{*plain, kNoCurrency};
  bool negative = false;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    negative = true;
    text = trim(text.substr(1, text.size() - 2));
  }
  const auto sign = [&] {
    if (text.empty() || (text.front() != '-' && text.front() != '+')) return;
    negative ^= text.front() == '-';
    text = trim(text.substr(1));
  };
  sign();

  // What stands before the first digit and behind the number (and its suffix) is the currency, once.
  const std::size_t first = text.find_first_of("0123456789.");
  if (first == std::string_view::npos) return std::nullopt;
  std::string_view before = trim(text.substr(0, first));
  if (before.size() > 1 && before.ends_with('-')) {  // `$-500`
    negative = !negative;
    before = trim(before.substr(0, before.size() - 1));
  }
  text.remove_prefix(first);
  std::size_t end = text.find_last_of("0123456789") + 1;
  if (end == 0) return std::nullopt;
  if (end < text.size() && std::string_view("kKMB").find(text[end]) != std::string_view::npos) {
    // 342.09K, 50k USD; but the k of `kr` and the M of `MXN` belong to the currency.
    if (end + 1 == text.size() || !isLetter(text[end + 1])) ++end;
  }
  const std::string_view behind = trim(text.substr(end));
  if (!before.empty() && !behind.empty()) return std::nullopt;
  const std::string_view written = before.empty() ? behind : before;
  const int currency = findFor(written, home);
  if (!written.empty() && currency == kNoCurrency) return std::nullopt;

  const auto amount = parseDecimal(PlainNumber(text.substr(0, end)).text());
  if (!amount) return std::nullopt;
  return MoneyText{negative ? -*amount : *amount, currency};
}

int findCurrency(std::string_view code_or_symbol) { return findFor(trim(code_or_symbol), kNoCurrency); }

int currencyCount() { return kCurrencyCount; }
std::string_view currencyCode(int currency) { return currency < 0 ? std::string_view{} : kCurrencies[currency].code; }
std::string_view currencyName(int currency) { return currency < 0 ? std::string_view{} : kCurrencies[currency].name; }
std::string_view currencySymbol(int currency) {
  if (currency < 0) return {};
  const std::string_view symbols = kCurrencies[currency].symbols;
  return symbols.substr(0, symbols.find('|'));
}
int currencyMinorDigits(int currency) { return currency < 0 ? 2 : kCurrencies[currency].minor_digits; }

void appendMoney(std::string& out, Slot amount, int currency) {
  appendDecimal(out, amount);
  if (isMissing(amount) || currency < 0) return;
  out += ' ';
  out += currencyCode(currency);
}

}  // namespace leadflow
