// Scaled decimals, money, percents: exactness, half-even rounding, overflow, the spellings that exports use.
#include "runtime/value/decimal.hpp"

#include <catch2/catch.hpp>

#include "runtime/value/money.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/slot.hpp"
#include "runtime/value/type_kind.hpp"
#include "runtime/value/wide.hpp"

using namespace leadflow;

namespace {

std::string shown(Slot scaled) {
  std::string out;
  appendDecimal(out, scaled);
  return out;
}

Slot number(const char* text) {
  const auto value = parseDecimal(text);
  REQUIRE(value.has_value());
  return *value;
}

}  // namespace

TEST_CASE("Kleene logic follows the three-valued tables") {
  const Slot values[] = {0, 1, kMissing};
  const Slot both[3][3] = {{0, 0, 0}, {0, 1, kMissing}, {0, kMissing, kMissing}};
  const Slot either[3][3] = {{0, 1, kMissing}, {1, 1, 1}, {kMissing, 1, kMissing}};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      CAPTURE(i, j);
      CHECK(kleeneAnd(values[i], values[j]) == both[i][j]);
      CHECK(kleeneOr(values[i], values[j]) == either[i][j]);
      CHECK(kleeneNot(kleeneAnd(values[i], values[j])) == kleeneOr(kleeneNot(values[i]), kleeneNot(values[j])));
    }
  }
  CHECK(kleeneNot(kMissing) == kMissing);
  CHECK_FALSE(holds(kMissing));
  CHECK(holds(1));
}

