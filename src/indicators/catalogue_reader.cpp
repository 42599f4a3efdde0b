#include "catalogue_reader.hpp"

#include <algorithm>

#include "dependency_order.hpp"
#include "rule_text.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/indicators/decision_scope.hpp"

namespace staysail::indicators {
namespace {

using Names = std::vector<std::string>;

// What a rule names as other indicators; attributes of the frame and formulas are found elsewhere.
Names named_inputs(const FactMeasure& rule) { return rule.ending.empty() ? Names{} : Names{rule.ending}; }
Names named_inputs(const AttributeMeasure&) { return {}; }
Names named_inputs(const Formula&) { return {}; }
Names named_inputs(const PercentRank& rule) { return {rule.of}; }
Names named_inputs(const BandRule& rule) { return {rule.of}; }
Names named_inputs(const Scaling& rule) { return {rule.of}; }
Names named_inputs(const Standardising& rule) { return {rule.of}; }
Names named_inputs(const Clipping& rule) { return {rule.of}; }
Names named_inputs(const Clustering& rule) { return rule.of; }
Names named_inputs(const RollUp& rule) { return {rule.of}; }
Names named_inputs(const SilenceRule& rule) { return {rule.silent_days, rule.last_active, rule.active_days}; }
Names named_inputs(const PeerQuantile& rule) { return {rule.of}; }
Names named_inputs(const LifetimeRule& rule) { return {rule.of, rule.ended}; }
Names named_inputs(const RepeatRule& rule) { return {rule.of, rule.first, rule.last}; }
Names named_inputs(const Scorecard& rule) {
  Names names;
  for (const auto& weight : rule.weights) names.push_back(weight.first);
  if (!rule.label.empty()) names.push_back(rule.label);
  return names;
}

// What lines are compared by; an attribute of the frame is no indicator.
std::string among_of(const IndicatorRule& rule) {
  if (const auto* peers = std::get_if<PeerQuantile>(&rule)) return peers->among;
  const auto* lifetime = std::get_if<LifetimeRule>(&rule);
  return lifetime == nullptr ? std::string() : lifetime->among;
}

void add_to(Digester& digester, const Indicator& indicator) {
  const auto& field = indicator.field;
  digester.add(field.name).add(name_of(field.type)).add(field.scale).add(field.unit).add(rule_text(indicator));
  digester.add(static_cast<std::int64_t>(indicator.direction));
}

}  // namespace

Result<Catalogue::Plan> CatalogueReader::read(const TomlTable& root) {
  STAYSAIL_CHECK(read_tables(root));
  STAYSAIL_CHECK(find_order());
  fields_.resize(declarations_.size());
  expressions_.resize(declarations_.size());
  for (const auto index : order_) STAYSAIL_CHECK(settle(index));
  Catalogue::Plan plan;
  for (auto& declaration : declarations_) plan.indicators.push_back(declaration.indicator);
  plan.expressions = expressions_;
  plan.order = order_;
  plan.index = index_;
  plan.schema = schema();
  plan.currency = currency_;
  plan.digest = digest();
  plan.versions = versions();
  return plan;
}

// `version` and `name` may stand above the tables.
Status CatalogueReader::read_tables(const TomlTable& root) {
  for (const auto& key : root.keys()) {
    const auto value = root.find(key);
    if (value->kind() != TomlKind::table && (key == "version" || key == "name")) continue;
    STAYSAIL_TRY(const auto table, value->table());
    STAYSAIL_TRY(auto declaration, read_declaration(key, table));
    index_.emplace(key, declarations_.size());
    declarations_.push_back(std::move(declaration));
  }
  if (declarations_.empty())
    return root.error(Errc::catalogue_invalid, "a catalogue declares at least one indicator: [arpu_3m] ...");
  return ok();
}

Names CatalogueReader::names() const {
  Names names;
  for (const auto& declaration : declarations_) names.push_back(declaration.indicator.name);
  return names;
}

Status CatalogueReader::find_order() {
  std::vector<std::vector<std::size_t>> inputs;
  for (auto& declaration : declarations_) {
    STAYSAIL_TRY(declaration.indicator.inputs, inputs_of(declaration));
    STAYSAIL_CHECK(check_inputs(declaration));
    auto& indices = inputs.emplace_back();
    for (const auto& name : declaration.indicator.inputs) indices.push_back(index_.find(name)->second);
  }
  std::size_t at_fault = 0;
  auto order = dependency_order(names(), inputs, at_fault);
  if (!order) return declarations_[at_fault].table.error(order.error().code(), order.error().message());
  order_ = *std::move(order);
  return ok();
}

Result<Names> CatalogueReader::inputs_of(const Declaration& declaration) const {
  if (const auto* formula = std::get_if<Formula>(&declaration.indicator.rule)) return names_in(declaration, *formula);
  auto inputs = std::visit([](const auto& rule) { return named_inputs(rule); }, declaration.indicator.rule);
  const auto among = among_of(declaration.indicator.rule);
  if (index_.count(among) != 0) inputs.push_back(among);
  return inputs;
}

// Compiled once with other indicators of unknown type, to learn which of them it names.
Result<Names> CatalogueReader::names_in(const Declaration& declaration, const Formula& rule) const {
  Scope scope = decision_scope(frame_);
  for (const auto& other : declarations_) scope.add(other.indicator.name, FeelType::any());
  STAYSAIL_TRY(const auto expression,
               Expression::compile(rule.text, scope, declaration.table.find("expression")->place()));
  Names inputs;
  for (const auto& name : expression.names())
    if (index_.count(name) != 0) inputs.push_back(name);
  return inputs;
}

Status CatalogueReader::check_inputs(const Declaration& declaration) const {
  for (const auto& name : declaration.indicator.inputs)
    if (index_.count(name) == 0)
      return declaration.table.error(Errc::unknown_name,
                                     "no indicator is called " + name + did_you_mean(name, names()));
  return ok();
}

Scope CatalogueReader::scope() const {
  Scope scope = decision_scope(frame_);
  for (const auto& field : fields_)
    if (field) scope.add(field->name, FeelType::of(field->type));
  return scope;
}

Status CatalogueReader::settle(std::size_t index) {
  auto& indicator = declarations_[index].indicator;
  STAYSAIL_TRY(const auto natural_field, std::visit([&](auto& rule) { return natural(index, rule); }, indicator.rule));
  STAYSAIL_TRY(indicator.field, declared_field(declarations_[index].table, indicator.name, natural_field, currency_));
  fields_[index] = indicator.field;
  if (auto* measure = std::get_if<FactMeasure>(&indicator.rule))
    return read_empty(declarations_[index].table, indicator.field, *measure);
  return ok();
}

Schema CatalogueReader::schema() const {
  std::vector<Field> fields;
  for (const auto& declaration : declarations_) {
    fields.push_back(declaration.indicator.field);
    const auto* scorecard = std::get_if<Scorecard>(&declaration.indicator.rule);
    if (scorecard == nullptr) continue;
    fields.push_back(Field{missing_column(declaration.indicator.name), ColumnType::text, 0, {}});
    if (finds_weights(*scorecard))
      fields.push_back(Field{weights_column_of(declaration.indicator.name), ColumnType::text, 0, {}});
  }
  return Schema::of(std::move(fields)).value_or(Schema());
}

Digest CatalogueReader::digest() const {
  Digester digester;
  for (const auto& declaration : declarations_) add_to(digester, declaration.indicator);
  return digester.finish();
}

std::vector<Digest> CatalogueReader::versions() const {
  std::vector<Digest> versions(declarations_.size());
  for (const auto index : order_) {
    const auto& indicator = declarations_[index].indicator;
    Digester digester;
    add_to(digester, indicator);
    for (const auto& input : indicator.inputs) digester.add(versions[index_.find(input)->second].to_string());
    versions[index] = digester.finish();
  }
  return versions;
}

}  // namespace staysail::indicators
