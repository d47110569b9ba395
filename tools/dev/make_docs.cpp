// Writes the pages that facts already say: docs/stdlib/*.md from stdlib/modules, docs/language/functions.md from
// natives.def, docs/lints/README.md from codes.def.
//
//     make_docs [ROOT]            writes them below ROOT
//     make_docs --check [ROOT]    says whether they are current (exit 1 when one is not)
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "compiler/parse/parse.hpp"
#include "compiler/resolve/files.hpp"
#include "stdlib/functions.hpp"
#include "stdlib/stdlib.hpp"

namespace fs = std::filesystem;
using namespace leadflow;

namespace {

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

/// Words in one line, without examples.
std::string paragraph(std::string_view doc) {
  std::string out;
  std::istringstream in{std::string(doc)};
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != ' ') out += (out.empty() ? "" : " ") + line;
  return cell(out);
}

std::string code(const std::string& text) { return "`" + text + "`"; }

/// `##` lines as Markdown: lines that are set in by two blanks are an example.
std::string prose(std::string_view doc) {
  std::string out;
  std::string held;
  bool example = false;
  std::istringstream in{std::string(doc)};
  for (std::string line; std::getline(in, line);) {
    const bool set_in = line.rfind("  ", 0) == 0;
    if (example && line.empty()) {
      held += "\n";
      continue;
    }
    if (set_in && example) out += held;
    held.clear();
    if (set_in != example) {
      if (example) out += "```\n\n";
      else if (!out.empty() && out.substr(out.size() - 2) != "\n\n") out += "\n";
      if (set_in) out += "```text\n";
      example = set_in;
    }
    out += (set_in ? line.substr(2) : line) + "\n";
  }
  if (example) out += "```\n";
  return out;
}

/// The `##` lines at the top of a file.
std::string moduleDoc(std::string_view text) {
  std::string out;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line) && line.rfind("##", 0) == 0;)
    out += (line.size() > 2 ? line.substr(line[2] == ' ' ? 3 : 2) : std::string()) + "\n";
  return out;
}

std::string signature(const syntax::Template& made, const SourceMap& sources) {
  std::string out;
  for (const syntax::Param& param : made.params) {
    out += "| " + code(param.name.text) + " | " + code(param.type.word.text) + " | " +
           (param.value ? code(std::string(sources.text(param.value->span))) : std::string("must be given")) + " |\n";
  }
  return out;
}

struct Section {
  std::string title, head, rows;
};

