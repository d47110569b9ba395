#include "runtime/bytecode/actions.hpp"

namespace leadflow::bytecode {
namespace {

class Walk {
 public:
  explicit Walk(const std::function<void(const ActionInfo&, const std::string&)>& f) : f_(f) {}

  void workflow(const WorkflowInfo& flow) const {
    for (const auto& stage : flow.stages) {
      actions(stage.enter, "entering stage `" + stage.name + '`');
      for (const auto& aging : stage.aging) actions(aging.actions, "an aging of stage `" + stage.name + '`');
    }
    for (const auto& reason : flow.reasons) actions(reason.actions, "reason `" + reason.name + '`');
    for (const auto& sla : flow.slas)
      for (const auto& point : sla.points) actions(point.actions, "a point of sla `" + sla.name + '`');
    for (const auto& escalation : flow.escalations)
      for (std::size_t i = 0; i < escalation.levels.size(); ++i) actions(escalation.levels[i].actions, numbered("level", i) + " of escalation `" + escalation.name + '`');
    for (const auto& handoff : flow.handoffs) actions(handoff.late, "handoff `" + handoff.name + '`');
    for (const auto& sequence : flow.sequences)
      for (std::size_t i = 0; i < sequence.steps.size(); ++i) action(sequence.steps[i], numbered("step", i) + " of sequence `" + sequence.name + '`');
    for (const auto& approval : flow.approvals) actions(approval.late, "approval `" + approval.name + '`');
    for (const auto& reaction : flow.reactions) actions(reaction.actions, "a `when` of `privacy`");
  }

 private:
  static std::string numbered(const char* word, std::size_t index) { return std::string(word) + ' ' + std::to_string(index + 1); }
  void actions(const std::vector<ActionInfo>& list, const std::string& where) const {
    for (const ActionInfo& one : list) action(one, where);
  }
  void action(const ActionInfo& one, const std::string& where) const {
    f_(one, where);
    actions(one.otherwise, where);
  }

  const std::function<void(const ActionInfo&, const std::string&)>& f_;
};

}  // namespace

void eachAction(const WorkflowInfo& workflow, const std::function<void(const ActionInfo&, const std::string&)>& f) { Walk(f).workflow(workflow); }

}  // namespace leadflow::bytecode
