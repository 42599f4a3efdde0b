// Playbook: a folder in which an operator says what is measured, what it means and what to do.
//
//   playbook.toml     name, version, currency, time zone, calendar, language
//   indicators.toml   see indicators/catalogue.hpp
//   lifecycle_*.csv   see lifecycle/stage_rules.hpp           (may be left out, all three together)
//   lifecycle.toml    see lifecycle/stage_policy.hpp          (may be left out: the tables above serve all lines)
//   churn_*.csv       see lifecycle/churn_rules.hpp           (may be left out, both together)
//   segments.csv      see segments/segment_rules.hpp          (may be left out)
//   warning*.csv      see warning/early_warning.hpp           (may be left out, both together)
//   strategies.toml   see strategy/strategy_file.hpp
//   contact.toml      see strategy/contact_policy.hpp         (may be left out: the defaults)
//   work.toml         see work/work_rules.hpp                 (may be left out: the defaults)
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/base/money.hpp"
#include "staysail/indicators/catalogue.hpp"
#include "staysail/lifecycle/churn_rules.hpp"
#include "staysail/lifecycle/stage_rules.hpp"
#include "staysail/segments/segment_rules.hpp"
#include "staysail/strategy/contact_policy.hpp"
#include "staysail/strategy/matcher.hpp"
#include "staysail/strategy/strategy.hpp"
#include "staysail/view/population.hpp"
#include "staysail/warning/early_warning.hpp"

namespace staysail {

struct PlaybookOptions {
  ModelCatalog model;                            // with the custom fact tables of the mapping
  Schema subscriptions = subscription_schema();  // with the extension attributes of the population
};

struct PlaybookIdentity {
  std::string name, version;
  Currency currency = CNY;
  std::string time_zone = "Asia/Shanghai";
  std::string calendar;
  std::string language = "zh";  // of tactics: "zh" or "en"
};

// Immutable, cheap to copy, safe to use from many threads.
class Playbook {
 public:
  // Everything is checked: a playbook that loads has no unknown name, no type that does not fit, no example that fails.
  // Errors name file, line and column; those of the rooms whose files they are, `playbook_invalid`, `example_failed`,
  // `not_found` for a file that is missing.
  static Result<Playbook> load(const std::string& folder, const PlaybookOptions& options = {});

  const PlaybookIdentity& identity() const;
  const Catalogue& indicators() const;
  // Null where the playbook has no such table.
  const StageRules* stages() const;
  const ChurnRules* churn_kinds() const;
  const SegmentRules* segments() const;
  const WarningRules* warnings() const;
  std::shared_ptr<const std::vector<Strategy>> strategies() const;
  const Matcher& matcher() const;
  const ContactPolicy& contact() const;

  // The decision frame that strategies see: the subscription's attributes, the indicators, then the columns of the
  // tables above that the playbook has (stage ..., churn_kind ..., segment, retention_rank, warning_points ...).
  const Schema& frame() const;
  // The text of a file of the folder; empty when it is not there.
  std::string_view text_of(std::string_view file) const;
  const std::string& folder() const;
  // Names the contents of all its files; line ends do not count.
  const Digest& digest() const;

 private:
  struct Parts;
  explicit Playbook(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

}  // namespace staysail
