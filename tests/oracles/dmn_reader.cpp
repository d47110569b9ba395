// DMN TCK: `<folder>/compliance-level-*/<test>/*.dmn` has the decisions, `*.xml` beside it the test cases.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "tests/oracles/expression.hpp"

namespace leadflow::oracles {

namespace {

struct Element {
  std::string name, text;
  std::map<std::string, std::string> attributes;
  std::vector<std::unique_ptr<Element>> children;

  const Element* child(const std::string& wanted) const {
    for (const auto& each : children)
      if (each->name == wanted) return each.get();
    return nullptr;
  }
  std::string attribute(const std::string& wanted) const {
    const auto found = attributes.find(wanted);
    return found == attributes.end() ? "" : found->second;
  }
};

/// As much XML as these files have: elements, attributes, text, entities, CDATA; comments and declarations are passed over.
class Xml {
 public:
  explicit Xml(std::string text) : text_(std::move(text)) {}

  std::unique_ptr<Element> read() {
    auto root = std::make_unique<Element>();
    content(*root);
    return root->children.empty() ? nullptr : std::move(root->children.front());
  }

 private:
  bool at(const std::string& what) const { return text_.compare(at_, what.size(), what) == 0; }
  void skipTo(const std::string& what) {
    at_ = text_.find(what, at_);
    at_ = at_ == std::string::npos ? text_.size() : at_ + what.size();
  }
  void spaces() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  std::string name() {
    std::size_t begin = at_;
    while (at_ < text_.size() && !std::isspace(static_cast<unsigned char>(text_[at_])) && text_[at_] != '>' && text_[at_] != '/' && text_[at_] != '=') ++at_;
    std::string out = text_.substr(begin, at_ - begin);
    const std::size_t colon = out.find(':');
    return colon == std::string::npos ? out : out.substr(colon + 1);
  }
  static std::string plain(const std::string& raw) {
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '&') { out += raw[i]; continue; }
      const std::size_t end = raw.find(';', i);
      const std::string entity = raw.substr(i + 1, end - i - 1);
      if (entity == "lt") out += '<';
      else if (entity == "gt") out += '>';
      else if (entity == "amp") out += '&';
      else if (entity == "quot") out += '"';
      else if (entity == "apos") out += '\'';
      else if (entity == "#10" || entity == "#13" || entity == "#xA") out += '\n';
      else throw Unsayable{"an entity of XML"};
      i = end;
    }
    return out;
  }
  void content(Element& parent) {
    while (at_ < text_.size()) {
      if (text_[at_] != '<') {
        const std::size_t begin = at_;
        at_ = std::min(text_.find('<', at_), text_.size());
        parent.text += plain(text_.substr(begin, at_ - begin));
      } else if (at("<!--")) {
        skipTo("-->");
      } else if (at("<![CDATA[")) {
        const std::size_t begin = at_ + 9;
        skipTo("]]>");
        parent.text += text_.substr(begin, at_ - begin - 3);
      } else if (at("<?") || at("<!")) {
        skipTo(">");
      } else if (at("</")) {
        skipTo(">");
        return;
      } else {
        ++at_;
        auto element = std::make_unique<Element>();
        element->name = name();
        for (spaces(); at_ < text_.size() && text_[at_] != '>' && text_[at_] != '/'; spaces()) {
          const std::string key = name();
          spaces();
          ++at_;  // =
          spaces();
          const char quote = text_[at_++];
          const std::size_t end = text_.find(quote, at_);
          element->attributes[key] = plain(text_.substr(at_, end - at_));
          at_ = end + 1;
        }
        const bool empty = text_[at_] == '/';
        at_ += empty ? 2 : 1;
        if (!empty) content(*element);
        parent.children.push_back(std::move(element));
      }
    }
  }
  std::string text_;
  std::size_t at_ = 0;
};

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// The one `value` below a node; components and lists have no counterpart.
const Element& single(const Element& node) {
  const Element* value = node.child("value");
  if (node.child("list") || node.child("component") || !value) throw Unsayable{"lists, contexts and structures"};
  return *value;
}

