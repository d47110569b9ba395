#include "runtime/port/lead_state.hpp"

#include <cstring>
#include <iterator>
#include <type_traits>

#include "runtime/port/lead_members.hpp"
#include "runtime/value/hash.hpp"

namespace leadflow::port {
namespace {

constexpr std::uint8_t kOldest = 1, kFormat = 2;
constexpr std::size_t kHeader = 1 + 8;  // format, checksum of what follows

constexpr const char* kTimerNames[] = {"sequence step",  "reminder",         "breach",          "escalation", "aging",  "queue within",
                                       "handoff accept", "handoff feedback", "approval within", "pause ends", "review", "retention"};
static_assert(std::size(kTimerNames) == static_cast<std::size_t>(TimerKind::Retention) + 1);

// Whole numbers take as many bytes as they need, seven bits each, the lowest first. Signed ones are folded so that small
// negative numbers stay short and a missing value is one byte.
std::uint64_t folded(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return ((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0)) + 1;
}
std::int64_t unfolded(std::uint64_t bits) {
  bits -= 1;
  return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

// A member that the list forgets would be lost without a word: the compiler counts them.
struct Any {
  template <class T>
  operator T() const;
};
template <class T, class... Known>
constexpr std::size_t memberCount() {
  if constexpr (requires { T{Known{}..., Any{}}; }) return memberCount<T, Known..., Any>();
  else return sizeof...(Known);
}
struct Counter {
  template <class... T>
  std::integral_constant<std::size_t, sizeof...(T)> operator()(T&...) { return {}; }
};
template <class T>
inline constexpr std::size_t kListed = decltype(members(std::declval<Counter&>(), std::declval<T&>()))::value +
                                       decltype(since2(std::declval<Counter&>(), std::declval<T&>()))::value;
template <class... T>
inline constexpr bool kWhole = ((kListed<T> == memberCount<T>()) && ...);
static_assert(kWhole<Visit, Seat, Clock, ClockRun, ClockTally, Run, HandoffTally, Handover, Approval, Climb, Holding, QueueStay, RecordBefore>, "lead_members.hpp lacks a member");
static_assert(kListed<LeadState> + 2 == memberCount<LeadState>(), "lead_members.hpp lacks a member (beside activities and timers)");

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  template <class... T>
  void operator()([[maybe_unused]] T&... values) { (write(values), ...); }

 private:
  void number(std::uint64_t value) {
    char bytes[10];
    std::size_t size = 0;
    for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
    bytes[size++] = static_cast<char>(value);
    out_.append(bytes, size);
  }
  template <class T>
  void write(T& value) {
    if constexpr (std::is_integral_v<T>) {
      if constexpr (std::is_signed_v<T>) number(folded(value));
      else number(value);
    } else {
      members(*this, value);
      since2(*this, value);
    }
  }
  void write(std::string& text) {
    number(text.size());
    out_ += text;
  }
  /// As `number` writes one: seven bits a byte, and as many bytes as there are.
  void write(Bits& set) {
    for (std::size_t at = 0, end = set.end(); at == 0 || at < end; at += 7) {
      unsigned byte = at + 7 < end ? 0x80 : 0;
      for (std::size_t bit = 0; bit < 7; ++bit) byte |= set.has(at + bit) ? 1U << bit : 0U;
      out_ += static_cast<char>(byte);
    }
  }
  template <class A, class B>
  void write(std::pair<A, B>& both) { (*this)(both.first, both.second); }
  template <class T>
  void write(std::vector<T>& items) {
    number(items.size());
    for (T& item : items) write(item);
  }
  std::string& out_;
};

class Reader {
 public:
  Reader(std::string_view bytes, std::uint8_t format) : left_(bytes), format_(format) {}
  template <class... T>
  void operator()([[maybe_unused]] T&... values) { (read(values), ...); }
  bool whole() const { return ok_ && left_.empty(); }

