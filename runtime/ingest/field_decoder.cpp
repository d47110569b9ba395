#include "runtime/ingest/field_decoder.hpp"

#include <algorithm>

#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/email.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/text_fold.hpp"

namespace leadflow::ingest {

namespace {

constexpr std::size_t kLongestScalar = 256;  // no number, date or country is longer

std::string_view trimFast(std::string_view text) {
  const auto plain = [](char c) { return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x80; };
  if (text.empty() || (plain(text.front()) && plain(text.back()))) return text;
  return trim(text);
}

int boolOf(std::string_view text) {
  char lower[5];
  if (text.size() > sizeof lower) return -1;
  for (std::size_t i = 0; i < text.size(); ++i) lower[i] = lowerAscii(text[i]);
  const std::string_view word(lower, text.size());
  if (word == "true" || word == "yes" || word == "1" || word == "on" || word == "y" || word == "t") return 1;
  if (word == "false" || word == "no" || word == "0" || word == "off" || word == "n" || word == "f") return 0;
  return -1;
}

}  // namespace

FieldDecoder::FieldDecoder(const DecodeContext& context, const bytecode::FieldInfo& info, std::string full_name, Slot fallback)
    : context_(&context), info_(&info), full_name_(std::move(full_name)), fallback_(fallback) {
  const auto& enums = context.chunk->enums;
  if ((info.type.kind == TypeKind::Enum || info.type.kind == TypeKind::EnumSet) && info.type.ref < enums.size()) {
    values_ = &enums[info.type.ref];
    for (std::size_t i = 0; i < values_->values.size(); ++i) enum_index_.add(values_->values[i].name, static_cast<int>(i));
    for (std::size_t i = 0; i < values_->values.size(); ++i)
      for (const std::string& label : values_->values[i].labels) enum_index_.add(label, static_cast<int>(i));
  }
  for (const std::string& text : info.missing_texts) {
    missing_texts_.push_back(normalText(text));
    longest_missing_ = std::max({longest_missing_, text.size(), missing_texts_.back().size()});
  }
  longest_missing_ *= 4;  // case pairs differ in length by less
}

bool FieldDecoder::saysMissing(std::string_view trimmed, std::string& scratch) const {
  if (missing_texts_.empty() || trimmed.size() > longest_missing_) return false;
  std::string_view folded;
  if (isAscii(trimmed)) {
    scratch.resize(trimmed.size());
    foldAscii(trimmed.data(), trimmed.size(), scratch.data());
    folded = scratch;
  } else {
    folded = scratch = fold(trimmed);
  }
  for (const std::string& text : missing_texts_)
    if (text == folded) return true;
  return false;
}

Outcome FieldDecoder::inRange(Slot value, Slot& slot, FaultKind& fault) const {
  if ((info_->has_low && value < info_->low) || (info_->has_high && value > info_->high)) {
    fault = FaultKind::OutOfRange;
    return Outcome::Bad;
  }
  slot = value;
  return Outcome::Known;
}

std::int32_t FieldDecoder::enumValue(std::string_view text, std::string& scratch) const {
  const std::int32_t value = enum_index_.find(text, scratch);
  return value >= 0 ? value : values_->otherwise;
}

Outcome FieldDecoder::decode(std::string_view text, Arena& arena, std::string& scratch, bool suspect, Slot& slot,
                             FaultKind& fault) const {
  slot = kMissing;
  if (suspect) {
    if (text.find('\0') != std::string_view::npos) {
      fault = FaultKind::NotText;
      return Outcome::Bad;
    }
    if (!isValidUtf8(text)) {
      fault = FaultKind::NotUtf8;
      return Outcome::Bad;
    }
  }
  text = trimFast(text);
  if (text.empty() || saysMissing(text, scratch)) return Outcome::Missing;

  const TypeKind kind = info_->type.kind;
  const auto bad = [&](FaultKind why) {
    fault = why;
    return Outcome::Bad;
  };
  switch (kind) {
    case TypeKind::Text:
      slot = slotOf(makeText(arena, *context_->symbols, text));
      return Outcome::Known;
    case TypeKind::Code:
      slot = slotOf(makeCode(arena, *context_->symbols, text));
      return Outcome::Known;
    case TypeKind::Email:
      if (!looksLikeEmail(text)) return bad(FaultKind::NotAnEmail);
      slot = slotOf(makeText(arena, *context_->symbols, text));
      return Outcome::Known;
    case TypeKind::Enum: {
      const std::int32_t value = values_ == nullptr ? -1 : enumValue(text, scratch);
      if (value < 0) return bad(FaultKind::UnknownValue);
      slot = value;
      return Outcome::Known;
    }
    case TypeKind::EnumSet: {
      if (values_ == nullptr) return bad(FaultKind::UnknownValue);
      const std::int32_t whole = enum_index_.find(text, scratch);
      if (whole >= 0) {
        slot = Slot{1} << whole;
        return Outcome::Known;
      }
      Slot set = 0;
      for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(";,|", at), text.size());
        const std::string_view item = trimFast(text.substr(at, end - at));
        at = end + 1;
        if (item.empty()) continue;
        const std::int32_t value = enumValue(item, scratch);
        if (value < 0 || value > 61) return bad(FaultKind::UnknownValue);
        set |= Slot{1} << value;
      }
      slot = set;
      return Outcome::Known;
    }
    case TypeKind::Rep: {
      const std::int32_t rep = context_->reps == nullptr ? -1 : context_->reps->find(text);
      if (rep < 0) return bad(FaultKind::UnknownRep);
      slot = rep;
      return Outcome::Known;
    }
    default: break;
  }
  const bool too_long = text.size() > kLongestScalar;
  switch (kind) {
    case TypeKind::Bool: {
      const int value = boolOf(text);
      if (value < 0) return bad(FaultKind::NotABool);
      slot = value;
      return Outcome::Known;
    }
    case TypeKind::Int: {
      const auto value = too_long ? std::nullopt : parseInt(text);
      return value ? inRange(*value, slot, fault) : bad(FaultKind::NotAnInt);
    }
    case TypeKind::Number:
    case TypeKind::Points: {
      const auto value = too_long ? std::nullopt : parseDecimal(text);
      return value ? inRange(*value, slot, fault) : bad(FaultKind::NotANumber);
    }
    case TypeKind::Money: {
      const int home = static_cast<std::int32_t>(info_->type.ref);
      const auto value = too_long ? std::nullopt : parseMoney(text, home);
      if (!value) return bad(FaultKind::NotMoney);
      if (value->currency != kNoCurrency && home >= 0 && home < currencyCount() && value->currency != home)
        return bad(FaultKind::OtherCurrency);
      return inRange(value->amount, slot, fault);
    }
    case TypeKind::Percent: {
      const auto value = too_long ? std::nullopt : parsePercent(text, info_->format == "fraction");
      return value ? inRange(*value, slot, fault) : bad(FaultKind::NotAPercent);
    }
    case TypeKind::Instant: {
      const auto value = too_long ? std::nullopt : parseInstant(text, *context_->zone, info_->format);
      return value ? inRange(*value, slot, fault) : bad(FaultKind::NotAnInstant);
    }
    case TypeKind::Duration:
    case TypeKind::BusinessDuration: {
      const auto value = too_long ? std::nullopt : parseDuration(text);
      if (!value || value->business != (kind == TypeKind::BusinessDuration)) return bad(FaultKind::NotADuration);
      return inRange(value->value, slot, fault);
    }
    case TypeKind::Country: {
      const int country = findCountry(text);
      if (country < 0) return bad(FaultKind::NotACountry);
      slot = country;
      return Outcome::Known;
    }
    default: return bad(FaultKind::UnknownValue);
  }
}

