// CEL (cel-spec, "syntax"): the part that has a counterpart here.
#include <algorithm>
#include <cstdlib>

#include "runtime/value/timezone.hpp"
#include "tests/oracles/expression.hpp"

namespace leadflow::oracles {

namespace {

void appendUtf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) { out += static_cast<char>(point); return; }
  std::string tail;
  std::uint32_t lead = 0x1F, mark = 0xC0;
  for (;;) {
    tail.insert(tail.begin(), static_cast<char>(0x80 | (point & 0x3F)));
    point >>= 6;
    if (point <= lead) break;
    lead >>= 1;
    mark = (mark >> 1) | 0x80;
  }
  out += static_cast<char>(mark | point);
  out += tail;
}

class Cel {
 public:
  Cel(const std::string& text, const std::map<std::string, Input>& inputs, std::string& zone) : text_(text), inputs_(inputs), zone_(zone) {}

  Node all() {
    Node node = choice();
    spaces();
    if (at_ != text_.size()) throw Unsayable{"other constructs of CEL"};
    return node;
  }

 private:
  void spaces() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool sign(const std::string& wanted) {
    spaces();
    if (text_.compare(at_, wanted.size(), wanted) != 0) return false;
    at_ += wanted.size();
    return true;
  }
  static bool letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
  void must(const std::string& wanted) {
    if (!sign(wanted)) throw Unsayable{"other constructs of CEL"};
  }

  Node choice() {
    Node node = either();
    if (!sign("?")) return node;
    Node yes = either();
    must(":");
    return makeNode(Op::Choose, {std::move(node), std::move(yes), choice()});
  }
  Node either() {
    Node node = both();
    while (sign("||")) node = makeNode(Op::Or, {std::move(node), both()});
    return node;
  }
  Node both() {
    Node node = relation();
    while (sign("&&")) node = makeNode(Op::And, {std::move(node), relation()});
    return node;
  }
  Node relation() {
    Node node = sum();
    for (;;) {
      spaces();
      if (text_.compare(at_, 2, "in") == 0 && at_ + 2 < text_.size() && !letter(text_[at_ + 2])) {
        at_ += 2;
        must("[");
        std::vector<Node> args{std::move(node)};
        if (!sign("]")) {
          do args.push_back(choice());
          while (sign(","));
          must("]");
        }
        node = makeNode(Op::OneOf, std::move(args));
        continue;
      }
      static constexpr std::pair<const char*, Op> kSigns[] = {{"==", Op::Equal}, {"!=", Op::NotEqual}, {"<=", Op::LessEqual}, {">=", Op::GreaterEqual}, {"<", Op::Less}, {">", Op::Greater}};
      bool found = false;
      for (const auto& [text, op] : kSigns)
        if (!found && sign(text)) {
          Node right = sum();
          node = makeNode(op, {std::move(node), std::move(right)});
          found = true;
        }
      if (!found) return node;
    }
  }
  Node sum() {
    Node node = product();
    for (;;) {
      if (sign("+")) node = makeNode(Op::Add, {std::move(node), product()});
      else if (sign("-")) node = makeNode(Op::Subtract, {std::move(node), product()});
      else return node;
    }
  }
  Node product() {
    Node node = unary();
    for (;;) {
      if (sign("%")) throw Unsayable{"remainders"};
      if (sign("*")) node = makeNode(Op::Multiply, {std::move(node), unary()});
      else if (sign("/")) {
        Node divisor = unary();
        if (isZero(node) && isZero(divisor) && divisor.kind == Kind::Number) throw Unsayable{"not-a-number, which compares as false: here it is missing"};
        node = makeNode(Op::Divide, {std::move(node), std::move(divisor)});
      } else return node;
    }
  }
  static bool isZero(const Node& node) { return node.op == Op::Number && node.text.find_first_not_of("0.") == std::string::npos; }
  Node unary() {
    spaces();
    if (at_ + 1 < text_.size() && text_[at_] == '!' && text_[at_ + 1] != '=') {
      ++at_;
      return makeNode(Op::Not, {unary()});
    }
    if (sign("-")) return makeNode(Op::Negate, {unary()});
    Node node = primary();
    for (;;) {
      if (sign("[")) throw Unsayable{"indexes into lists and maps"};
      if (!sign(".")) return node;
      std::string name = identifier();
      if (!sign("(")) throw Unsayable{"fields of messages and maps, `has`"};
      node = method(std::move(node), name, arguments());
    }
  }
  std::string identifier() {
    spaces();
    const std::size_t begin = at_;
    while (at_ < text_.size() && letter(text_[at_])) ++at_;
    if (at_ == begin) throw Unsayable{"other constructs of CEL"};
    return text_.substr(begin, at_ - begin);
  }
  std::vector<Node> arguments() {
    std::vector<Node> args;
    if (sign(")")) return args;
    do args.push_back(choice());
    while (sign(","));
    must(")");
    return args;
  }

