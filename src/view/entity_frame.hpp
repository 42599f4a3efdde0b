// From stored contributions to a frame: one row an entity, each attribute from the source that knows it latest.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "entity_record.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/view/view_rules.hpp"

namespace staysail::view {

// What view rules say of one table, looked up once.
class TableRules {
 public:
  TableRules() = default;  // nothing is declared
  TableRules(const ViewRules& rules, const TableDescription& table);
  // Null when nothing is declared.
  const AttributeRule* of(std::size_t attribute) const { return of_.empty() ? nullptr : of_[attribute]; }
  const AttributeRule* of_extension(std::string_view name) const;
  Field field_of_extension(std::string_view name) const;

 private:
  const ViewRules* rules_ = nullptr;
  std::string table_;
  std::vector<const AttributeRule*> of_;
};

// A merged attribute: its value and who said it. Views into the contributions' bytes.
struct MergedValue {
  std::optional<std::string_view> bytes;  // as in the record; nullopt = nobody knows it
  std::string_view source;
  std::int64_t version = 0;
  std::string_view file;
  std::size_t rank = 0;  // of the source, by the attribute's rule
};

// Per attribute of the table, and per extension by name, of the non-null values of the most trusted source that of the
// highest (version, bytes).
struct MergedEntity {
  std::vector<MergedValue> values;
  std::map<std::string_view, MergedValue> extensions;
};
Result<MergedEntity> merge(const TableDescription& table, const std::vector<Contribution>& contributions,
                           const TableRules& rules = {});
// Canonical text of a merged value ("2026-01-31", "12.50"), as views print it.
Result<std::string> value_text(const Attribute& attribute, const MergedValue& value);

// By which values of its merged attributes a store finds an entity (view/customer_view.hpp looks customers up by them).
Result<std::vector<IndexEntry>> index_entries(const TableDescription& table,
                                              const std::vector<Contribution>& contributions);

class EntityFrameBuilder {
 public:
  // What `rules` were made of outlives the builder.
  explicit EntityFrameBuilder(const TableDescription& table) : EntityFrameBuilder(table, TableRules()) {}
  EntityFrameBuilder(const TableDescription& table, TableRules rules);
  // Rows come in ascending order of id.
  Status add(std::string_view payload);
  Result<Batch> finish();

 private:
  void append_extensions(const std::map<std::string_view, MergedValue>& values);

  const TableDescription* table_;
  TableRules rules_;
  std::vector<ColumnBuilder> columns_;
  std::map<std::string, ColumnBuilder, std::less<>> extensions_;
  std::size_t rows_ = 0;
};

// The frame of an entity table, by id.
Result<Batch> read_entities(EntityStore& store, const TableDescription& table, const ViewRules& rules);

}  // namespace staysail::view
