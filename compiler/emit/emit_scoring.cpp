#include <algorithm>

#include "compiler/emit/emitter.hpp"

namespace leadflow::emit {

void Emitter::emitComputed() {
  for (std::size_t i = 0; i < p_.derived.size(); ++i) {
    const auto& source = p_.derived[i];
    c_.derived.push_back({source.name, reg(m_.derived[i]), words(source.value->span), place(source.span)});
  }
  for (std::size_t i = 0; i < p_.scores.size(); ++i) emitScore(i);
  for (std::size_t i = 0; i < p_.grades.size(); ++i) {
    const auto& source = p_.grades[i];
    bytecode::GradeInfo info;
    info.name = source.name;
    info.reg = reg(m_.grades[i]);
    info.of = reg(m_.grade_of[i]);
    info.type = type(source.type);
    for (const auto& band : source.bands)
      info.bands.push_back(
          {band.value, band.has_low, band.has_high, band.low_inclusive, band.high_inclusive, band.low, band.high});
    info.place = place(source.span);
    c_.grades.push_back(std::move(info));
  }
  for (std::size_t i = 0; i < p_.milestones.size(); ++i)
    c_.milestones.push_back(
        {p_.milestones[i].name, reg(m_.milestone_reached[i]), reg(m_.milestone_at[i]), place(p_.milestones[i].span)});
  for (const auto& item : p_.order) {
    if (item.kind == typed::Computed::Kind::Decision) continue;
    c_.output_order.emplace_back(static_cast<std::uint8_t>(item.kind), item.index);
  }
}

void Emitter::emitPersonal() {
  const auto note = [this](const std::vector<bool>& personal, const std::vector<ir::Reg>& registers) {
    for (std::size_t i = 0; i < personal.size(); ++i)
      if (personal[i]) c_.personal.push_back(reg(registers[i]));
  };
  for (std::size_t i = 0; i < p_.personal.fields.size(); ++i)
    if (p_.personal.fields[i]) c_.personal.push_back(static_cast<std::uint16_t>(i));
  note(p_.personal.derived, m_.derived);
  note(p_.personal.scores, m_.scores);
  note(p_.personal.graded, m_.grade_of);
  note(p_.personal.context, m_.context);
  std::sort(c_.personal.begin(), c_.personal.end());
  c_.personal.erase(std::unique(c_.personal.begin(), c_.personal.end()), c_.personal.end());
}

void Emitter::emitScore(std::size_t index) {
  const auto& source = p_.scores[index];
  bytecode::ScoreInfo info;
  info.name = source.name;
  info.reg = reg(m_.scores[index]);
  info.has_max = source.max.has_value();
  info.has_min = source.min.has_value();
  info.max = source.max.value_or(0);
  info.min = source.min.value_or(0);
  if (source.formula) info.formula = words(source.formula->span);
  info.place = place(source.span);
  for (const auto& term : m_.terms[index]) {
    bytecode::TermInfo made;
    made.reg = reg(term.reg);
    made.points = term.source->points;
    made.text = words(term.source->span);
    made.because = term.source->because;
    made.when = term.when;
    made.parent = term.parent;
    made.reads = registersOf(term.reads);
    made.place = place(term.source->span);
    if (!made.because.empty())
      if (auto cut = made.text.rfind(" because "); cut != std::string::npos) made.text.resize(cut);
    info.terms.push_back(std::move(made));
  }
  c_.scores.push_back(std::move(info));
}

}  // namespace leadflow::emit
