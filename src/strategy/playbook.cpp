#include "staysail/strategy/playbook.hpp"

#include <optional>

#include "frame_scope.hpp"
#include "playbook_files.hpp"
#include "staysail/decision/zone_time.hpp"
#include "staysail/indicators/compute.hpp"
#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"
#include "staysail/strategy/plan_rerating.hpp"
#include "toml_reading.hpp"

namespace staysail {

using strategy::PlaybookFiles;

struct Playbook::Parts {
  PlaybookFiles files;
  Digest digest;
  PlaybookIdentity identity;
  std::optional<Catalogue> indicators;
  std::optional<StageRules> stages;
  std::optional<ChurnRules> churn_kinds;
  std::optional<SegmentRules> segments;
  std::optional<WarningRules> warnings;
  Schema frame;
  std::shared_ptr<const std::vector<Strategy>> strategies;
  Matcher matcher;
  ContactPolicy contact;
};

namespace {

Status read_identity(const PlaybookFiles& files, PlaybookIdentity& out) {
  STAYSAIL_TRY(const std::string_view text, files.require("playbook.toml"));
  STAYSAIL_TRY(const TomlTable table, TomlTable::parse(text, files.path("playbook.toml")));
  STAYSAIL_CHECK(table.only({"name", "version", "currency", "time_zone", "calendar", "language"}));
  STAYSAIL_TRY(out.name, table.text("name"));
  STAYSAIL_TRY(out.version, table.text("version"));
  STAYSAIL_TRY(const std::string letters, table.text_or("currency", "CNY"));
  const auto currency = Currency::of(letters);
  if (!currency) return strategy::invalid(*table.find("currency"), currency.error().message());
  out.currency = *currency;
  STAYSAIL_TRY(out.time_zone, table.text_or("time_zone", out.time_zone));
  if (!is_time_zone(out.time_zone))
    return strategy::invalid(
        table, "time_zone is a name of the time zone database, like \"Asia/Shanghai\", not: " + out.time_zone);
  STAYSAIL_TRY(out.calendar, table.text_or("calendar", ""));
  STAYSAIL_TRY(out.language, table.text_or("language", "zh"));
  if (out.language != "zh" && out.language != "en")
    return strategy::invalid(*table.find("language"), "a playbook speaks \"zh\" or \"en\", not: " + out.language);
  return ok();
}

// Loads a table of the playbook and adds what it gives to the frame.
template <class Rules, class Load>
Status load_rules(bool present, Load load, const std::vector<Field>& fields, Schema& frame, std::optional<Rules>& out) {
  if (!present) return ok();
  STAYSAIL_TRY(Rules rules, load(frame));
  out = std::move(rules);
  STAYSAIL_TRY(frame, strategy::extended(frame, fields));
  return ok();
}

template <class Parts>
Status load_tables(const PlaybookFiles& files, Parts& parts) {
  Schema& frame = parts.frame;
  if (frame.find("arpu_3m")) {
    STAYSAIL_TRY(frame, strategy::extended(frame, strategy::plan_fit_fields()));
  }
  if (files.has("offerings.toml")) {
    STAYSAIL_CHECK(Offerings::parse(files.text("offerings.toml"), files.path("offerings.toml"), decision_scope(frame)));
    STAYSAIL_TRY(frame, strategy::extended(frame, rerated_fields()));
  }
  STAYSAIL_CHECK(load_rules<ChurnRules>(
      files.has_table("churn_kinds"), [&](const Schema& schema) { return ChurnRules::load(files.folder(), schema); },
      strategy::churn_fields(), frame, parts.churn_kinds));
  STAYSAIL_CHECK(load_rules<StageRules>(
      files.has_table("lifecycle_decline") || files.has("lifecycle.toml"),
      [&](const Schema& schema) { return StageRules::load(files.folder(), schema); }, strategy::stage_fields(), frame,
      parts.stages));
  if (parts.stages) {
    STAYSAIL_TRY(frame, strategy::extended(frame, strategy::rolled_up_fields(parts.stages->policy())));
  }
  if (frame.find("value") && frame.find("loyalty_band")) {
    STAYSAIL_TRY(frame, strategy::extended(frame, strategy::ranking_fields()));
  }
  STAYSAIL_CHECK(load_rules<SegmentRules>(
      files.has_table("segments"),
      [&](const Schema& schema) { return SegmentRules::load(files.path("segments.csv"), schema); },
      strategy::segment_fields(), frame, parts.segments));
  return load_rules<WarningRules>(
      files.has_table("warning"), [&](const Schema& schema) { return WarningRules::load(files.folder(), schema); },
      strategy::warning_fields(), frame, parts.warnings);
}

// What the tables of a playbook can give, so that a rule that asks for anything else is refused.
template <class Parts>
std::vector<strategy::KnownTexts> texts_of_tables(const Parts& parts) {
  std::vector<strategy::KnownTexts> known;
  if (parts.stages)
    for (const Field& field : strategy::rolled_up_fields(parts.stages->policy()))
      known.emplace_back(field.name, stage_names());
  if (parts.churn_kinds) known.emplace_back("churn_kind", parts.churn_kinds->kind_names());
  if (parts.segments) known.emplace_back("segment", parts.segments->names());
  if (parts.warnings) known.emplace_back("warning_level", std::vector<std::string>{"high", "medium", "low", "none"});
  return known;
}

template <class Parts>
Status load_strategies(const PlaybookFiles& files, Parts& parts) {
  const FrameScope frame = strategy::frame_scope(parts.frame, parts.stages.has_value(), texts_of_tables(parts));
  STAYSAIL_TRY(const std::string_view text, files.require("strategies.toml"));
  STAYSAIL_TRY(std::vector<Strategy> strategies, parse_strategies(text, files.path("strategies.toml"), frame));
  STAYSAIL_TRY(parts.matcher, compile_strategies(strategies, frame));
  parts.strategies = std::make_shared<const std::vector<Strategy>>(std::move(strategies));
  parts.contact.prohibitions = ContactPolicy::default_prohibitions();
  if (files.has("contact.toml")) {
    STAYSAIL_TRY(parts.contact, parse_contact_policy(files.text("contact.toml"), files.path("contact.toml"), frame));
  }
  parts.contact.quiet_hours.zone = parts.identity.time_zone;
  return ok();
}

}  // namespace

Result<Playbook> Playbook::load(const std::string& folder, const PlaybookOptions& options) {
  auto parts = std::make_shared<Parts>();
  STAYSAIL_TRY(parts->files, PlaybookFiles::read(folder));
  parts->digest = parts->files.digest();
  STAYSAIL_CHECK(read_identity(parts->files, parts->identity));
  STAYSAIL_TRY(const std::string_view indicators, parts->files.require("indicators.toml"));
  STAYSAIL_TRY(Catalogue catalogue, Catalogue::parse(indicators, parts->files.path("indicators.toml"), options.model,
                                                     options.subscriptions));
  parts->frame = decision_schema(options.subscriptions, catalogue.schema());
  parts->indicators = std::move(catalogue);
  STAYSAIL_CHECK(load_tables(parts->files, *parts));
  STAYSAIL_CHECK(load_strategies(parts->files, *parts));
  return Playbook(std::shared_ptr<const Parts>(std::move(parts)));
}

const PlaybookIdentity& Playbook::identity() const { return parts_->identity; }
const Catalogue& Playbook::indicators() const { return *parts_->indicators; }
const StageRules* Playbook::stages() const { return parts_->stages ? &*parts_->stages : nullptr; }
const ChurnRules* Playbook::churn_kinds() const { return parts_->churn_kinds ? &*parts_->churn_kinds : nullptr; }
const SegmentRules* Playbook::segments() const { return parts_->segments ? &*parts_->segments : nullptr; }
const WarningRules* Playbook::warnings() const { return parts_->warnings ? &*parts_->warnings : nullptr; }
std::shared_ptr<const std::vector<Strategy>> Playbook::strategies() const { return parts_->strategies; }
const Matcher& Playbook::matcher() const { return parts_->matcher; }
const ContactPolicy& Playbook::contact() const { return parts_->contact; }
const Schema& Playbook::frame() const { return parts_->frame; }
std::string_view Playbook::text_of(std::string_view file) const { return parts_->files.text(file); }
const std::string& Playbook::folder() const { return parts_->files.folder(); }
const Digest& Playbook::digest() const { return parts_->digest; }

}  // namespace staysail
