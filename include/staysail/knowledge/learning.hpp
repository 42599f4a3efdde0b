// Learning: an evaluation becomes evidence and knowledge items.
//
// Each strategy and segment of the report gives one item a period, named evaluation/<strategy>/<segment>/<period>; the
// item of the newest period is published and the earlier ones are deprecated. Learning the same report again changes
// nothing; learning a corrected report of a period replaces that period's counts and rewrites what followed from them.
// The order in which periods are learnt does not matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/evaluation/effect.hpp"
#include "staysail/knowledge/knowledge_base.hpp"

namespace staysail {

struct LearningOptions {
  std::string author = "evaluation";
  double confidence = 0.95;
  std::uint64_t minimum_arm = 30;  // as EvaluationOptions::minimum_arm
};

struct Lesson {
  std::size_t cells = 0;  // of evidence, in the report's period
  // Items that are new or changed, in the order of ids: what a store has to take in.
  std::vector<KnowledgeItemId> changed;
};

// The hold-out of a strategy whose report says `sample_mismatch` or `contaminated` is left out of the evidence: such a
// comparison must not earn advice. `invalid_argument` for options out of range.
Result<Lesson> learn(KnowledgeBase& base, const EvaluationReport& report, const LearningOptions& options = {});

}  // namespace staysail
