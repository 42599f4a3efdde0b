// ChurnRules: of which kind the end of a line was, and its cause: decision tables over what BOSS knows.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/decision/decision_table.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

// What the ending of a line looks like beside the party's other lines; one row a row of `subscriptions`, in its order:
//   line_ended        boolean: terminated, cancelled or aborted, not after as_of
//   party_other_lines number: lines of the same party (customer, where no party is known) that were there when this one
//                     ended and did not end within 30 days of it
//   party_moved       boolean: the party has another line, or a service on another line, begun within 30 days of the
//   end
// `services`: the entity frame of that name; may be empty.
Result<Batch> line_endings(const Batch& subscriptions, const Batch& services, Day as_of);

struct ChurnKind {
  std::string kind;   // internal_transfer, passive, left_market, defected, reduced
  std::string cause;  // discount_ended, price, dissatisfaction (": " and the complaint's cause), new_service_elsewhere,
                      // moved ...
};

// Immutable; safe to share between threads.
class ChurnRules {
 public:
  // churn_kinds.csv (churn_kind) and churn_causes.csv (churn_cause) of `folder`, over the decision frame, `as_of` and
  // the columns of line_endings(). Errors: those of decision tables, placed; `table_gap` for a table that leaves a case
  // open.
  static Result<ChurnRules> load(const std::string& folder, const Schema& frame);

  // The kinds there are, in the order of the rules; empty when a rule computes its kind.
  std::vector<std::string> kind_names() const;
  // The two tables, in the order above.
  std::vector<DecisionTable> tables() const;

  // One ended line; `line` holds the decision frame's values and those of line_endings().
  Result<ChurnKind> kind(const Inputs& line, Day as_of) const;
  // subscription_id, churn_kind, churn_cause; null for lines that are alive. `endings`: line_endings() of the same
  // rows.
  Result<Batch> kinds(const Batch& frame, const Batch& endings, Day as_of) const;

 private:
  struct Tables;
  explicit ChurnRules(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}
  std::shared_ptr<const Tables> tables_;
};

}  // namespace staysail
