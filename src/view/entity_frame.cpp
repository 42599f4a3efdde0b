#include "entity_frame.hpp"

#include <tuple>

#include "staysail/boss/table_schema.hpp"
#include "staysail/model/record.hpp"

namespace staysail::view {
namespace {

void challenge(MergedValue& holder, std::string_view bytes, const Contribution& contribution) {
  const bool wins =
      !holder.bytes || std::make_tuple(contribution.version, bytes) > std::make_tuple(holder.version, *holder.bytes);
  if (wins) holder = MergedValue{bytes, contribution.source, contribution.version, contribution.file};
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
  return attribute == "customer_id" || attribute == "subscription_id";
}

}  // namespace

Result<MergedEntity> merge(const TableDescription& table, const std::vector<Contribution>& contributions) {
  MergedEntity merged;
  merged.values.resize(table.attributes.size());
  for (const auto& contribution : contributions) {
    STAYSAIL_TRY(auto reader, RecordReader::open(contribution.record));
    for (auto& holder : merged.values) {
      STAYSAIL_TRY(const auto bytes, reader.next_text());
      if (bytes) challenge(holder, *bytes, contribution);
    }
    while (true) {
      STAYSAIL_TRY(const auto extension, reader.next_extension());
      if (!extension) break;
      challenge(merged.extensions[extension->first], extension->second, contribution);
    }
  }
  return merged;
}

Result<std::string> value_text(const Attribute& attribute, const MergedValue& value) {
  ColumnBuilder builder(field_of(attribute));
  STAYSAIL_CHECK(append_value(builder, value));
  if (attribute.type != AttributeType::month || !value.bytes) return builder.finish().value_text(0);
  STAYSAIL_TRY(const std::int32_t index, small_integer_in(*value.bytes));
  return Month::from_index(index).to_string();
}

EntityFrameBuilder::EntityFrameBuilder(const TableDescription& table) : table_(&table) {
  for (const auto& attribute : table.attributes) columns_.emplace_back(field_of(attribute));
}

Status EntityFrameBuilder::add(std::string_view payload) {
  STAYSAIL_TRY(const auto contributions, decode_contributions(payload));
  STAYSAIL_TRY(const auto merged, merge(*table_, contributions));
  for (std::size_t i = 0; i < columns_.size(); ++i) STAYSAIL_CHECK(append_value(columns_[i], merged.values[i]));
  append_extensions(merged.extensions);
  ++rows_;
  return ok();
}

void EntityFrameBuilder::append_extensions(const std::map<std::string_view, MergedValue>& values) {
  for (const auto& [name, value] : values) {
    auto column = extensions_.find(name);
    if (column == extensions_.end())
      column = extensions_.emplace(std::string(name), Field{std::string(name), ColumnType::text, 0, {}}).first;
    while (column->second.size() < rows_) column->second.append_null();
    column->second.append_text(*value.bytes);
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