  static Node call(const char* function, Kind kind, Node argument) {
    Node node = valueNode(Op::Call, function, kind);
    node.args.push_back(std::move(argument));
    return node;
  }
  static Node one() { return valueNode(Op::Number, "1", Kind::Int); }

  Node method(Node object, const std::string& name, std::vector<Node> args) {
    if (args.size() == 1 && (name == "startsWith" || name == "endsWith" || name == "contains" || name == "matches")) {
      const Op op = name == "startsWith" ? Op::StartsWith : name == "endsWith" ? Op::EndsWith : name == "contains" ? Op::Contains : Op::Matches;
      return makeNode(op, {std::move(object), std::move(args[0])});
    }
    if (name == "size" && args.empty()) return call("length", Kind::Int, std::move(object));
    if (name == "greatest" || name == "least") {  // math.greatest(a, b, …)
      if (object.text != "math" || object.op != Op::Input) throw Unsayable{"functions that LeadFlow does not have"};
      return extreme(name == "greatest" ? "max" : "min", std::move(args));
    }
    if (object.op == Op::Input && object.text == "math" && args.size() == 1) {
      if (name == "ceil") return call("ceiling", Kind::Number, std::move(args[0]));
      if (name == "floor" || name == "abs") return call(name == "floor" ? "floor" : "abs", Kind::Number, std::move(args[0]));
      if (name == "trunc") return truncated(std::move(args[0]));
      if (name == "round") {
        if (args[0].text.ends_with(".5") || (args[0].op == Op::Negate && args[0].args[0].text.ends_with(".5"))) throw Unsayable{"rounding of a half: to the even neighbour here"};
        return call("round", Kind::Number, std::move(args[0]));
      }
    }
    if (name.starts_with("get")) return part(std::move(object), name, args);
    throw Unsayable{"functions that LeadFlow does not have"};
  }

  static Node truncated(Node number) {
    Node zero = valueNode(Op::Number, "0", Kind::Int);
    Node condition = makeNode(Op::GreaterEqual, {number, std::move(zero)});
    Node low = call("floor", Kind::Number, number), high = call("ceiling", Kind::Number, number);
    return makeNode(Op::Choose, {std::move(condition), std::move(low), std::move(high)});
  }
  static Node extreme(const char* function, std::vector<Node> args) {
    if (args.size() < 2) throw Unsayable{"`min` and `max` of a list"};
    Node node = std::move(args[0]);
    for (std::size_t i = 1; i < args.size(); ++i) {
      Node next = valueNode(Op::Call, function, Kind::Number);
      next.args = {std::move(node), std::move(args[i])};
      node = std::move(next);
    }
    return node;
  }

  Node part(Node object, const std::string& name, const std::vector<Node>& args) {
    if (object.op == Op::Duration) {
      const char* unit = name == "getHours" ? "1 hour" : name == "getMinutes" ? "1 minute" : name == "getSeconds" ? "1 second" : nullptr;
      if (!unit || !args.empty()) throw Unsayable{"functions that LeadFlow does not have"};
      return call("floor", Kind::Number, makeNode(Op::Divide, {std::move(object), valueNode(Op::Duration, unit, Kind::Duration)}));
    }
    if (!args.empty()) {
      if (args.size() != 1 || args[0].op != Op::Text || !findTimeZone(args[0].text)) throw Unsayable{"time zones given as an offset"};
      zone_ = args[0].text;
    }
    if (name == "getFullYear") return call("year", Kind::Int, std::move(object));
    if (name == "getMonth") return makeNode(Op::Subtract, {call("month", Kind::Int, std::move(object)), one()});
    if (name == "getDate") return call("day", Kind::Int, std::move(object));
    if (name == "getDayOfMonth") return makeNode(Op::Subtract, {call("day", Kind::Int, std::move(object)), one()});
    if (name == "getHours") return call("hour", Kind::Int, std::move(object));
    if (name == "getDayOfWeek") {  // Sunday is 0 there, 7 here
      Node condition = makeNode(Op::Equal, {call("weekday", Kind::Int, object), valueNode(Op::Number, "7", Kind::Int)});
      return makeNode(Op::Choose, {std::move(condition), valueNode(Op::Number, "0", Kind::Int), call("weekday", Kind::Int, object)});
    }
    if (name == "getDayOfYear" && object.op == Op::Read) {
      Node node = valueNode(Op::Call, "days_between", Kind::Int);
      node.args = {valueNode(Op::Read, object.text.substr(0, 4) + "-01-01", Kind::Instant), std::move(object)};
      return node;
    }
    throw Unsayable{"minutes, seconds and milliseconds of a point in time"};
  }

