#include "compiler/lower/lowerer.hpp"

namespace leadflow::lower {

namespace {
constexpr typed::Type kPoints{TypeKind::Points, 0};
}

/// Each term gets a register of its own, so that an explanation reads the points that were really given.
void Lowerer::lowerScore(std::uint32_t index) {
  const typed::Score& score = p_.scores[index];
  Reg result = m_.scores[index];
  Reg sum = kNoReg;
  if (score.formula) {
    sum = value(*score.formula);
  } else {
    std::int32_t decay = -1;
    Reg since = kNoReg;
    if (score.decay.kind != typed::Decay::Kind::None) {
      decay = static_cast<std::int32_t>(m_.decays.size());
      m_.decays.push_back(score.decay);
      if (score.decay.since >= 0) since = static_cast<Reg>(score.decay.since);
    }
    for (const auto& term : score.terms) {
      Reg points = lowerTerm(index, term, -1, decay, since);
      sum = sum == kNoReg ? points : binary(Op::Add, kPoints, sum, points);
    }
    if (sum == kNoReg) sum = loadBits(kPoints, 0);
  }
  if (score.max) sum = binary(Op::Min, kPoints, sum, loadBits(kPoints, *score.max));
  if (score.min) sum = binary(Op::Max, kPoints, sum, loadBits(kPoints, *score.min));
  add(Op::Move, result, sum);
}

Reg Lowerer::lowerTerm(std::uint32_t score, const typed::Term& term, std::int32_t parent, std::int32_t decay,
                       Reg since) {
  ir::Term lowered;
  lowered.source = &term;
  lowered.parent = parent;
  lowered.reg = persistent(kPoints);
  auto slot = m_.terms[score].size();
  m_.terms[score].push_back(lowered);
  Reg result = lowered.reg;

  if (!term.best_of.empty()) {
    // The largest among the terms that hold; 0 when none does. A term that does not hold is missing in `held`.
    Reg best = temporary(kPoints);
    add(Op::LoadMissing, best);
    for (const auto& child : term.best_of) {
      Reg points = lowerTerm(score, child, static_cast<std::int32_t>(slot), decay, since);
      std::uint32_t next = newLabel(), first = newLabel();
      if (child.when) branchUnlessTrue(*child.when, next);
      add(Op::JumpIfMissing, kNoReg, best, kNoReg, first);
      add(Op::Max, best, best, points);
      jump(next);
      place(first);
      add(Op::Move, best, points);
      place(next);
    }
    add(Op::Coalesce, result, best, loadBits(kPoints, 0));
    return result;
  }

  std::uint32_t end = newLabel();
  add(Op::LoadConst, result, kNoReg, kNoReg, constant(kPoints, 0));
  if (term.when) branchUnlessTrue(*term.when, end);
  auto per = [&](std::uint32_t q) {
    ir::Per info;
    info.query = q;
    info.points = term.points;
    info.decay = decay;
    info.since = since;
    if (term.max_points) {
      info.has_max_points = true;
      info.max_points = *term.max_points;
    }
    if (term.max_times) {
      info.has_max_times = true;
      info.max_times = *term.max_times;
    }
    m_.pers.push_back(info);
    return static_cast<std::uint32_t>(m_.pers.size() - 1);
  };
  if (term.per) {
    add(Op::ScorePer, result, kNoReg, kNoReg, per(query(*term.per, -1)));
  } else if (term.per_field) {
    Reg count = value(*term.per_field);
    add(Op::ScoreField, result, count, kNoReg, per(0));
  } else if (decay >= 0 && since != kNoReg) {
    Reg points = loadBits(kPoints, term.points);
    add(Op::Decay, result, points, kNoReg, per(0));
  } else {
    add(Op::LoadConst, result, kNoReg, kNoReg, constant(kPoints, term.points));
  }
  place(end);
  if (term.when) {
    auto when = functionOf(*term.when, "when", 0);
    m_.terms[score][slot].when = static_cast<std::int32_t>(when);
    reads(*term.when, m_.terms[score][slot].reads);
  }
  if (term.per_field) reads(*term.per_field, m_.terms[score][slot].reads);
  return result;
}

void Lowerer::lowerGrade(std::uint32_t index) {
  const typed::Grade& grade = p_.grades[index];
  Reg of = m_.grade_of[index];
  into(*grade.of, of);
  bandOf(of, grade.of->type, grade.bands, grade.type, m_.grades[index]);
}

/// The register with the instant at which the milestone was first reached, as the workflow keeps it.
Reg Lowerer::stampOf(std::uint32_t milestone) const {
  const auto& workflow = p_.workflow;
  for (std::size_t i = 0; workflow.present && i < workflow.context.size(); ++i)
    if (workflow.context[i].kind == bytecode::ContextKind::MilestoneAt && workflow.context[i].index == milestone) return m_.context[i];
  return kNoReg;
}

void Lowerer::lowerMilestone(std::uint32_t index) {
  Reg reached = m_.milestone_reached[index], at = m_.milestone_at[index];
  constexpr typed::Type kBool{TypeKind::Bool, 0};
  std::uint32_t no = newLabel(), end = newLabel();
  if (Reg stamp = stampOf(index); stamp != kNoReg) {  // reached once is reached for good
    std::uint32_t ask = newLabel();
    add(Op::JumpIfMissing, kNoReg, stamp, kNoReg, ask);
    add(Op::LoadConst, reached, kNoReg, kNoReg, constant(kBool, 1));
    add(Op::Move, at, stamp);
    jump(end);
    place(ask);
  }
  branchUnlessTrue(*p_.milestones[index].when, no);
  add(Op::LoadConst, reached, kNoReg, kNoReg, constant(kBool, 1));
  add(Op::Now, at);
  jump(end);
  place(no);
  add(Op::LoadConst, reached, kNoReg, kNoReg, constant(kBool, 0));
  add(Op::LoadMissing, at);
  place(end);
}

}  // namespace leadflow::lower
