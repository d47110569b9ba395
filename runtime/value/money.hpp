// Money: an amount scaled by 10,000 in one currency. A playbook names its currency; an amount in another is converted
// at the border with the playbook's rates, so a money slot never needs to carry the currency.
//
//     revenue money from "AnnualRevenue"          # 50000, $50,000, $342.09K, 50k USD, EUR 1.200,50
//     +20 when revenue >= 1M USD
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/value/slot.hpp"

namespace leadflow {

inline constexpr int kNoCurrency = -1;

struct MoneyText {
  std::int64_t amount;  // scaled by 10,000
  int currency;         // index of currencies.def, or kNoCurrency when none is written
};

// Reads an amount with an optional currency code or symbol before or after it. `1.200,50` and `1'200.50` are read where
// only one reading is possible; a single `.` is always the decimal point. Accounting's `(500)` is -500. A symbol that
// several currencies share (`$`) means `home` if that is one of them, else its best known owner (USD).
std::optional<MoneyText> parseMoney(std::string_view text, int home = kNoCurrency);

// The index of a currency by its ISO 4217 code in any case, or by its symbol; -1 if unknown.
int findCurrency(std::string_view code_or_symbol);

int currencyCount();
std::string_view currencyCode(int currency);    // "USD"; "" for kNoCurrency
std::string_view currencyName(int currency);    // "US Dollar"
std::string_view currencySymbol(int currency);  // "$", or "" where it has none in use
int currencyMinorDigits(int currency);          // 2 for USD, 0 for JPY

// Appends `50000 USD`, `342.09 EUR`; kNoCurrency: the bare amount.
void appendMoney(std::string& out, Slot amount, int currency);

}  // namespace leadflow