  Node primary() {
    spaces();
    if (at_ >= text_.size()) throw Unsayable{"other constructs of CEL"};
    const char c = text_[at_];
    if (c == '(') {
      ++at_;
      Node node = choice();
      must(")");
      return node;
    }
    if (c == '[' || c == '{') throw Unsayable{"lists, maps, bytes, types and messages"};
    if (std::isdigit(static_cast<unsigned char>(c)) || (c == '.' && at_ + 1 < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_ + 1])))) return number();
    if (c == '"' || c == '\'') return valueNode(Op::Text, quoted(false), Kind::Text);
    if (at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\'')) {
      if (c == 'r' || c == 'R') { ++at_; return valueNode(Op::Text, quoted(true), Kind::Text); }
      if (c == 'b' || c == 'B') throw Unsayable{"lists, maps, bytes, types and messages"};
    }
    std::string name = identifier();
    if (name == "true" || name == "false") return valueNode(Op::Bool, name, Kind::Bool);
    if (name == "null") return valueNode(Op::Null, "", Kind::Any);
    if (sign("(")) return function(name, arguments());
    spaces();
    if (name == "math" && at_ < text_.size() && text_[at_] == '.') return valueNode(Op::Input, name, Kind::Any);
    if (!inputs_.contains(name)) throw Unsayable{"names without a value, types and messages"};
    return valueNode(Op::Input, name, inputs_.at(name).kind);
  }

  Node function(const std::string& name, std::vector<Node> args) {
    if (args.size() != 1) throw Unsayable{"functions that LeadFlow does not have"};
    Node& arg = args[0];
    if (name == "dyn") return std::move(arg);
    if (name == "size") return call("length", Kind::Int, std::move(arg));
    if (name == "duration") return duration(std::move(arg));
    if (name == "timestamp") {
      if (arg.op == Op::Read && arg.kind == Kind::Instant) return std::move(arg);
      if (arg.op != Op::Text) throw Unsayable{"points in time from seconds"};
      std::int64_t millis = 0;
      if (!instantOf(arg.text, millis)) throw Unsayable{"a year outside 0000-9999, a named zone, or finer than a millisecond"};
      if (arg.text.starts_with("0000")) throw Unsayable{"the range of years: it begins with 0000 here, with 0001 there"};
      return valueNode(Op::Read, arg.text, Kind::Instant);
    }
    if (name == "int" || name == "uint") {
      if (arg.op == Op::Read && arg.kind == Kind::Instant) {
        Node since = makeNode(Op::Subtract, {std::move(arg), valueNode(Op::Read, "1970-01-01T00:00:00Z", Kind::Instant)});
        return makeNode(Op::Divide, {std::move(since), valueNode(Op::Duration, "1 second", Kind::Duration)});
      }
      if (arg.op == Op::Text) return valueNode(Op::Read, arg.text, Kind::Int);
      if (name == "uint") throw Unsayable{"conversions to unsigned numbers"};
      if (arg.op == Op::Number && arg.kind == Kind::Int) return std::move(arg);
      if (arg.op == Op::Number || (arg.op == Op::Negate && arg.args[0].op == Op::Number)) return truncated(std::move(arg));
    }
    if (name == "double" && arg.op == Op::Text) {
      Wide scaled = 0;
      bool exact = false;
      if (!scaledOf(arg.text, scaled, exact) || !exact) throw Unsayable{"a number of more than four decimals"};
      if (scaled > INT64_MAX || scaled < -INT64_MAX) throw Unsayable{"a number beyond 64 bits"};
      return valueNode(Op::Read, arg.text, Kind::Number);
    }
    if (name == "bool" && arg.op == Op::Text) {
      if (arg.text == "t" || arg.text == "f") throw Unsayable{"`t` and `f` are no yes and no here"};
      std::string lower = arg.text, upper = arg.text;
      for (char& each : lower) each = static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
      for (char& each : upper) each = static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
      const std::string title = upper.substr(0, 1) + lower.substr(1);
      if (arg.text != lower && arg.text != upper && arg.text != title) throw Unsayable{"yes and no in mixed case: read here, an error there"};
      return valueNode(Op::Read, arg.text, Kind::Bool);
    }
    throw Unsayable{name == "string" || name == "bytes" || name == "type" || name == "double" || name == "bool" || name == "int" ? "conversions between types" : "functions that LeadFlow does not have"};
  }

  Node duration(Node arg) {
    if (arg.op == Op::Duration) return arg;
    if (arg.op != Op::Text || arg.text.empty()) throw Unsayable{"conversions between types"};
    const bool negative = arg.text[0] == '-';
    const std::string digits = arg.text.substr(negative, arg.text.size() - 1 - negative);
    if (arg.text.back() != 's' || digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) throw Unsayable{"times finer than a millisecond"};
    if (digits.size() > 11) throw Unsayable{"the range of durations: it ends at ten thousand years there"};
    const std::string text = digits + " seconds";
    return valueNode(Op::Duration, negative ? "(-" + text + ")" : text, Kind::Duration);
  }

  Node number() {
    const std::size_t begin = at_;
    if (text_.compare(at_, 2, "0x") == 0) {
      char* end = nullptr;
      const auto value = std::strtoull(text_.c_str() + at_, &end, 16);
      at_ = static_cast<std::size_t>(end - text_.c_str());
      if (at_ < text_.size() && (text_[at_] == 'u' || text_[at_] == 'U')) ++at_;
      return valueNode(Op::Number, std::to_string(value), Kind::Int);
    }
    bool whole = true;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) ++at_;
    if (at_ + 1 < text_.size() && text_[at_] == '.' && std::isdigit(static_cast<unsigned char>(text_[at_ + 1]))) {
      whole = false;
      for (++at_; at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]));) ++at_;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      whole = false;
      ++at_;
      if (text_[at_] == '+' || text_[at_] == '-') ++at_;
      while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) ++at_;
    }
    const std::string digits = text_.substr(begin, at_ - begin);
    if (at_ < text_.size() && (text_[at_] == 'u' || text_[at_] == 'U')) ++at_;
    return valueNode(Op::Number, digits, whole ? Kind::Int : Kind::Number);
  }

  std::string quoted(bool raw) {
    const char quote = text_[at_];
    const std::string triple(3, quote);
    const bool long_form = text_.compare(at_, 3, triple) == 0;
    const std::string end = long_form ? triple : std::string(1, quote);
    std::string out;
    for (at_ += end.size(); at_ < text_.size() && text_.compare(at_, end.size(), end) != 0; ++at_) {
      if (text_[at_] != '\\' || raw) { out += text_[at_]; continue; }
      const char c = text_[++at_];
      const std::string simple = "abfnrtv", meaning = "\a\b\f\n\r\t\v";
      if (const std::size_t found = simple.find(c); found != std::string::npos) out += meaning[found];
      else if (c == 'x' || c == 'X' || c == 'u' || c == 'U') {
        const std::size_t size = c == 'u' ? 4 : c == 'U' ? 8 : 2;
        appendUtf8(out, static_cast<std::uint32_t>(std::strtoul(text_.substr(at_ + 1, size).c_str(), nullptr, 16)));
        at_ += size;
      } else if (c >= '0' && c <= '3') {
        appendUtf8(out, static_cast<std::uint32_t>(std::strtoul(text_.substr(at_, 3).c_str(), nullptr, 8)));
        at_ += 2;
      } else {
        out += c;
      }
    }
    at_ += end.size();
    return out;
  }

  const std::string& text_;
  const std::map<std::string, Input>& inputs_;
  std::string& zone_;
  std::size_t at_ = 0;
};

}  // namespace

Node readCel(const std::string& text, const std::map<std::string, Input>& inputs, std::string& zone) { return Cel(text, inputs, zone).all(); }

}  // namespace leadflow::oracles
