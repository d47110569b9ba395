#include "compiler/check/content_hash.hpp"

#include <string_view>
#include <unordered_set>

#include "runtime/value/hash.hpp"

namespace leadflow::check {
namespace {

struct Released {
  std::string_view path;
  std::uint64_t text;
};
constexpr Released kReleased[] = {
#define LEADFLOW_RELEASED_MODULE(path, text) {path, text},
#include "stdlib/released.def"
#undef LEADFLOW_RELEASED_MODULE
};

std::uint64_t textHash(const SourceFile& file, StandardLibrary library) {
  if (library == StandardLibrary::Released_0_1)
    for (const Released& module : kReleased)
      if (module.path == file.path) return module.text;
  return fnv1a64(file.text);
}

}  // namespace

std::uint64_t contentHash(const typed::Program& program, const SourceMap& sources, StandardLibrary library) {
  std::unordered_set<std::string> apart;
  if (program.roster) apart.insert(program.roster_path);
  for (const typed::Table& table : program.tables)
    if (table.live && !table.row_spans.empty())
      if (const SourceFile* file = sources.locate(table.row_spans.front().begin).file; file && !file->path.ends_with(".leadflow")) apart.insert(file->path);
  std::uint64_t hash = kFnvOffset;
  for (const auto& file : sources.files())
    if (!file->given && apart.count(file->path) == 0) hash = combineHash(fnv1a64(file->path, hash), textHash(*file, library));
  return hash;
}

}  // namespace leadflow::check
