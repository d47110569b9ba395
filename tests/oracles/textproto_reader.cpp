// CEL conformance: `<folder>/*.textproto`, each a SimpleTestFile with sections of tests.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "tests/oracles/expression.hpp"

namespace leadflow::oracles {

namespace {

/// A message: its fields in order; a scalar has `text` and no fields.
struct Message {
  std::vector<std::pair<std::string, Message>> fields;
  std::string text;

  const Message* field(const std::string& wanted) const {
    for (const auto& [name, value] : fields)
      if (name == wanted) return &value;
    return nullptr;
  }
  std::string scalar(const std::string& wanted) const {
    const Message* found = field(wanted);
    return found ? found->text : "";
  }
};

void appendUtf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) out += static_cast<char>(point);
  else if (point < 0x800) { out += static_cast<char>(0xC0 | (point >> 6)); out += static_cast<char>(0x80 | (point & 0x3F)); }
  else if (point < 0x10000) { out += static_cast<char>(0xE0 | (point >> 12)); out += static_cast<char>(0x80 | ((point >> 6) & 0x3F)); out += static_cast<char>(0x80 | (point & 0x3F)); }
  else { out += static_cast<char>(0xF0 | (point >> 18)); out += static_cast<char>(0x80 | ((point >> 12) & 0x3F)); out += static_cast<char>(0x80 | ((point >> 6) & 0x3F)); out += static_cast<char>(0x80 | (point & 0x3F)); }
}

class TextFormat {
 public:
  explicit TextFormat(const std::string& text) : text_(text) {}

  Message read() {
    Message message;
    while (fields(message)) {}
    return message;
  }

