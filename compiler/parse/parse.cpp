#include "compiler/parse/parse.hpp"

#include "compiler/parse/build.hpp"

namespace leadflow::parse {

syntax::File parseFile(const SourceFile& file, diag::Diagnostics& diags) {
  syntax::File out;
  if (file.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    diags.report(diag::Code::FileEmpty, Span{file.base, file.base}, "`" + file.path + "` is empty").withHelp("a playbook begins with `playbook NAME { … }`; `leadflow init` writes one to start from");
    return out;
  }
  Tape tape;
  tape.source = file.text;
  tape.base = file.base;
  tape.diags = &diags;
  tape.layout = layOut(file.text, file.base, diags);
  if (!tape.layout.readable) return out;
  readFile(tape);
  out.declarations = buildDeclarations(tape, Node());
  out.allows = std::move(tape.layout.allows);
  return out;
}

syntax::ExprPtr parseExpression(std::string_view text, std::uint32_t base, diag::Diagnostics& diags) {
  Tape tape;
  tape.source = text;
  tape.base = base;
  tape.diags = &diags;
  const std::size_t before = diags.errorCount();
  tape.layout = layOut(text, base, diags);
  if (!tape.layout.readable || diags.errorCount() != before || !readExpression(tape) || tape.entries.empty()) return nullptr;
  ExprPtr e = buildCondition(Node(tape, 0));
  return diags.errorCount() == before ? std::move(e) : nullptr;
}

}  // namespace leadflow::parse