TEST_CASE("Arithmetic passes missing on and turns overflow into missing") {
  CHECK(addChecked(2, 3) == 5);
  CHECK(isMissing(addChecked(kMissing, 1)));
  CHECK(isMissing(addChecked(INT64_MAX, 1)));
  CHECK(isMissing(addChecked(INT64_MIN + 1, -1)));  // would be the missing value itself
  CHECK(isMissing(subChecked(INT64_MIN + 1, 1)));
  CHECK(isMissing(subChecked(0, kMissing)));
  CHECK(subChecked(-1, INT64_MAX) == kMissing);  // -2^63 is no value
  CHECK(negChecked(INT64_MAX) == INT64_MIN + 1);
  CHECK(isMissing(negChecked(kMissing)));
  CHECK(isMissing(mulInt(INT64_MAX, 2)));
  CHECK(isMissing(mulInt(std::int64_t{1} << 62, -2)));
  CHECK(mulInt(-3, 7) == -21);
  CHECK(isMissing(intToScaled(INT64_MAX / 100)));
  CHECK(intToScaled(-7) == -70'000);
  CHECK(absChecked(-5) == 5);
  CHECK(isMissing(absChecked(kMissing)));
}

TEST_CASE("Multiplication and division round half to even") {
  CHECK(shown(mulScaled(number("1.5"), number("2.5"))) == "3.75");
  CHECK(mulScaled(1, 5'000) == 0);  // 0.00005 -> 0.0000
  CHECK(mulScaled(3, 5'000) == 2);  // 0.00015 -> 0.0002
  CHECK(mulScaled(5, 5'000) == 2);  // 0.00025 -> 0.0002
  CHECK(mulScaled(-3, 5'000) == -2);
  CHECK(mulScaled(-5, 5'000) == -2);
  CHECK(mulScaled(1, 5'001) == 1);
  CHECK(divScaled(10'000, 30'000) == 3'333);
  CHECK(divScaled(20'000, 30'000) == 6'667);
  CHECK(divScaled(-20'000, 30'000) == -6'667);
  CHECK(divScaled(1, 20'000) == 0);  // 0.00005
  CHECK(divScaled(3, 20'000) == 2);
  CHECK(isMissing(divScaled(1, 0)));
  CHECK(isMissing(divScaled(kMissing, 1)));
  CHECK(isMissing(mulScaled(1, kMissing)));
  // Through 128 bits: the product overflows 64, the result does not.
  const Slot big = 4'000'000'000'000'000;
  CHECK(mulScaled(big, 20'000) == 2 * big);
  CHECK(divScaled(mulInt(big, 2), 20'000) == big);
  CHECK(isMissing(mulScaled(INT64_MAX, 20'000)));
  CHECK(isMissing(divScaled(INT64_MAX, 1)));
  CHECK(divScaled(INT64_MAX, -10'000) == -INT64_MAX);
  CHECK(mulDiv(INT64_MAX, 2, 4) == (std::int64_t{1} << 62));  // ...1.5 rounds to the even one
  CHECK(isMissing(mulDiv(1, 1, 0)));
}

TEST_CASE("Rounding to places") {
  CHECK(shown(roundHalfEven(number("2.5"), 0)) == "2");
  CHECK(shown(roundHalfEven(number("3.5"), 0)) == "4");
  CHECK(shown(roundHalfEven(number("-2.5"), 0)) == "-2");
  CHECK(shown(roundHalfEven(number("1.2345"), 3)) == "1.234");
  CHECK(shown(roundHalfEven(number("1.2355"), 3)) == "1.236");
  CHECK(shown(roundHalfEven(number("1.2355"), 4)) == "1.2355");
  CHECK(shown(roundHalfEven(number("1.2355"), 99)) == "1.2355");
  CHECK(shown(roundHalfEven(number("1250"), -2)) == "1200");
  CHECK(shown(roundHalfEven(number("1350"), -2)) == "1400");
  CHECK(roundHalfEven(INT64_MAX, -18) == 0);
  CHECK(isMissing(roundHalfEven(INT64_MAX, -15)));  // rounds up to 10^19
  CHECK(roundHalfEven(INT64_MAX, -1000) == 0);
  CHECK(isMissing(roundHalfEven(kMissing, 2)));
  CHECK(shown(floorScaled(number("-0.5"))) == "-1");
  CHECK(shown(floorScaled(number("2.9999"))) == "2");
  CHECK(shown(ceilScaled(number("-0.5"))) == "0");
  CHECK(shown(ceilScaled(number("2.0001"))) == "3");
  CHECK(isMissing(ceilScaled(INT64_MAX)));
  CHECK(isMissing(floorScaled(INT64_MIN + 1)));
  CHECK(scaledToInt(25'000) == 2);
  CHECK(scaledToInt(-35'000) == -4);
  for (Slot value = -60'000; value <= 60'000; value += 7) {
    CHECK(floorScaled(value) <= value);
    CHECK(ceilScaled(value) >= value);
    CHECK(ceilScaled(value) - floorScaled(value) == (value % kScale == 0 ? 0 : kScale));
  }
}

TEST_CASE("Decimals are read exactly") {
  CHECK(number("0") == 0);
  CHECK(number("42") == 420'000);
  CHECK(number(" 42 ") == 420'000);
  CHECK(number("-3.5") == -35'000);
  CHECK(number("+1_000") == 10'000'000);
  CHECK(number("1,000,000.25") == 10'000'002'500);
  CHECK(number("50k") == 500'000'000);
  CHECK(number("50K") == number("50k"));
  CHECK(number("2M") == 20'000'000'000);
  CHECK(number("1.5B") == 15'000'000'000'000);
  CHECK(number("342.09K") == 3'420'900'000);
  CHECK(number("1e3") == 10'000'000);
  CHECK(number("1.5E-3") == 15);
  CHECK(number(".5") == 5'000);
  CHECK(number("0.00005") == 0);
  CHECK(number("0.00015") == 2);
  CHECK(number("0.000050000000000000000000000000000000000000000000001") == 1);
  CHECK(number("-0.00025") == -2);
  CHECK(number("0.00001k") == 100);
  CHECK(number("000000000000000000000000000000000000000000000012") == 120'000);
  CHECK(number("922337203685477.5807") == INT64_MAX);
  CHECK(number("-922337203685477.5807") == -INT64_MAX);
  CHECK(number("1e-99999999999") == 0);
  for (const char* bad : {"",
                          " ",
                          "-",
                          "+",
                          ".",
                          "5.",
                          "1,5",
                          "1,0000",
                          "10,00,000",
                          "1,000,00",
                          ",000",
                          "1_",
                          "_1",
                          "1__0",
                          "k",
                          "1kk",
                          "1e",
                          "1e+",
                          "0x10",
                          "NaN",
                          "inf",
                          "1 000",
                          "1.2.3",
                          "922337203685477.5808",
                          "-922337203685477.5808",
                          "1e400",
                          "1234,567",
                          "--1",
                          "1,000.5,0",
                          "12a"}) {
    CAPTURE(bad);
    CHECK_FALSE(parseDecimal(bad).has_value());
  }
  CHECK(parseInt("1_000") == 1'000);
  CHECK(parseInt("12.0") == 12);
  CHECK(parseInt("12.50k") == 12'500);
  CHECK_FALSE(parseInt("12.5"));
  CHECK(parseInt("9223372036854775807") == INT64_MAX);
  CHECK_FALSE(parseInt("-9223372036854775808"));  // that is the missing value
}

TEST_CASE("Decimals are written without trailing zeros and read back the same") {
  CHECK(shown(525'000) == "52.5");
  CHECK(shown(1'525'000) == "152.5");
  CHECK(shown(1'000'000) == "100");
  CHECK(shown(-2'500) == "-0.25");
  CHECK(shown(1) == "0.0001");
  CHECK(shown(10) == "0.001");
  CHECK(shown(kMissing) == "missing");
  std::uint64_t random = 42;
  for (int i = 0; i < 20'000; ++i) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    const Slot value = static_cast<Slot>(random) >> (i % 60);
    if (isMissing(value)) continue;
    CHECK(parseDecimal(shown(value)) == value);
  }
}

TEST_CASE("Money is read in the spellings of CRM exports") {
  const int usd = findCurrency("USD"), eur = findCurrency("eur"), gbp = findCurrency("£"), chf = findCurrency("CHF");
  const int cad = findCurrency("CAD"), sek = findCurrency("SEK"), mxn = findCurrency("MXN");
  REQUIRE(usd >= 0);
  struct Case {
    const char* text;
    const char* amount;
    int currency;
  };
  const Case cases[] = {{"50000", "50000", kNoCurrency},
                        {"$50,000", "50000", usd},
                        {"$342.09K", "342090", usd},
                        {"50k USD", "50000", usd},
                        {"EUR 1.200,50", "1200.5", eur},
                        {"€500", "500", eur},
                        {"500 €", "500", eur},
                        {"1.200,50 €", "1200.5", eur},
                        {"CHF 1'200.50", "1200.5", chf},
                        {"1 200,50 EUR", "1200.5", eur},
                        {"1\u00a0200,50\u00a0€", "1200.5", eur},
                        {"£1,234,567.89", "1234567.89", gbp},
                        {"(500)", "-500", kNoCurrency},
                        {"($1,500.25)", "-1500.25", usd},
                        {"-$20", "-20", usd},
                        {"$-20", "-20", usd},
                        {"US$ 5", "5", usd},
                        {"C$5", "5", cad},
                        {"100 kr", "100", sek},
                        {"5 MXN", "5", mxn},
                        {"1.5M", "1500000", kNoCurrency},
                        {"$1.5M", "1500000", usd},
                        {"usd 10", "10", usd},
                        {"1,5", "1.5", kNoCurrency},
                        {"1.234.567", "1234567", kNoCurrency},
                        {"1,234", "1234", kNoCurrency},
                        {"1.234", "1.234", kNoCurrency},
                        {"$0.99", "0.99", usd},
                        {"$ 5", "5", usd},
                        {"$.50", "0.5", usd}};
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto money = parseMoney(c.text);
    REQUIRE(money.has_value());
    CHECK(shown(money->amount) == c.amount);
    CHECK(money->currency == c.currency);
  }
  for (const char* bad : {"", "$", "USD", "abc", "$5 EUR", "5 quatloos", "1.2.3", "1,23,456", "1.200,50,30", "12 34",
                          "$1 2", "--5", "5%", "$$5"}) {
    CAPTURE(bad);
    CHECK_FALSE(parseMoney(bad).has_value());
  }
  CHECK(parseMoney("$5", cad)->currency == cad);  // in a Canadian playbook, `$` is the Canadian one
  CHECK(parseMoney("US$5", cad)->currency == usd);
  CHECK(parseMoney("100 kr", findCurrency("NOK"))->currency == findCurrency("NOK"));
}

TEST_CASE("Every currency finds itself") {
  CHECK(currencyCount() > 150);
  for (int i = 0; i < currencyCount(); ++i) {
    CAPTURE(currencyCode(i));
    CHECK(findCurrency(currencyCode(i)) == i);
    CHECK(currencyCode(i).size() == 3);
    CHECK_FALSE(currencyName(i).empty());
    if (i > 0) CHECK(currencyCode(i - 1) < currencyCode(i));
  }
  CHECK(currencyMinorDigits(findCurrency("JPY")) == 0);
  CHECK(currencyMinorDigits(findCurrency("KWD")) == 3);
  CHECK(currencySymbol(findCurrency("EUR")) == "€");
  CHECK(findCurrency("XYZ") == kNoCurrency);
  CHECK(findCurrency("") == kNoCurrency);
  std::string out;
  appendMoney(out, 3'420'900'000, findCurrency("USD"));
  CHECK(out == "342090 USD");
}

TEST_CASE("Percents") {
  CHECK(parsePercent("15", false) == 150'000);
  CHECK(parsePercent("15%", false) == 150'000);
  CHECK(parsePercent("15 %", false) == 150'000);
  CHECK(parsePercent("-2.5%", false) == -25'000);
  CHECK(parsePercent("0.15", true) == 150'000);
  CHECK(parsePercent("15%", true) == 150'000);
  CHECK(parsePercent("0.123456", true) == 123'456);
  CHECK(parsePercent("1e-1", true) == 100'000);
  CHECK(parsePercent("1", true) == kWholePercent);
  CHECK_FALSE(parsePercent("%", false));
  CHECK_FALSE(parsePercent("15%%", false));
  CHECK_FALSE(parsePercent("", true));
  CHECK_FALSE(parsePercent("many", true));
  CHECK(percentOf(2'000'000, 150'000) == 300'000);
  CHECK(percentOf(5, 500'000) == 2);  // half of 5 is 2, even
  std::string out;
  appendPercent(out, 25'000);
  CHECK(out == "2.5%");
}

TEST_CASE("Type kinds come from one table") {
  CHECK(kTypeKindCount == 18);
  for (int i = 0; i < kTypeKindCount; ++i) {
    const auto& info = kTypeKinds[i];
    CHECK(static_cast<int>(info.kind) == i);
    CHECK(info.meaning.back() == '.');
    CHECK_FALSE(info.storage.empty());
    for (int j = 0; j < i; ++j) CHECK(kTypeKinds[j].name != info.name);
  }
  CHECK(typeKindName(TypeKind::BusinessDuration) == "business duration");
  CHECK(isScaled(TypeKind::Percent));
  CHECK_FALSE(isScaled(TypeKind::Int));
  CHECK(isTextual(TypeKind::Email));
}