 private:
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 10 && i < left_.size(); ++i) {
      const auto byte = static_cast<std::uint8_t>(left_[i]);
      if (i == 9 && byte > 1) break;  // beyond 64 bits
      value |= std::uint64_t{byte & 0x7fu} << (7 * i);
      if (byte < 0x80) {
        left_.remove_prefix(i + 1);
        return value;
      }
    }
    ok_ = false;
    left_ = {};
    return 0;
  }
  template <class T>
  void read(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      const std::uint64_t read = number();
      if (read > 1) ok_ = false;
      value = read == 1;
    } else if constexpr (std::is_integral_v<T>) {
      if constexpr (std::is_signed_v<T>) {
        const std::int64_t read = unfolded(number());
        value = static_cast<T>(read);
        if (value != read) ok_ = false;
      } else {
        const std::uint64_t read = number();
        value = static_cast<T>(read);
        if (value != read) ok_ = false;
      }
    } else {
      members(*this, value);
      if (format_ >= 2) since2(*this, value);
    }
  }
  void read(std::string& text) {
    const std::uint64_t size = number();
    if (size > left_.size()) { ok_ = false; return; }
    text.assign(left_.data(), size);
    left_.remove_prefix(size);
  }
  void read(Bits& set) {
    set = {};
    for (std::size_t at = 0; !left_.empty(); at += 7) {
      const auto byte = static_cast<std::uint8_t>(left_.front());
      left_.remove_prefix(1);
      for (std::size_t bit = 0; bit < 7; ++bit)
        if ((byte >> bit & 1U) != 0) set.set(at + bit, true);
      if (byte < 0x80) return;
    }
    ok_ = false;
  }
  template <class A, class B>
  void read(std::pair<A, B>& both) { (*this)(both.first, both.second); }
  template <class T>
  void read(std::vector<T>& items) {
    const std::uint64_t size = number();
    items.clear();
    if (size > left_.size()) { ok_ = false; return; }  // every item takes at least a byte
    items.reserve(size < 64 ? size : 64);
    for (std::uint64_t i = 0; ok_ && i < size; ++i) read(items.emplace_back());
  }
  std::string_view left_;
  const std::uint8_t format_;
  bool ok_ = true;
};

}  // namespace

const char* timerName(TimerKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < std::size(kTimerNames) ? kTimerNames[index] : "";
}

std::string encodeState(const LeadState& state) {
  std::string out(kHeader, '\0');
  Writer writer(out);
  writer(const_cast<LeadState&>(state));  // a Writer changes nothing
  out[0] = static_cast<char>(kFormat);
  const std::uint64_t checksum = fnv1a64(std::string_view(out).substr(kHeader));
  for (std::size_t i = 0; i < 8; ++i) out[1 + i] = static_cast<char>(checksum >> (8 * i));
  return out;
}

bool decodeState(std::string_view bytes, LeadState& state) {
  if (bytes.size() < kHeader) return false;
  const auto format = static_cast<std::uint8_t>(bytes[0]);
  if (format < kOldest || format > kFormat) return false;
  std::uint64_t checksum = 0;
  for (std::size_t i = 0; i < 8; ++i) checksum |= std::uint64_t{static_cast<std::uint8_t>(bytes[1 + i])} << (8 * i);
  if (checksum != fnv1a64(bytes.substr(kHeader))) return false;
  LeadState read;
  Reader reader(bytes.substr(kHeader), format);
  reader(read);
  if (!reader.whole()) return false;
  read.activities = std::move(state.activities);
  read.timers = std::move(state.timers);
  state = std::move(read);
  return true;
}

template <class T>
std::string encodePart(const T& part) {
  std::string out(1, static_cast<char>(kFormat));
  Writer writer(out);
  writer(const_cast<T&>(part));
  return out;
}

template <class T>
bool decodePart(std::string_view bytes, T& part) {
  if (bytes.empty()) return false;
  const auto format = static_cast<std::uint8_t>(bytes[0]);
  if (format < kOldest || format > kFormat) return false;
  T read;
  Reader reader(bytes.substr(1), format);
  reader(read);
  if (!reader.whole()) return false;
  part = std::move(read);
  return true;
}

#define LEADFLOW_PART(Part)                             \
  template std::string encodePart<Part>(const Part&);   \
  template bool decodePart<Part>(std::string_view, Part&);
LEADFLOW_PART(Clock)
LEADFLOW_PART(Run)
LEADFLOW_PART(Handover)
LEADFLOW_PART(Approval)
#undef LEADFLOW_PART

}  // namespace leadflow::port
