// FEEL (DMN 1.3, chapter 10): the part that has a counterpart here. Names hold spaces, so they are matched against what is known.
#include <algorithm>

#include "tests/oracles/expression.hpp"

namespace leadflow::oracles {

namespace {

class Feel {
 public:
  Feel(const std::string& text, const std::map<std::string, Input>& inputs) : text_(text), inputs_(inputs) {}

  Node all() {
    Node node = condition();
    spaces();
    if (at_ != text_.size()) throw Unsayable{"other constructs of FEEL"};
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
  static bool letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
  bool word(const std::string& wanted) {
    spaces();
    if (text_.compare(at_, wanted.size(), wanted) != 0 || (at_ + wanted.size() < text_.size() && letter(text_[at_ + wanted.size()]))) return false;
    at_ += wanted.size();
    return true;
  }
  void must(const std::string& wanted) {
    if (!sign(wanted)) throw Unsayable{"other constructs of FEEL"};
  }

  Node condition() {
    Node node = conjunction();
    while (word("or")) node = makeNode(Op::Or, {std::move(node), conjunction()});
    return node;
  }
  Node conjunction() {
    Node node = comparison();
    while (word("and")) node = makeNode(Op::And, {std::move(node), comparison()});
    return node;
  }
  static constexpr std::pair<const char*, Op> kSigns[] = {{"!=", Op::NotEqual}, {"<=", Op::LessEqual}, {">=", Op::GreaterEqual}, {"<", Op::Less}, {">", Op::Greater}, {"=", Op::Equal}};

  Node comparison() {
    Node left = sum();
    if (word("between")) {
      Node low = sum();
      if (!word("and")) throw Unsayable{"other constructs of FEEL"};
      Node high = sum();
      return makeNode(Op::OneOf, {std::move(left), makeNode(Op::Range, {std::move(low), std::move(high)})});
    }
    if (word("in")) {
      std::vector<Node> args{std::move(left)};
      tests(args);
      return makeNode(Op::OneOf, std::move(args));
    }
    for (const auto& [text, op] : kSigns)
      if (sign(text)) return makeNode(op, {std::move(left), sum()});
    return left;
  }

  /// Behind `in`: one test, a range, or several in parentheses.
  void tests(std::vector<Node>& args) {
    spaces();
    const std::size_t begin = at_;
    if (sign("(")) {
      if (range(begin, args)) return;
      at_ = begin + 1;
      do test(args);
      while (sign(","));
      must(")");
      return;
    }
    test(args);
  }
  void test(std::vector<Node>& args) {
    spaces();
    const std::size_t begin = at_;
    for (const auto& [text, op] : kSigns)
      if (sign(text)) {
        args.push_back(makeNode(op, {sum()}));
        return;
      }
    if (sign("[")) {
      if (range(begin, args)) return;
      at_ = begin + 1;
      do {
        spaces();
        const std::size_t inner = at_;
        if (!sign("[")) args.push_back(sum());
        else if (!range(inner, args)) throw Unsayable{"lists, contexts and structures"};
      } while (sign(","));
      must("]");
      return;
    }
    args.push_back(sum());
  }
  /// [1..3] (1..3) [1..3) (1..3]; false and untouched when it is none.
  bool range(std::size_t begin, std::vector<Node>& args) {
    at_ = begin + 1;
    std::size_t depth = 0;
    bool dots = false;
    for (std::size_t i = at_; i < text_.size(); ++i) {
      if (text_[i] == '"') { i = text_.find('"', i + 1); if (i == std::string::npos) return false; continue; }
      if (text_[i] == '(' || text_[i] == '[') ++depth;
      if (text_[i] == ')' || text_[i] == ']') { if (depth == 0) break; --depth; }
      if (depth == 0 && text_.compare(i, 2, "..") == 0) dots = true;
    }
    if (!dots) return false;
    Node low = sum();
    must("..");
    Node high = sum();
    Node node = makeNode(Op::Range, {std::move(low), std::move(high)});
    node.low_open = text_[begin] == '(';
    node.high_open = sign(")");
    if (!node.high_open) must("]");
    args.push_back(std::move(node));
    return true;
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
    Node node = factor();
    for (;;) {
      if (sign("**")) throw Unsayable{"powers"};
      if (sign("*")) node = makeNode(Op::Multiply, {std::move(node), factor()});
      else if (sign("/")) node = makeNode(Op::Divide, {std::move(node), factor()});
      else return node;
    }
  }
  Node factor() {
    if (sign("-")) return makeNode(Op::Negate, {factor()});
    Node node = primary();
    spaces();
    if (at_ < text_.size() && text_[at_] == '[') throw Unsayable{"filters"};
    if (at_ + 1 < text_.size() && text_[at_] == '.' && text_[at_ + 1] != '.') throw Unsayable{"paths into structures"};
    return node;
  }

  std::string quoted() {
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') throw Unsayable{"escapes in a text"};
      out += text_[at_];
    }
    ++at_;
    return out;
  }