 private:
  void spaces() {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '#') at_ = std::min(text_.find('\n', at_), text_.size() - 1);
      else if (!std::isspace(static_cast<unsigned char>(text_[at_])) && text_[at_] != ',' && text_[at_] != ';') return;
    }
  }
  char peek() {
    spaces();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  std::string word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !std::isspace(static_cast<unsigned char>(text_[at_])) && std::string(":{}[],;#<>").find(text_[at_]) == std::string::npos) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  std::string strings() {
    std::string out;
    for (char quote = peek(); quote == '"' || quote == '\''; quote = peek()) {
      for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
        if (text_[at_] != '\\') { out += text_[at_]; continue; }
        const char c = text_[++at_];
        const std::string simple = "abfnrtv", meaning = "\a\b\f\n\r\t\v";
        if (const std::size_t found = simple.find(c); found != std::string::npos) out += meaning[found];
        else if (c == 'x' || c == 'u' || c == 'U') {
          std::size_t size = c == 'x' ? 2 : c == 'u' ? 4 : 8;
          const auto point = static_cast<std::uint32_t>(std::stoul(text_.substr(at_ + 1, size), nullptr, 16));
          at_ += size;
          if (c == 'x') out += static_cast<char>(point);
          else appendUtf8(out, point);
        } else if (c >= '0' && c <= '7') {
          std::size_t size = 1;
          while (size < 3 && text_[at_ + size] >= '0' && text_[at_ + size] <= '7') ++size;
          out += static_cast<char>(std::stoul(text_.substr(at_, size), nullptr, 8));
          at_ += size - 1;
        } else {
          out += c;
        }
      }
      ++at_;
    }
    return out;
  }
  Message value() {
    Message message;
    const char next = peek();
    if (next == '{' || next == '<') {
      ++at_;
      while (fields(message)) {}
      ++at_;
    } else if (next == '"' || next == '\'') {
      message.text = strings();
    } else {
      message.text = word();
    }
    return message;
  }
  bool fields(Message& parent) {
    const char next = peek();
    if (next == '\0' || next == '}' || next == '>') return false;
    std::string name;
    if (next == '[') {
      const std::size_t end = text_.find(']', at_);
      name = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
    } else {
      name = word();
    }
    if (peek() == ':') ++at_;
    if (peek() != '[') {
      parent.fields.emplace_back(name, value());
      return true;
    }
    for (++at_; peek() != ']';) parent.fields.emplace_back(name, value());
    ++at_;
    return true;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

Expected valueOf(const Message& value) {
  if (value.fields.empty()) throw Unsayable{"nothing is expected"};
  const auto& [name, content] = value.fields.front();
  Expected out;
  bool exact = false;
  if (name == "null_value") return out;
  out.known = true;
  out.text = content.text;
  if (name == "bool_value") {
    out.kind = Kind::Bool;
    out.number = content.text == "true";
  } else if (name == "int64_value" || name == "uint64_value" || name == "double_value") {
    out.kind = name == "double_value" ? Kind::Number : Kind::Int;
    if (content.text == "inf" || content.text == "-inf" || content.text == "Infinity" || content.text == "-Infinity" || content.text == "nan" || content.text == "NaN") {
      out.known = false;  // what has no number is missing here
    } else if (!scaledOf(content.text, out.number, exact)) {
      throw Unsayable{"a number beyond 64 bits"};
    }
  } else if (name == "string_value") {
    out.kind = Kind::Text;
  } else if (name == "object_value" && !content.fields.empty()) {
    const std::string& type = content.fields.front().first;
    const Message& inner = content.fields.front().second;
    const bool instant = type.ends_with("google.protobuf.Timestamp");
    if (!instant && !type.ends_with("google.protobuf.Duration")) throw Unsayable{"lists, maps, bytes, types and messages"};
    out.kind = instant ? Kind::Instant : Kind::Duration;
    const std::string seconds = inner.scalar("seconds"), nanos = inner.scalar("nanos");
    const long long fine = nanos.empty() ? 0 : std::stoll(nanos);
    if (fine % 1'000'000 != 0) throw Unsayable{"times finer than a millisecond"};
    out.number = static_cast<Wide>(seconds.empty() ? 0 : std::stoll(seconds)) * 1'000 + fine / 1'000'000;
  } else {
    throw Unsayable{"lists, maps, bytes, types and messages"};
  }
  return out;
}

Input inputOf(const Message& binding) {
  const Message* outer = binding.field("value");
  const Message* value = outer ? outer->field("value") : nullptr;
  if (!value) throw Unsayable{"bindings without a value"};
  const Expected given = valueOf(*value);
  if (given.kind == Kind::Instant || given.kind == Kind::Duration) throw Unsayable{"bindings of times"};
  Input input;
  input.known = given.known;
  input.kind = given.kind;
  input.text = given.text;
  return input;
}

bool holdsLargeInt(const Node& node) {
  if (node.op == Op::Number && node.kind == Kind::Int && (node.text.size() > 15 || (node.text.size() == 15 && node.text > "922337203685477"))) return true;
  return std::any_of(node.args.begin(), node.args.end(), holdsLargeInt);
}

bool holdsDecimals(const Node& node) {
  if (node.kind == Kind::Number && (node.op == Op::Number || node.op == Op::Call)) return true;
  return std::any_of(node.args.begin(), node.args.end(), holdsDecimals);
}

/// The value of a product of written numbers, and whether four decimals hold it.
bool productOf(const Node& node, Wide& scaled, bool& exact) {
  if (node.op == Op::Number) return scaledOf(node.text, scaled, exact);
  Wide left = 0, right = 0;
  bool left_exact = false, right_exact = false;
  if (node.op != Op::Multiply || !productOf(node.args[0], left, left_exact) || !productOf(node.args[1], right, right_exact)) return false;
  if (left > INT64_MAX || right > INT64_MAX) return false;
  scaled = left * right / 10'000;
  exact = left_exact && right_exact && left * right % 10'000 == 0;
  return true;
}

/// A product that is rounded and then used further.
bool roundsWithin(const Node& node, bool top) {
  Wide scaled = 0;
  bool exact = true;
  if (!top && node.op == Op::Multiply && productOf(node, scaled, exact) && !exact) return true;
  return std::any_of(node.args.begin(), node.args.end(), [](const Node& arg) { return roundsWithin(arg, false); });
}

Case caseOf(const Message& test, const std::string& from) {
  Case one;
  one.from = from + " " + test.scalar("name");
  one.written = test.scalar("expr");
  if (test.field("typed_result") || test.field("check_only") || test.field("unknown") || test.field("any_unknowns") || test.field("any_eval_errors")) throw Unsayable{"tests of CEL's own type checker"};
  if (test.field("container")) throw Unsayable{"names with packages"};
  for (const auto& [name, content] : test.fields)
    if (name == "bindings") one.inputs[content.scalar("key")] = inputOf(content);
  one.tree = readCel(one.written, one.inputs, one.zone);
  if (const Message* failure = test.field("eval_error")) {
    const Message* first = failure->field("errors");
    if (first && first->scalar("message").find("overload") != std::string::npos) throw Unsayable{"mixed types: the compiler refuses it"};
    for (std::size_t i = 1; i < one.written.size(); ++i)
      if (one.written[i] == 'u' && std::isdigit(static_cast<unsigned char>(one.written[i - 1]))) throw Unsayable{"the range of unsigned numbers"};
  }
  if (roundsWithin(one.tree, true)) throw Unsayable{"products of more than four decimals, used further: each is rounded here"};
  if (holdsLargeInt(one.tree) && holdsDecimals(one.tree)) throw Unsayable{"whole numbers above 922 trillion beside decimals, which do not reach so far"};
  if (const Message* value = test.field("value")) {
    one.expected = valueOf(*value);
  } else if (!test.field("eval_error")) {  // nothing said: it must be true
    one.expected.known = true;
    one.expected.kind = Kind::Bool;
    one.expected.number = 1;
  }
  return one;
}

}  // namespace

void readCelConformance(const std::string& folder, std::vector<Case>& cases, Reasons& reasons, std::string& error) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const std::string contents = text.str();
    const Message file = TextFormat(contents).read();
    if (file.scalar("name").empty()) { error = path.string() + " cannot be read"; return; }
    for (const auto& [kind, section] : file.fields) {
      if (kind != "section") continue;
      for (const auto& [what, test] : section.fields) {
        if (what != "test") continue;
        try {
          cases.push_back(caseOf(test, "cel " + file.scalar("name") + " " + section.scalar("name")));
        } catch (const Unsayable& why) {
          ++reasons[why.reason];
        }
      }
    }
  }
}

}  // namespace leadflow::oracles
