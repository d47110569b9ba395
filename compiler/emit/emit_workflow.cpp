// The workflow is written down by the checker in the form that the chunk has; only its functions, places and registers get
// their numbers here.
#include "compiler/emit/emitter.hpp"
#include "runtime/bytecode/visit.hpp"

namespace leadflow::emit {

void Emitter::emitWorkflow() {
  using bytecode::FunctionRef;
  bytecode::WorkflowInfo& workflow = c_.workflow;
  workflow = p_.workflow;
  for (std::size_t i = 0; i < workflow.context.size(); ++i) workflow.context[i].reg = reg(m_.context[i]);
  // While the transitions still name typed functions: what they look at.
  bytecode::eachPart<bytecode::TransitionInfo>(workflow, [&](bytecode::TransitionInfo& transition) {
    if (transition.when) transition.reads = registersOf(m_.workflow_reads[static_cast<std::size_t>(transition.when.index)]);
  });
  bytecode::eachPart<FunctionRef>(workflow, [&](FunctionRef& function) {
    if (function) function.index = m_.workflow_functions[static_cast<std::size_t>(function.index)];
  });
  bytecode::eachPart<bytecode::Place>(workflow, [&](bytecode::Place& at) {
    if (at.line > 0) at = place(p_.workflow_spans[at.line - 1]);
  });
}

}  // namespace leadflow::emit