  Node primary() {
    spaces();
    if (at_ >= text_.size()) throw Unsayable{"other constructs of FEEL"};
    const char c = text_[at_];
    if (c == '"') return valueNode(Op::Text, quoted(), Kind::Text);
    if (c == '@') {
      ++at_;
      const std::string text = quoted();
      if (text.find('P') != std::string::npos) return feelDuration(text);
      return point(text);
    }
    if (std::isdigit(static_cast<unsigned char>(c)) || (c == '.' && at_ + 1 < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_ + 1])))) {
      std::size_t begin = at_;
      while (at_ < text_.size() && (std::isdigit(static_cast<unsigned char>(text_[at_])) || (text_[at_] == '.' && text_.compare(at_, 2, "..") != 0))) ++at_;
      if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
        ++at_;
        if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) ++at_;
      }
      const std::string digits = text_.substr(begin, at_ - begin);
      return valueNode(Op::Number, digits, digits.find_first_of(".eE") == std::string::npos ? Kind::Int : Kind::Number);
    }
    if (sign("(")) {
      Node node = condition();
      must(")");
      return node;
    }
    if (c == '[' || c == '{') throw Unsayable{"lists, contexts and structures"};
    if (word("true")) return valueNode(Op::Bool, "true", Kind::Bool);
    if (word("false")) return valueNode(Op::Bool, "false", Kind::Bool);
    if (word("null")) return valueNode(Op::Null, "", Kind::Any);
    if (word("if")) {
      Node when = condition();
      if (!word("then")) throw Unsayable{"other constructs of FEEL"};
      Node yes = condition();
      if (!word("else")) throw Unsayable{"other constructs of FEEL"};
      return makeNode(Op::Choose, {std::move(when), std::move(yes), condition()});
    }
    for (const char* each : {"some", "every", "for"})
      if (word(each)) throw Unsayable{"`some`, `every` and `for` over lists"};
    std::string longest;
    for (const auto& [name, input] : inputs_)
      if (name.size() > longest.size() && text_.compare(at_, name.size(), name) == 0) longest = name;
    if (!longest.empty()) {
      at_ += longest.size();
      return valueNode(Op::Input, longest, inputs_.at(longest).kind);
    }
    return call();
  }

  Node point(const std::string& text) {
    std::int64_t millis = 0;
    if (!instantOf(text, millis)) throw Unsayable{text.size() > 2 && text[2] == ':' ? "times of day" : "a year outside 0000-9999, a named zone, or finer than a millisecond"};
    return valueNode(Op::Read, text, Kind::Instant);
  }

  Node call() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string::npos) throw Unsayable{"values of other decisions"};
    std::string name = text_.substr(at_, open - at_);
    while (!name.empty() && name.back() == ' ') name.pop_back();
    if (name == "time") throw Unsayable{"times of day"};
    if (name == "years and months duration") throw Unsayable{"durations of months and years, or finer than a second"};
    if (name != "not" && name != "contains" && name != "starts with" && name != "ends with" && name != "date" && name != "date and time" && name != "duration" && name != "day of week" && name != "min" && name != "max" && name != "abs")
      throw Unsayable{"functions that LeadFlow does not have, and values of other decisions"};
    at_ = open + 1;
    std::vector<Node> args;
    spaces();
    if (!sign(")")) {
      do {
        spaces();
        for (const char* label : {"date:", "from:", "string:", "match:"})
          if (sign(label)) break;
        args.push_back(condition());
      } while (sign(","));
      must(")");
    }
    const char* wrong = "a call that FEEL answers with null because of its arguments: the compiler refuses it";
    if (name == "not") {
      if (args.size() != 1) throw Unsayable{wrong};
      return makeNode(Op::Not, std::move(args));
    }
    if (name == "contains" || name == "starts with" || name == "ends with") {
      if (args.size() != 2) throw Unsayable{wrong};
      return makeNode(name == "contains" ? Op::Contains : name == "starts with" ? Op::StartsWith : Op::EndsWith, std::move(args));
    }
    if (name == "min" || name == "max" || name == "abs") {
      if (args.size() != (name == "abs" ? 1U : 2U)) throw Unsayable{"`min` and `max` of a list"};
      Node node = valueNode(Op::Call, name, Kind::Number);
      node.args = std::move(args);
      return node;
    }
    if (name == "day of week") {
      if (args.size() != 1 || (args[0].op != Op::Null && args[0].op != Op::Read)) throw Unsayable{wrong};
      Node node = valueNode(Op::Call, "weekday", Kind::Int);
      node.args = std::move(args);
      return node;
    }
    if (name == "duration") {
      if (args.size() != 1 || args[0].op != Op::Text) throw Unsayable{wrong};
      return feelDuration(args[0].text);
    }
    return date(name, args, wrong);
  }

  /// date("2018-12-08"), date(2018, 12, 8), date and time("…"), date and time(date, time): the text is what a lead's cell holds.
  Node date(const std::string& name, std::vector<Node>& args, const char* wrong) {
    if (name == "date" && args.size() == 3) {
      std::string out;
      for (const Node& part : args) {
        if (part.op != Op::Number) throw Unsayable{wrong};
        out += out.empty() ? std::string(part.text.size() < 4 ? 4 - part.text.size() : 0, '0') + part.text : (part.text.size() < 2 ? "-0" : "-") + part.text;
      }
      return valueNode(Op::Read, out, Kind::Instant);
    }
    if (args.size() != 1 || args[0].op != Op::Text) throw Unsayable{args.size() == 1 && args[0].op == Op::Read ? "the day of a point in time" : args.size() == 2 ? "times of day" : wrong};
    const std::string& text = args[0].text;
    std::int64_t millis = 0;
    if (!instantOf(text, millis)) {
      // FEEL gives a date of the year -5 or 99999, and null for 2017-13-10: the second is what a bad cell of a lead gives, too.
      const std::size_t year = text.find('-', 1);
      if (text.find('@') != std::string::npos) throw Unsayable{"a year outside 0000-9999, a named zone, or finer than a millisecond"};
      if (text.size() > 12 && text[10] == 'T' && text[12] == ':') throw Unsayable{"an hour of one digit: read here, null there"};
      if (year != 4 || text.find('.') != std::string::npos) throw Unsayable{"a year outside 0000-9999, a named zone, or finer than a millisecond"};
    }
    if (name == "date" && text.find('T') != std::string::npos) throw Unsayable{"the day of a point in time"};
    return valueNode(Op::Read, text, Kind::Instant);
  }

  const std::string& text_;
  const std::map<std::string, Input>& inputs_;
  std::size_t at_ = 0;
};

}  // namespace

Node readFeel(const std::string& text, const std::map<std::string, Input>& inputs) { return Feel(text, inputs).all(); }

}  // namespace leadflow::oracles
