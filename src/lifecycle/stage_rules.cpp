#include "staysail/lifecycle/stage_rules.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "line_facts.hpp"
#include "stage_slice.hpp"
#include "staysail/columns/slices.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"

namespace staysail {

struct StageRules::Tables {
  StagePolicy policy;
  std::vector<lifecycle::FamilyTables> of_family;  // one each, then those of all other lines
};

namespace lifecycle {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024 * 1024;

Status check_frame(const Schema& frame) {
  for (const auto* name : {"binding_contract", "outlived_contract"}) {
    const auto found = frame.find(name);
    if (!found || frame.field(*found).type != ColumnType::boolean)
      return Error(Errc::unknown_name, std::string("stages need the boolean indicator ") + name +
                                           "; declare it in indicators.toml as the shipped playbook does");
  }
  return ok();
}

Scope stage_scope(const Schema& frame, bool decline_known) {
  auto scope = decision_scope(frame);
  for (const auto* name : {kEnded, kIsRenewed, kUnderContract}) scope.add(name, FeelType::boolean());
  if (decline_known) scope.add(kDeclineCause, FeelType::text());
  return scope;
}

Result<StagePolicy> read_policy(const std::string& folder, const Scope& scope) {
  const std::string path = folder + "/lifecycle.toml";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return StagePolicy();
  STAYSAIL_TRY(const auto text, read_file(path, kMostBytes));
  return StagePolicy::parse(text, path, scope);
}

// Reads each table of a playbook once, whichever families name it.
class TableReader {
 public:
  TableReader(std::string folder, const Schema& frame)
      : folder_(std::move(folder)), decline_(stage_scope(frame, false)), stage_(stage_scope(frame, true)) {}

  Result<FamilyTables> read(const LineFamily* family, const StageMemory& memory) {
    const auto file = [&](std::string LineFamily::*own, const char* common) {
      return family == nullptr || (family->*own).empty() ? std::string(common) : family->*own;
    };
    STAYSAIL_TRY(auto decline, table(file(&LineFamily::decline, "lifecycle_decline.csv"), true));
    STAYSAIL_TRY(auto bound, table(file(&LineFamily::with_contract, "lifecycle_with_contract.csv"), false));
    STAYSAIL_TRY(auto unbound, table(file(&LineFamily::without_contract, "lifecycle_without_contract.csv"), false));
    return FamilyTables{std::move(decline), std::move(bound), std::move(unbound), memory};
  }

 private:
  Result<TotalTable> table(const std::string& file, bool gives_decline) {
    const auto known = read_.find({file, gives_decline});
    if (known != read_.end()) return known->second;
    const std::string path = folder_ + "/" + file;
    STAYSAIL_TRY(auto table, gives_decline
                                 ? TotalTable::load(path, decline_, {kDeclineCause})
                                 : TotalTable::load(path, stage_, {TableOutput(kStage, stage_names()), kCause}));
    return read_.emplace(std::pair(file, gives_decline), std::move(table)).first->second;
  }

  std::string folder_;
  Scope decline_, stage_;
  std::map<std::pair<std::string, bool>, TotalTable> read_;
};

// The first family that takes the line, or the last place: no family does.
std::size_t family_of(const std::vector<LineFamily>& all, const Inputs& asked) {
  const auto takes = [&](const LineFamily& family) { return family.when.evaluate(asked).is_true(); };
  return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), takes) - all.begin());
}

}  // namespace
}  // namespace lifecycle

Result<StageRules> StageRules::load(const std::string& folder, const Schema& frame) {
  using namespace lifecycle;
  STAYSAIL_CHECK(check_frame(frame));
  STAYSAIL_TRY(auto policy, read_policy(folder, stage_scope(frame, false)));
  TableReader reader(folder, frame);
  std::vector<FamilyTables> tables;
  STAYSAIL_TRY(auto common, reader.read(nullptr, policy.common));
  for (const auto& family : policy.families) {
    STAYSAIL_TRY(auto own, reader.read(&family, family.memory));
    tables.push_back(std::move(own));
  }
  tables.push_back(std::move(common));
  return StageRules(std::make_shared<const Tables>(Tables{std::move(policy), std::move(tables)}));
}

std::vector<DecisionTable> StageRules::tables() const {
  std::vector<DecisionTable> all;
  const auto add = [&](const TotalTable& table) {
    const auto& name = table.table().name();
    if (std::none_of(all.begin(), all.end(), [&](const DecisionTable& known) { return known.name() == name; }))
      all.push_back(table.table());
  };
  const auto add_all = [&](const lifecycle::FamilyTables& family) {
    for (const auto* table : {&family.decline, &family.with_contract, &family.without_contract}) add(*table);
  };
  add_all(tables_->of_family.back());
  for (const auto& family : tables_->of_family) add_all(family);
  return all;
}

const StagePolicy& StageRules::policy() const { return tables_->policy; }

Result<StageState> StageRules::stage(const Inputs& line, const StageState* previous, Day as_of) const {
  using namespace lifecycle;
  const auto view = view_of(line);
  const auto facts = facts_of(view, previous, as_of);
  const bool under_contract = view.binding_contract && !facts.released;
  Inputs asked = line;
  asked.set("as_of", Value::date(as_of))
      .set(kEnded, Value::boolean(facts.ended))
      .set(kIsRenewed, Value::boolean(facts.renewed));
  asked.set(kUnderContract, Value::boolean(under_contract));
  const auto& tables = tables_->of_family[family_of(tables_->policy.families, asked)];
  STAYSAIL_TRY(const auto decline, tables.decline.decide(asked));
  const auto cause = text_output(decline, kDeclineCause);
  asked.set(kDeclineCause, cause.empty() ? Value() : Value::text(cause));
  STAYSAIL_TRY(const auto decided, (under_contract ? tables.with_contract : tables.without_contract).decide(asked));
  return remember({text_output(decided, kStage), text_output(decided, kCause), !cause.empty()}, view, facts, previous,
                  as_of, tables.memory);
}

Result<Batch> StageRules::stages(const Batch& frame, const Batch& previous, Day as_of,
                                 const StageOptions& options) const {
  using namespace lifecycle;
  STAYSAIL_TRY(const auto before, PreviousStates::over(previous));
  return map_slices(frame.rows(), options.batch_rows, options.executor, [&](std::size_t begin, std::size_t count) {
    return stages_of_slice(frame.slice(begin, count), tables_->policy.families, tables_->of_family, before, as_of);
  });
}

}  // namespace staysail