Outcome FieldDecoder::decodeItems(std::span<const std::string_view> items, std::string& scratch, Slot& slot,
                                  FaultKind& fault) const {
  slot = kMissing;
  Slot set = 0;
  for (const std::string_view item : items) {
    const std::string_view text = trimFast(item);
    if (text.empty() || saysMissing(text, scratch)) continue;
    const std::int32_t value = values_ == nullptr ? -1 : enumValue(text, scratch);
    if (value < 0 || value > 61) {
      fault = FaultKind::UnknownValue;
      return Outcome::Bad;
    }
    set |= Slot{1} << value;
  }
  slot = set;
  return Outcome::Known;
}

bool FieldDecoder::saysNothing(std::string_view text, std::string& scratch) const {
  text = trimFast(text);
  return text.empty() || saysMissing(text, scratch);
}

std::string FieldDecoder::nearestKnown(std::span<const std::string_view> items) const {
  std::string scratch;
  for (const std::string_view item : items)
    if (!saysNothing(item, scratch) && (values_ == nullptr || enumValue(trimFast(item), scratch) < 0)) return nearestKnown(item);
  return {};
}

std::string FieldDecoder::nearestKnown(std::string_view text) const {
  text = trim(text).substr(0, kLongestScalar);
  switch (info_->type.kind) {
    case TypeKind::EnumSet:  // the first item that is unknown
      if (std::string scratch; values_ != nullptr) {
        for (std::size_t at = 0; at < text.size();) {
          const std::size_t end = std::min(text.find_first_of(";,|", at), text.size());
          const std::string_view item = trim(text.substr(at, end - at));
          at = end + 1;
          if (item.empty() || enum_index_.find(item, scratch) >= 0) continue;
          text = item;
          break;
        }
      }
      [[fallthrough]];
    case TypeKind::Enum: {
      if (values_ == nullptr) return {};
      std::vector<std::string_view> candidates;
      for (const auto& value : values_->values) {
        candidates.push_back(value.name);
        for (const std::string& label : value.labels) candidates.push_back(label);
      }
      const int best = nearest(text, candidates);
      return best < 0 ? std::string() : std::string(candidates[static_cast<std::size_t>(best)]);
    }
    case TypeKind::Country: {
      std::vector<std::string_view> candidates;
      for (int i = 0; i < kCountryCount; ++i) candidates.push_back(countryName(i));
      const int best = nearest(text, candidates);
      return best < 0 ? std::string() : std::string(candidates[static_cast<std::size_t>(best)]);
    }
    case TypeKind::Rep: return context_->reps == nullptr ? std::string() : context_->reps->nearest(text);
    default: return {};
  }
}

}  // namespace leadflow::ingest