Input inputOf(const Element& node) {
  const Element& value = single(node);
  Input input;
  if (value.attribute("nil") == "true") return input;
  const std::string type = value.attribute("type");
  input.known = true;
  input.text = value.text;
  if (type == "xsd:boolean") input.kind = Kind::Bool;
  else if (type == "xsd:decimal" || type == "xsd:double") input.kind = Kind::Number;
  else if (type == "xsd:string") input.kind = Kind::Text;
  else if (type == "xsd:date" || type == "xsd:dateTime") input.kind = Kind::Instant;
  else throw Unsayable{"an input of another type"};
  return input;
}

Expected expectedOf(const Element& node) {
  const Element* expected = node.child("expected");
  if (!expected) throw Unsayable{"nothing is expected"};
  const Element& value = single(*expected);
  Expected out;
  if (value.attribute("nil") == "true") return out;
  const std::string type = value.attribute("type"), text = trimmed(value.text);
  out.known = true;
  out.text = value.text;
  bool exact = false;
  std::int64_t millis = 0;
  if (type == "xsd:boolean") {
    out.kind = Kind::Bool;
    out.number = text == "true";
  } else if (type == "xsd:decimal" || type == "xsd:double") {
    out.kind = Kind::Number;
    if (!scaledOf(text, out.number, exact)) throw Unsayable{"a number beyond 64 bits"};
  } else if (type == "xsd:date" || type == "xsd:dateTime") {
    out.kind = Kind::Instant;
    if (!instantOf(text, millis)) throw Unsayable{"a year outside 0000-9999, a named zone, or finer than a millisecond"};
    out.number = millis;
  } else if (type == "xsd:duration") {
    out.kind = Kind::Duration;
    if (!isoDuration(text, out.number)) throw Unsayable{"durations of months and years, or finer than a second"};
  } else if (type == "xsd:string" || type.empty()) {
    out.kind = Kind::Text;
  } else {
    throw Unsayable{type == "xsd:time" ? "times of day" : "a result of another type"};
  }
  return out;
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

void readDmnTck(const std::string& folder, std::vector<Case>& cases, Reasons& reasons, std::string& error) {
  std::vector<std::filesystem::path> tests;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".xml") tests.push_back(entry.path());
  std::sort(tests.begin(), tests.end());
  for (const auto& path : tests) {
    std::map<std::string, std::string> expressions;
    std::map<std::string, Kind> declared;
    for (const auto& entry : std::filesystem::directory_iterator(path.parent_path())) {
      if (entry.path().extension() != ".dmn") continue;
      const auto model = Xml(contents(entry.path())).read();
      if (!model) { error = entry.path().string() + " cannot be read"; return; }
      for (const auto& element : model->children) {
        const Element* expression = element->child("literalExpression");
        const Element* text = expression ? expression->child("text") : nullptr;
        if (element->name == "decision" && text) expressions[element->attribute("name")] = trimmed(text->text);
        const Element* variable = element->child("variable");
        if (element->name == "inputData" && variable) {
          const std::string type = variable->attribute("typeRef");
          declared[element->attribute("name")] = type == "boolean" ? Kind::Bool : type == "number" ? Kind::Number : type == "string" ? Kind::Text : Kind::Any;
        }
      }
    }
    const auto root = Xml(contents(path)).read();
    if (!root) { error = path.string() + " cannot be read"; return; }
    for (const auto& test : root->children) {
      if (test->name != "testCase") continue;
      for (const auto& node : test->children) {
        if (node->name != "resultNode") continue;
        try {
          Case one;
          one.feel = true;
          one.from = "dmn-tck " + path.parent_path().filename().string() + " " + test->attribute("id");
          const auto found = expressions.find(node->attribute("name"));
          if (found == expressions.end()) throw Unsayable{"decision tables, contexts and functions of DMN"};
          one.written = found->second;
          for (const auto& given : test->children)
            if (given->name == "inputNode") {
              Input input = inputOf(*given);
              if (input.kind == Kind::Any) input.kind = declared[given->attribute("name")];
              one.inputs[given->attribute("name")] = input;
            }
          one.tree = readFeel(one.written, one.inputs);
          one.expected = expectedOf(*node);
          cases.push_back(std::move(one));
        } catch (const Unsayable& why) {
          ++reasons[why.reason];
        }
      }
    }
  }
}

}  // namespace leadflow::oracles
