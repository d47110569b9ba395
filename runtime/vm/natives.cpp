#include "runtime/vm/natives.hpp"

#include <algorithm>

#include "runtime/value/decimal.hpp"
#include "runtime/value/email.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::vm {
namespace {

using bytecode::NativeId;

constexpr std::int64_t kFarthest = 100'000'000'000'000'000;  // instants beyond 3 million years have no date

struct Local {
  bool known = false;
  std::int64_t days = 0, ms = 0;
};

Local localTime(Slot instant, const TimeZone& zone) {
  if (isMissing(instant) || instant > kFarthest || instant < -kFarthest) return {};
  const DayTime split = splitDays(toLocal(instant, zone));
  return {true, split.days, split.ms};
}

Slot codePoints(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

Slot domainOf(const TextCell& address, const NativeContext& context) {
  const std::string_view part = emailDomainPart(address.foldedText());
  if (part.empty()) return kMissing;
  const auto size = static_cast<std::uint32_t>(part.size());
  const std::uint32_t hash = hashText(part);
  return slotOf(context.arena.make<TextCell>(part.data(), part.data(), size, size, context.symbols.find(part, hash), hash));
}

}  // namespace

bool argumentsKnown(NativeId native, const Slot* arguments) {
  const std::size_t count = bytecode::kNatives[static_cast<std::uint16_t>(native)].arguments.size();
  return std::none_of(arguments, arguments + count, isMissing);
}

Slot callNative(NativeId native, const Slot* arguments, const NativeContext& context) {
  if (!argumentsKnown(native, arguments)) return kMissing;
  const auto local = [&](int n) { return localTime(arguments[n], context.zone); };
  switch (native) {
    case NativeId::Abs: return absChecked(arguments[0]);
    case NativeId::Min: return std::min(arguments[0], arguments[1]);
    case NativeId::Max: return std::max(arguments[0], arguments[1]);
    case NativeId::Round: return roundHalfEven(arguments[0], 0);
    case NativeId::RoundTo: return roundHalfEven(arguments[0], static_cast<int>(std::clamp<Slot>(arguments[1], -20, 4)));
    case NativeId::Floor: return floorScaled(arguments[0]);
    case NativeId::Ceiling: return ceilScaled(arguments[0]);
    case NativeId::Length: return codePoints(textOf(arguments[0])->rawText());
    case NativeId::Year: {
      const Local at = local(0);
      return at.known ? civilFromDays(at.days).year : kMissing;
    }
    case NativeId::Month: {
      const Local at = local(0);
      return at.known ? civilFromDays(at.days).month : kMissing;
    }
    case NativeId::Day: {
      const Local at = local(0);
      return at.known ? civilFromDays(at.days).day : kMissing;
    }
    case NativeId::Weekday: {
      const Local at = local(0);
      return at.known ? weekday(at.days) + 1 : kMissing;
    }
    case NativeId::Hour: {
      const Local at = local(0);
      return at.known ? at.ms / 3'600'000 : kMissing;
    }
    case NativeId::Today: {
      const Local at = localTime(context.now, context.zone);
      return at.known ? toInstant(at.days * 86'400'000, context.zone) : kMissing;
    }
    case NativeId::EmailDomain: return domainOf(*textOf(arguments[0]), context);
    case NativeId::DaysBetween: {
      const Local from = local(0), to = local(1);
      return from.known && to.known ? to.days - from.days : kMissing;
    }
    case NativeId::Count_: break;
  }
  return kMissing;
}

}  // namespace leadflow::vm
