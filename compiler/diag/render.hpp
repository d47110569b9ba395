// The renderers: text for people (as in diagnostic.hpp's picture), JSON for machines.
#pragma once
#include <string>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/source/source_map.hpp"

namespace leadflow::diag {

struct RenderOptions {
  bool colour = false;
  int width = 120;
};
/// The findings in order, each followed by a blank line.
std::string renderText(const std::vector<Diagnostic>& list, const SourceMap& sources, const RenderOptions& options = {});
/// {"findings":[{"code":"LF0301","name":"money-with-number","severity":"error","title":…,"file":…,"line":…,"column":…,
/// "end_line":…,"end_column":…,"labels":[…],"notes":[…],"help":…,"edits":[…]}],"errors":1,"warnings":0,"notes":0}
std::string renderJson(const std::vector<Diagnostic>& list, const SourceMap& sources);

}  // namespace leadflow::diag
