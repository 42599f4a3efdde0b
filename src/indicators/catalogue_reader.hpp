// CatalogueReader: from the tables of indicators.toml to a plan. Used once.
//
// Three walks: read every table; find out what each indicator is computed from and order them; then, inputs first,
// settle type, scale and unit of each and compile its expression.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue_plan.hpp"
#include "declaration.hpp"
#include "result_field.hpp"
#include "staysail/decision/scope.hpp"

namespace staysail::indicators {

class CatalogueReader {
 public:
  // Both outlive the reader.
  CatalogueReader(const ModelCatalog& model, const Schema& frame) : model_(model), frame_(frame) {}
  Result<Catalogue::Plan> read(const TomlTable& root);

 private:
  Status read_tables(const TomlTable& root);
  Status find_order();
  Result<std::vector<std::string>> inputs_of(const Declaration& declaration) const;
  Result<std::vector<std::string>> names_in(const Declaration& declaration, const Formula& rule) const;
  Status check_inputs(const Declaration& declaration) const;

  Status settle(std::size_t index);
  Result<NaturalField> natural(std::size_t index, FactMeasure& rule);
  Result<NaturalField> natural(std::size_t index, AttributeMeasure& rule);
  Result<NaturalField> natural(std::size_t index, Formula& rule);
  Result<NaturalField> natural(std::size_t index, PercentRank& rule);
  Result<NaturalField> natural(std::size_t index, BandRule& rule);
  Result<NaturalField> natural(std::size_t index, Scaling& rule);
  Result<NaturalField> natural(std::size_t index, Scorecard& rule);
  Result<NaturalField> natural(std::size_t index, RollUp& rule);
  Result<NaturalField> natural(std::size_t index, SilenceRule& rule);
  Result<NaturalField> natural(std::size_t index, Standardising& rule);
  Result<NaturalField> natural(std::size_t index, Clipping& rule);
  Result<NaturalField> natural(std::size_t index, Clustering& rule);
  Result<NaturalField> natural(std::size_t index, PeerQuantile& rule);
  Result<NaturalField> natural(std::size_t index, LifetimeRule& rule);
  Result<NaturalField> natural(std::size_t index, RepeatRule& rule);

  Result<const TableDescription*> table_of(std::size_t index, const FactMeasure& rule) const;
  Status check_among(std::size_t index, const std::string& among) const;
  Status check_ending(std::size_t index, const FactMeasure& rule) const;
  Status check_share(std::size_t index, const std::string& input) const;
  Result<Field> number_input(std::size_t index, const std::string& input) const;
  Result<Field> input_of_type(std::size_t index, const std::string& input, ColumnType type) const;
  Result<Field> attribute(std::size_t index, const std::string& name) const;
  Result<Expression> compile(std::size_t index, std::string_view key, const std::string& text,
                             const Scope& scope) const;
  Scope scope() const;
  std::vector<std::string> names() const;
  Error error(std::size_t index, Errc code, const std::string& message) const {
    return declarations_[index].table.error(code, message);
  }

  Schema schema() const;
  Digest digest() const;
  std::vector<Digest> versions() const;

  const ModelCatalog& model_;
  const Schema& frame_;
  std::vector<Declaration> declarations_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<std::size_t> order_;
  std::vector<std::optional<Field>> fields_;
  std::vector<std::optional<Expression>> expressions_;
  std::optional<Currency> currency_;
};

}  // namespace staysail::indicators
