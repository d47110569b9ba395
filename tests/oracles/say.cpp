#include "tests/oracles/say.hpp"

#include <cstdlib>

#include "runtime/value/text.hpp"

namespace leadflow::oracles {

namespace {

const char* typeName(Kind kind) {
  switch (kind) {
    case Kind::Int: return "int";
    case Kind::Number: return "number";
    case Kind::Text: return "code";
    case Kind::Instant: return "instant";
    case Kind::Duration: return "duration";
    default: return "bool";
  }
}

bool numeric(Kind kind) { return kind == Kind::Int || kind == Kind::Number; }

std::string jsonText(const std::string& text) {
  std::string out = "\"";
  for (char byte : text) {
    if (byte == '"' || byte == '\\') out += '\\';
    if (static_cast<unsigned char>(byte) < 0x20) throw Unsayable{"control characters in a text"};
    out += byte;
  }
  return out + '"';
}

void mustStand(const std::string& text) {
  if (text.empty()) throw Unsayable{"an empty text is a missing value here"};
  if (std::string(trim(text)) != text) throw Unsayable{"white space at the ends of a text does not count here"};
}

class Sayer {
 public:
  Sayer(const Case& from, Style style, std::string prefix) : case_(from), style_(style), prefix_(std::move(prefix)) {}
  std::vector<Field> fields;

  Kind infer(const Node& node) const {
    switch (node.op) {
      case Op::Null: return Kind::Any;
      case Op::Number:
      case Op::Read:
      case Op::Call: return node.kind;
      case Op::Text: return Kind::Text;
      case Op::Duration: return Kind::Duration;
      case Op::Input: return case_.inputs.at(node.text).kind;
      case Op::Negate: return infer(node.args[0]);
      case Op::Choose: {
        const Kind first = infer(node.args[1]);
        return first == Kind::Any ? infer(node.args[2]) : first;
      }
      case Op::Add:
      case Op::Subtract:
      case Op::Multiply:
      case Op::Divide: return arithmetic(node.op, infer(node.args[0]), infer(node.args[1]));
      default: return Kind::Bool;
    }
  }