std::string modulePage(const stdlib::Module& module, std::string& index_row) {
  SourceMap sources;
  diag::Diagnostics diags;
  const std::string name(module.name);
  const SourceFile* file = sources.add(name + ".leadflow", std::string(module.text));
  const syntax::File tree = parse::parseFile(*file, diags);
  Section lists{"Lists", "| list | entries | what it is |\n| --- | --- | --- |\n", {}},
      holidays{"Holidays", "| set | what it is |\n| --- | --- |\n", {}},
      calendars{"Calendars", "| calendar | what it is |\n| --- | --- |\n", {}},
      decisions{"Decisions", "| decision | rows | gives | what it is |\n| --- | --- | --- | --- |\n", {}};
  std::string templates;
  std::map<std::string, int> counts;
  for (const syntax::Declaration& declaration : tree.declarations) {
    std::string own = declaration.doc;  // the text at the top of the file stands on the page already
    if (const std::string above = moduleDoc(module.text); own.rfind(above.substr(0, above.size() - 1), 0) == 0)
      own.erase(0, std::min(own.size(), above.size()));
    const std::string doc = paragraph(own);
    if (const auto* list = std::get_if<syntax::List>(&declaration.node)) {
      lists.rows += "| " + code(list->name.text) + " | " + std::to_string(list->items.size()) + " | " + doc + " |\n";
      ++counts["lists"];
    } else if (const auto* set = std::get_if<syntax::HolidaySet>(&declaration.node)) {
      holidays.rows += "| " + code(set->name.text) + " | " + cell(set->text) + (doc.empty() ? "" : ". " + doc) + " |\n";
      ++counts["sets of holidays"];
    } else if (const auto* calendar = std::get_if<syntax::Calendar>(&declaration.node)) {
      calendars.rows += "| " + code(calendar->name.text) + " | " + doc + " |\n";
      ++counts["calendars"];
    } else if (const auto* decision = std::get_if<syntax::Decision>(&declaration.node)) {
      std::string gives;
      for (const auto& output : decision->outputs)
        gives += (gives.empty() ? "" : ", ") + code(decision->name.text + "." + output.name.text);
      decisions.rows += "| " + code(decision->name.text) + " | " + std::to_string(decision->rows.size()) + " | " +
                        gives + " | " + doc + " |\n";
      ++counts["decisions"];
    } else if (const auto* made = std::get_if<syntax::Template>(&declaration.node)) {
      templates += "\n### " + code(made->name.text) + "\n\n" + prose(declaration.doc) +
                   "\n| param | type | unless given |\n| --- | --- | --- |\n" + signature(*made, sources) +
                   "\nAn instance has\n";
      std::string parts;
      for (const syntax::Declaration& inner : made->body) {
        std::string part;
        if (const auto* score = std::get_if<syntax::Score>(&inner.node)) part = score->name.text;
        if (const auto* grade = std::get_if<syntax::Grade>(&inner.node)) part = grade->name.text;
        if (const auto* route = std::get_if<syntax::Route>(&inner.node)) part = route->name.text;
        if (part.empty()) continue;
        parts += "\n- " + code(part) + (inner.doc.empty() ? "" : ": " + paragraph(inner.doc));
      }
      templates += parts + "\n";
      ++counts["templates"];
    }
  }
  std::string contents;
  for (const auto& [what, count] : counts)
    contents +=
        (contents.empty() ? "" : ", ") + std::to_string(count) + " " +
        (count == 1 && what.back() == 's' && what != "sets of holidays" ? what.substr(0, what.size() - 1) : what);
  const std::string doc = moduleDoc(module.text);
  index_row =
      "| [std." + name + "](" + name + ".md) | " + contents + " | " + cell(doc.substr(0, doc.find("\n"))) + " |\n";
  std::string out = "# std." + name + "\n\n" + prose(doc) + "\n```leadflow\nuse std." + name + "\n```\n";
  for (const Section* section : {&decisions, &lists, &calendars, &holidays})
    if (!section->rows.empty()) out += "\n## " + section->title + "\n\n" + section->head + section->rows;
  if (!templates.empty()) out += "\n## Templates\n" + templates;
  out += "\nThis page is made by `tools/dev/make_docs.cpp` from `stdlib/modules/" + name + ".leadflow`.\n";
  return out;
}

std::string_view kindName(char letter) {
  switch (letter) {
    case 'i': return "int";
    case 'n': return "number";
    case 't': return "text";
    case 'e': return "email";
    default: return "instant";
  }
}

