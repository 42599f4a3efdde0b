#include "entity_frame.hpp"

#include <tuple>

#include "staysail/boss/table_schema.hpp"
#include "staysail/files/value_text.hpp"
#include "staysail/model/record.hpp"

namespace staysail::view {
namespace {

void challenge(MergedValue& holder, std::string_view bytes, const Contribution& contribution,
               const AttributeRule* rule) {
  const std::size_t rank = rule == nullptr ? 0 : rule->rank_of(contribution.source);
  const bool wins = !holder.bytes || rank < holder.rank ||
                    (rank == holder.rank &&
                     std::make_tuple(contribution.version, bytes) > std::make_tuple(holder.version, *holder.bytes));
  if (wins) holder = MergedValue{bytes, contribution.source, contribution.version, contribution.file, rank};
}

Status append_value(ColumnBuilder& column, const MergedValue& value) {
  if (!value.bytes) {
    column.append_null();
    return ok();
  }
  if (column.field().type == ColumnType::text) {
    column.append_text(*value.bytes);
    return ok();
  }
  if (column.field().type == ColumnType::day) {
    STAYSAIL_TRY(const std::int32_t days, small_integer_in(*value.bytes));
    column.append_day(days);
    return ok();
  }
  STAYSAIL_TRY(const std::int64_t integer, integer_in(*value.bytes));
  switch (column.field().type) {
    case ColumnType::boolean: column.append_boolean(integer != 0); break;
    case ColumnType::instant: column.append_instant(integer); break;
    default: column.append_number(integer); break;
  }
  return ok();
}

// What a look-up of one customer goes by. Every further index costs each night more than it saves.
bool is_looked_up_by(std::string_view attribute) {
  return attribute == "customer_id" || attribute == "subscription_id" || attribute == "party_id";
}

// A text that is none of the declared type is null; the quality report counts it.
void append_extension(ColumnBuilder& column, std::string_view text) {
  switch (column.field().type) {
    case ColumnType::number: {
      NumberPattern pattern;
      pattern.scale = column.field().scale;
      const auto number = parse_number(text, pattern);
      return number ? column.append_number(*number) : column.append_null();
    }
    case ColumnType::day: {
      const auto day = Day::parse(text);
      return day ? column.append_day(*day) : column.append_null();
    }
    case ColumnType::boolean: {
      const auto truth = parse_truth(text, {});
      return truth ? column.append_boolean(*truth) : column.append_null();
    }
    default: return column.append_text(text);
  }
}

}  // namespace

TableRules::TableRules(const ViewRules& rules, const TableDescription& table) : rules_(&rules), table_(table.name) {
  if (rules.attributes_of(table.name).empty()) return;
  for (const auto& attribute : table.attributes) of_.push_back(rules.find(table.name, attribute.name));
}

const AttributeRule* TableRules::of_extension(std::string_view name) const {
  return of_.empty() ? nullptr : rules_->find(table_, name);
}

Field TableRules::field_of_extension(std::string_view name) const {
  if (of_.empty()) return Field{std::string(name), ColumnType::text, 0, {}};
  return rules_->field_of_extension(table_, name);
}

Result<MergedEntity> merge(const TableDescription& table, const std::vector<Contribution>& contributions,
                           const TableRules& rules) {
  MergedEntity merged;
  merged.values.resize(table.attributes.size());
  for (const auto& contribution : contributions) {
    STAYSAIL_TRY(auto reader, RecordReader::open(contribution.record));
    for (std::size_t i = 0; i < merged.values.size(); ++i) {
      STAYSAIL_TRY(const auto bytes, reader.next_text());
      if (bytes) challenge(merged.values[i], *bytes, contribution, rules.of(i));
    }
    while (true) {
      STAYSAIL_TRY(const auto extension, reader.next_extension());
      if (!extension) break;
      const auto& [name, bytes] = *extension;
      challenge(merged.extensions[name], bytes, contribution, rules.of_extension(name));
    }
  }
  return merged;
}

Result<std::string> value_text(const Attribute& attribute, const MergedValue& value) {
  Field field = field_of(attribute);
  if (value.bytes && field.type == ColumnType::text) return std::string(*value.bytes);
  ColumnBuilder builder(std::move(field));
  STAYSAIL_CHECK(append_value(builder, value));
  if (attribute.type != AttributeType::month || !value.bytes) return builder.finish().value_text(0);
  STAYSAIL_TRY(const std::int32_t index, small_integer_in(*value.bytes));
  return Month::from_index(index).to_string();
}

EntityFrameBuilder::EntityFrameBuilder(const TableDescription& table, TableRules rules)
    : table_(&table), rules_(std::move(rules)) {
  for (const auto& attribute : table.attributes) columns_.emplace_back(field_of(attribute));
}

Status EntityFrameBuilder::add(std::string_view payload) {
  STAYSAIL_TRY(const auto contributions, decode_contributions(payload));
  STAYSAIL_TRY(const auto merged, merge(*table_, contributions, rules_));
  for (std::size_t i = 0; i < columns_.size(); ++i) STAYSAIL_CHECK(append_value(columns_[i], merged.values[i]));
  append_extensions(merged.extensions);
  ++rows_;
  return ok();
}

void EntityFrameBuilder::append_extensions(const std::map<std::string_view, MergedValue>& values) {
  for (const auto& [name, value] : values) {
    auto column = extensions_.find(name);
    if (column == extensions_.end())
      column = extensions_.emplace(std::string(name), rules_.field_of_extension(name)).first;
    while (column->second.size() < rows_) column->second.append_null();
    append_extension(column->second, *value.bytes);
  }
}

Result<Batch> EntityFrameBuilder::finish() {
  std::vector<Column> columns;
  for (auto& builder : columns_) columns.push_back(builder.finish());
  for (auto& [name, builder] : extensions_) {
    while (builder.size() < rows_) builder.append_null();
    columns.push_back(builder.finish());
  }
  return Batch::of(std::move(columns));
}

Result<Batch> read_entities(EntityStore& store, const TableDescription& table, const ViewRules& rules) {
  EntityFrameBuilder builder(table, TableRules(rules, table));
  FindRequest request;
  request.kind = table.name;
  request.parts = RecordParts::payload;
  STAYSAIL_CHECK(for_each_record(store, request, [&](const Record& record) -> Status {
    if (auto added = builder.add(record.payload); !added) return added.error().within(table.name + " " + record.key.id);
    return ok();
  }));
  return builder.finish();
}

Result<std::vector<IndexEntry>> index_entries(const TableDescription& table,
                                              const std::vector<Contribution>& contributions) {
  STAYSAIL_TRY(const auto merged, merge(table, contributions));
  std::vector<IndexEntry> entries;
  for (std::size_t i = 0; i < merged.values.size(); ++i) {
    const Attribute& attribute = table.attributes[i];
    const auto& bytes = merged.values[i].bytes;
    if (bytes && !attribute.refers_to.empty() && is_looked_up_by(attribute.name))
      entries.push_back(IndexEntry{attribute.name, std::string(*bytes)});
  }
  return entries;
}

}  // namespace staysail::view