  std::string say(const Node& node, Kind wanted) {
    switch (node.op) {
      case Op::Null: return field(wanted == Kind::Any ? Kind::Bool : wanted, "");
      case Op::Bool: return style_ == Style::Written ? node.text : field(Kind::Bool, node.text);
      case Op::Number: return number(node);
      case Op::Text:
        mustStand(node.text);
        return style_ == Style::Written ? writtenText(node.text) : field(Kind::Text, jsonText(node.text));
      case Op::Read: return read(node);
      case Op::Duration: return node.text;
      case Op::Input: return input(node, wanted);
      case Op::And:
      case Op::Or: {
        std::string out;
        for (const Node& arg : node.args) {
          expect(arg, Kind::Bool);
          out += (out.empty() ? "(" : node.op == Op::And ? " and " : " or ") + say(arg, Kind::Bool);
        }
        return out + ")";
      }
      case Op::Not: expect(node.args[0], Kind::Bool); return "(not " + say(node.args[0], Kind::Bool) + ")";
      case Op::Negate:
        if (!numeric(infer(node.args[0])) && infer(node.args[0]) != Kind::Duration) throw Unsayable{kMixed};
        return "(-" + say(node.args[0], wanted) + ")";
      case Op::Add:
      case Op::Subtract:
      case Op::Multiply:
      case Op::Divide: return calculate(node);
      case Op::Equal:
      case Op::NotEqual:
      case Op::Less:
      case Op::LessEqual:
      case Op::Greater:
      case Op::GreaterEqual: return compare(node.op, node.args[0], node.args[1]);
      case Op::Choose: {
        const Kind kind = infer(node);
        expect(node.args[0], Kind::Bool);
        if (infer(node.args[1]) != Kind::Any && infer(node.args[2]) != Kind::Any && !same(infer(node.args[1]), infer(node.args[2]))) throw Unsayable{kMixed};
        const std::string condition = say(node.args[0], Kind::Bool);
        return "first of { " + say(node.args[1], kind) + " when " + condition + "; " + say(node.args[2], kind) + " when not " + condition + " }";
      }
      case Op::OneOf: return oneOf(node);
      case Op::Contains:
      case Op::StartsWith:
      case Op::EndsWith: {
        expect(node.args[0], Kind::Text);
        expect(node.args[1], Kind::Text);
        const char* word = node.op == Op::Contains ? " contains " : node.op == Op::StartsWith ? " begins with " : " ends with ";
        return "(" + say(node.args[0], Kind::Text) + word + say(node.args[1], Kind::Text) + ")";
      }
      case Op::Matches: {
        if (node.args[1].op != Op::Text) throw Unsayable{"a pattern that is not written out"};
        mustStand(node.args[1].text);
        if (node.args[1].text.find('/') != std::string::npos) throw Unsayable{"a pattern with a slash"};
        expect(node.args[0], Kind::Text);
        return "(" + say(node.args[0], Kind::Text) + " matches /" + node.args[1].text + "/)";
      }
      case Op::Call: {
        std::string out = node.text + "(";
        for (std::size_t i = 0; i < node.args.size(); ++i) {
          const Kind kind = node.text == "length" ? Kind::Text : node.text == "abs" || node.text == "min" || node.text == "max" || node.text == "floor" || node.text == "ceiling" || node.text == "round" ? Kind::Number : Kind::Instant;
          if (kind == Kind::Number ? !numeric(infer(node.args[i])) : infer(node.args[i]) != kind && infer(node.args[i]) != Kind::Any) throw Unsayable{kMixed};
          out += (i ? ", " : "") + say(node.args[i], kind);
        }
        return out + ")";
      }
      default: throw Unsayable{"ranges outside of `in`"};
    }
  }

  /// Whether some text compares otherwise when it is folded: it then has to be a `code`.
  static bool needsExact(const Node& node) {
    if (node.op == Op::Text && fold(node.text) != node.text) return true;
    for (const Node& arg : node.args)
      if (needsExact(arg)) return true;
    return false;
  }
  static constexpr const char* kMixed = "mixed types: the compiler refuses it";

 private:
  static bool same(Kind a, Kind b) { return a == b || (numeric(a) && numeric(b)); }

  void expect(const Node& node, Kind kind) {
    const Kind is = infer(node);
    if (is != Kind::Any && is != kind) throw Unsayable{kMixed};
  }

  static Kind arithmetic(Op op, Kind a, Kind b) {
    if (a == Kind::Any) a = b == Kind::Instant ? Kind::Any : b;
    if (b == Kind::Any) b = a;
    if (a == Kind::Any || b == Kind::Any) throw Unsayable{"a calculation of nothing but null"};
    if (numeric(a) && numeric(b)) return op == Op::Divide || a != b ? Kind::Number : a;
    if (a == Kind::Text && b == Kind::Text) throw Unsayable{"texts are not joined here"};
    const bool sum = op == Op::Add || op == Op::Subtract;
    if (a == Kind::Instant && b == Kind::Duration && sum) return Kind::Instant;
    if (a == Kind::Duration && b == Kind::Instant && op == Op::Add) return Kind::Instant;
    if (a == Kind::Instant && b == Kind::Instant && op == Op::Subtract) return Kind::Duration;
    if (a == Kind::Duration && b == Kind::Duration && sum) return Kind::Duration;
    if (a == Kind::Duration && b == Kind::Duration && op == Op::Divide) return Kind::Number;
    throw Unsayable{kMixed};
  }