std::string functionsPage() {
  std::string out =
      "# Built-in functions\n\n"
      "A function is called by its name with its values in parentheses. A value that is missing makes the result "
      "missing. Where\n"
      "`number` stands, points, money and percents are taken too, all of one kind, and the result is of that kind.\n\n"
      "| function | takes | gives | what | example |\n| --- | --- | --- | --- | --- |\n";
  for (const stdlib::Function& function : stdlib::kFunctions) {
    if (function.name == "email_domain") continue;  // written email.domain
    std::string takes;
    for (const char letter : function.arguments) takes += (takes.empty() ? "" : ", ") + std::string(kindName(letter));
    out += "| `" + std::string(function.name) + "` | " + (takes.empty() ? "nothing" : takes) + " | " +
           std::string(kindName(function.result)) + " | " + cell(function.doc) + " | `" + cell(function.example) +
           "` is " + cell(function.gives) + " |\n";
  }
  out +=
      "\nThe part of an email address behind the `@` is `email.domain`, without parentheses.\n\n"
      "```leadflow fragment\n"
      "score revenue_per_head max 50 {\n"
      "  +20 when round(revenue / max(company_size, 1)) >= 100k USD\n"
      "  +10 when days_between(created_at, now) <= 7\n"
      "  +5  when weekday(created_at) in 1..5 and hour(created_at) in 9..17\n"
      "}\n"
      "```\n\n"
      "A name that is no function, or a wrong number of values:\n\n"
      "```leadflow fragment wrong LF0219\n"
      "score s { +5 when lenght(company) > 3 }\n"
      "```\n\n"
      "```text\n"
      "error[LF0219]: there is no function `lenght`\n"
      "  ┌─ playbook.leadflow:1:19\n"
      " 1│score s { +5 when lenght(company) > 3 }\n"
      "  │                  ^^^^^^^^^^^^^^^\n"
      "  help: did you mean `length`?\n"
      "```\n\n"
      "This page is made by `tools/dev/make_docs.cpp` from `runtime/bytecode/natives.def` and "
      "`stdlib/functions.def`.\n";
  return out;
}

std::string lintsPage() {
  std::string out =
      "# Lints\n\n"
      "What compiles and is hardly meant. `leadflow check` reports them with the errors; those of severity error make "
      "it fail.\n"
      "One that is right after all is turned off with a reason, on the line before: `# leadflow: allow naming because "
      "…`.\n\n"
      "| lint | code | severity | what |\n| --- | --- | --- | --- |\n";
  for (int i = 0; i < static_cast<int>(diag::Code::Count_); ++i) {
    const diag::CodeInfo& info = diag::info(static_cast<diag::Code>(i));
    if (info.name.substr(0, 4) != "LF05") continue;
    const std::string name(info.kebab);
    out += "| [" + name + "](" + name + ".md) | " + std::string(info.name) + " | " +
           (info.severity == diag::Severity::Error     ? "error"
            : info.severity == diag::Severity::Warning ? "warning"
                                                       : "note") +
           " | " + cell(info.summary) + " |\n";
  }
  return out + "\nThis page is made by `tools/dev/make_docs.cpp` from `compiler/diag/codes.def`.\n";
}

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

int main(int argc, char** argv) {
  bool check = false;
  fs::path root = ".";
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--check") check = true;
    else root = argv[i];
  }
  std::map<fs::path, std::string> pages;
  std::string index =
      "# The standard modules\n\n"
      "They come with LeadFlow and are used by name: `use std.geo`. They are playbook text like your own; nothing in "
      "them is known\n"
      "to the compiler but what they say. Your own declarations come before theirs, so a list of the same name "
      "replaces one.\n\n"
      "| module | holds | what it is |\n| --- | --- | --- |\n";
  for (const stdlib::Module& module : stdlib::modules()) {
    std::string row;
    pages[fs::path("docs/stdlib") / (std::string(module.name) + ".md")] = modulePage(module, row);
    index += row;
  }
  index += "\nThese pages are made by `tools/dev/make_docs.cpp` from `stdlib/modules`.\n";
  pages["docs/stdlib/README.md"] = index;
  pages["docs/language/functions.md"] = functionsPage();
  pages["docs/lints/README.md"] = lintsPage();
  int stale = 0;
  if (check && fs::exists(root / "docs/stdlib"))
    for (const auto& entry : fs::directory_iterator(root / "docs/stdlib"))
      if (pages.count(fs::path("docs/stdlib") / entry.path().filename()) == 0) {
        std::printf("%s belongs to no module\n", entry.path().c_str());
        ++stale;
      }
  for (const auto& [path, text] : pages) {
    if (check) {
      if (readFile(root / path) == text) continue;
      std::printf("%s is not current; run make_docs\n", path.c_str());
      ++stale;
    } else {
      fs::create_directories((root / path).parent_path());
      std::ofstream(root / path, std::ios::binary) << text;
    }
  }
  return stale == 0 ? 0 : 1;
}
