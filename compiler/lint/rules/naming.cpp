// naming: fields, lists, pools, rules and the like are written in snake_case, stages in PascalCase, so that a name reads the same everywhere.
#include <cctype>
#include <unordered_set>

#include "compiler/lint/registry.hpp"

namespace leadflow::lint {
namespace {

bool isSnake(std::string_view name) {
  for (const char c : name)
    if (!(std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) || c == '_')) return false;
  return !name.empty() && name.front() != '_' && !std::isdigit(static_cast<unsigned char>(name.front()));
}

bool isPascal(std::string_view name) {
  for (const char c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) return false;
  return !name.empty() && std::isupper(static_cast<unsigned char>(name.front()));
}

/// first_contact -> FirstContact
std::string toPascal(std::string_view name) {
  std::string out;
  bool start = true;
  for (const char c : name) {
    if (c == '_') {
      start = true;
      continue;
    }
    out += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    start = false;
  }
  return out;
}

/// companySize, CompanySize, COMPANY_SIZE -> company_size
std::string toSnake(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool upper = std::isupper(static_cast<unsigned char>(name[i]));
    const bool after_lower = i > 0 && (std::islower(static_cast<unsigned char>(name[i - 1])) || std::isdigit(static_cast<unsigned char>(name[i - 1])));
    const bool before_lower = i > 0 && i + 1 < name.size() && std::isupper(static_cast<unsigned char>(name[i - 1])) && std::islower(static_cast<unsigned char>(name[i + 1]));
    if (upper && (after_lower || before_lower) && !out.empty() && out.back() != '_') out += '_';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  const std::size_t first = out.find_first_not_of("_0123456789");
  return first == std::string::npos ? out : out.substr(first);
}

}  // namespace

void naming(const Facts& facts, diag::Diagnostics& diags) {
  std::unordered_set<std::uint32_t> reported;
  const auto look = [&](std::string_view kind, const std::string& name, Span span) {
    if (isSnake(name) || !reported.insert(span.begin).second) return;
    const std::string better = toSnake(name);
    diags.report(diag::Code::Naming, span, "the " + std::string(kind) + " `" + name + "` is not written in lower case with `_` between words")
        .withHelp("write `" + better + "` here and wherever it is used");
  };
  facts.names.forEachItem([&](resolve::Item& item) {
    if (item.scope->unit->is_std) return;
    for (const resolve::Entity* entity : item.entities) {
      if (entity->kind != resolve::Kind::Stage) {
        look(resolve::kindName(entity->kind), entity->name, entity->span);
      } else if (!isPascal(entity->name) && reported.insert(entity->span.begin).second) {
        diags.report(diag::Code::Naming, entity->span, "the stage `" + entity->name + "` is not written with a capital letter for each word")
            .withHelp("write `" + toPascal(entity->name) + "` here and wherever it is used");
      }
    }
    if (const auto* route = std::get_if<syntax::Route>(&item.declaration->node))
      for (const syntax::Rule& rule : route->rules) look("rule", rule.name.text, rule.name.span);
    if (const auto* playbook = std::get_if<syntax::Playbook>(&item.declaration->node)) look("playbook", playbook->name.text, playbook->name.span);
  });
}

}  // namespace leadflow::lint