  std::string calculate(const Node& node) {
    const Kind a = infer(node.args[0]), b = infer(node.args[1]);
    arithmetic(node.op, a, b);
    if (node.op == Op::Divide && !case_.feel && a == Kind::Int && b == Kind::Int) {
      std::int64_t x = 0, y = 0;
      if (!literal(node.args[0], x) || !literal(node.args[1], y) || (y != 0 && x % y != 0)) throw Unsayable{"an integer division with a rest: here it gives decimals"};
    }
    const char* sign = node.op == Op::Add ? " + " : node.op == Op::Subtract ? " - " : node.op == Op::Multiply ? " * " : " / ";
    // A division by a written zero is refused when compiled: the zero becomes a field.
    const Style style = style_;
    const std::string left = say(node.args[0], a == Kind::Any ? b : a);
    std::int64_t divisor = 1;
    if (node.op == Op::Divide && literal(node.args[1], divisor) && divisor == 0) style_ = Style::Fields;
    const std::string right = say(node.args[1], b == Kind::Any ? a : b);
    style_ = style;
    return "(" + left + sign + right + ")";
  }

  static bool literal(const Node& node, std::int64_t& value) {
    if (node.op == Op::Negate) {
      if (!literal(node.args[0], value)) return false;
      value = -value;
      return true;
    }
    if (node.op != Op::Number) return false;
    char* end = nullptr;
    const double number = std::strtod(node.text.c_str(), &end);
    if (number != 0 && node.kind != Kind::Int) return false;
    value = std::strtoll(node.text.c_str(), nullptr, 10);
    return true;
  }

  std::string compare(Op op, const Node& l, const Node& r) {
    const Kind a = infer(l), b = infer(r);
    if (op == Op::Equal || op == Op::NotEqual) {
      // Null equals null and nothing else, which is decided: here `is missing` and `is known` ask that.
      if (l.op == Op::Null || r.op == Op::Null) {
        const Node& other = l.op == Op::Null ? r : l;
        return "(" + say(other, Kind::Any) + (op == Op::Equal ? " is missing)" : " is known)");
      }
    } else if (a == Kind::Bool || b == Kind::Bool) {
      throw Unsayable{"yes and no have no order here"};
    }
    if (a != Kind::Any && b != Kind::Any && !same(a, b)) throw Unsayable{kMixed};
    if (a == Kind::Any && b == Kind::Any) throw Unsayable{"a comparison of nothing but null"};
    static constexpr const char* kSigns[] = {" is ", " is not ", " < ", " <= ", " > ", " >= "};
    return "(" + say(l, a == Kind::Any ? b : a) + kSigns[static_cast<int>(op) - static_cast<int>(Op::Equal)] + say(r, b == Kind::Any ? a : b) + ")";
  }

  std::string oneOf(const Node& node) {
    const Node& left = node.args[0];
    std::vector<std::string> parts;
    std::string list;
    std::size_t listed = 0;
    Kind kind = infer(left);
    for (std::size_t i = 1; i < node.args.size() && kind == Kind::Any; ++i)
      kind = infer(node.args[i].op == Op::Range || node.args[i].args.size() == 1 ? node.args[i].args[0] : node.args[i]);
    const std::string value = say(left, kind);
    for (std::size_t i = 1; i < node.args.size(); ++i) {
      const Node& test = node.args[i];
      if (test.op == Op::Range) {
        for (const Node& end : test.args)
          if (infer(end) != Kind::Any && !same(infer(end), kind)) throw Unsayable{kMixed};
        if (kind == Kind::Bool) throw Unsayable{"yes and no have no order here"};
        const std::string low = say(test.args[0], kind), high = say(test.args[1], kind);
        if (!test.low_open && !test.high_open) parts.push_back("(" + value + " in " + low + ".." + (kind == Kind::Text ? "(" + high + ")" : high) + ")");
        else parts.push_back("(" + value + (test.low_open ? " > " : " >= ") + low + " and " + value + (test.high_open ? " < " : " <= ") + high + ")");
      } else if (test.args.size() == 1 && test.op >= Op::Equal && test.op <= Op::GreaterEqual) {
        if (infer(test.args[0]) != Kind::Any && !same(infer(test.args[0]), kind)) throw Unsayable{kMixed};
        if (kind == Kind::Bool && test.op > Op::NotEqual) throw Unsayable{"yes and no have no order here"};
        static constexpr const char* kSigns[] = {" is ", " is not ", " < ", " <= ", " > ", " >= "};
        parts.push_back("(" + value + kSigns[static_cast<int>(test.op) - static_cast<int>(Op::Equal)] + say(test.args[0], kind) + ")");
      } else {
        if (infer(test) == Kind::Any || !same(infer(test), kind)) throw Unsayable{kMixed};
        list += (listed++ ? ", " : "") + say(test, kind);
      }
    }
    if (listed) parts.push_back("(" + value + " in [" + list + "])");
    if (parts.empty()) throw Unsayable{"an empty list: the compiler refuses it"};
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "(" : " or ") + part;
    return out + ")";
  }

  std::string number(const Node& node) {
    Wide scaled = 0;
    bool exact = false;
    if (!scaledOf(node.text, scaled, exact)) throw Unsayable{"a number beyond 64 bits"};
    if (!exact) throw Unsayable{"a number of more than four decimals"};
    const bool whole = node.kind == Kind::Int && !case_.feel;
    if (whole ? scaled / 10'000 > INT64_MAX : scaled > INT64_MAX) throw Unsayable{"a number beyond 64 bits"};
    std::string digits = std::to_string(static_cast<std::uint64_t>(scaled / 10'000));
    if (scaled % 10'000 != 0 || (node.kind == Kind::Number && style_ == Style::Written)) {
      const std::string rest = std::to_string(static_cast<int>(scaled % 10'000) + 10'000).substr(1);
      digits += "." + rest;
    }
    if (style_ == Style::Written && scaled <= INT64_MAX) return digits;
    return field(whole ? Kind::Int : Kind::Number, digits);
  }

  std::string read(const Node& node) {
    std::int64_t millis = 0;
    if (node.kind == Kind::Instant && style_ == Style::Written) {
      if (!instantOf(node.text, millis) || node.text.find('.') != std::string::npos) throw Unsayable{"only as data: no such point in time can be written"};
      return node.text;
    }
    return field(node.kind, jsonText(node.text));
  }

  std::string input(const Node& node, Kind wanted) {
    const Input& given = case_.inputs.at(node.text);
    const Kind kind = given.kind == Kind::Any ? wanted : given.kind;
    auto& name = inputs_[node.text];
    if (!name.empty()) return name;
    if (kind == Kind::Text && given.known) mustStand(given.text);
    name = field(kind, !given.known ? "" : kind == Kind::Text || kind == Kind::Instant ? jsonText(given.text) : given.text);
    return name;
  }

  std::string field(Kind kind, std::string json) {
    const std::string name = prefix_ + "_" + std::to_string(fields.size());
    fields.push_back({name, typeName(kind), std::move(json)});
    return name;
  }

  static std::string writtenText(const std::string& text) {
    std::string out = "\"";
    for (char byte : text) {
      if (static_cast<unsigned char>(byte) < 0x20) throw Unsayable{"control characters in a text"};
      if (byte == '"' || byte == '\\') out += '\\';
      out += byte;
    }
    return out + '"';
  }

  const Case& case_;
  Style style_;
  std::string prefix_;
  std::map<std::string, std::string> inputs_;
};

}  // namespace

Said say(const Case& from, Style style, const std::string& prefix) {
  switch (from.tree.op) {
    case Op::Null: case Op::Bool: case Op::Number: case Op::Text: case Op::Input: throw Unsayable{"a value alone"};
    default: break;
  }
  if (style == Style::Written && Sayer::needsExact(from.tree)) throw Unsayable{"upper case: only as fields of type code"};
  Sayer sayer(from, style, prefix);
  Said said;
  said.text = sayer.say(from.tree, sayer.infer(from.tree));
  said.fields = std::move(sayer.fields);
  return said;
}

}  // namespace leadflow::oracles
