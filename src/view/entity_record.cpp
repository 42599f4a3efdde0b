#include "entity_record.hpp"

#include <algorithm>
#include <tuple>

#include "staysail/model/record.hpp"

namespace staysail::view {
namespace {

constexpr char kKeySeparator = '\x1f';

// A source and the file of its contribution are stored as one text.
constexpr char kFileSeparator = '\x1f';

void add_value(RecordWriter& writer, const Column& column, std::size_t row) {
  if (column.is_null(row)) return writer.add_null();
  switch (column.type()) {
    case ColumnType::number: return writer.add_integer(column.numbers()[row]);
    case ColumnType::instant: return writer.add_integer(column.instants()[row]);
    case ColumnType::day: return writer.add_integer(column.days()[row]);
    case ColumnType::boolean: return writer.add_integer(column.booleans()[row]);
    case ColumnType::text:
    case ColumnType::real: return writer.add_text(column.value_text(row));
  }
}

}  // namespace

std::string encode_contributions(const std::vector<Contribution>& contributions) {
  RecordWriter writer(contributions.size() * 3);
  for (const auto& contribution : contributions) {
    writer.add_text(std::string(contribution.source) + kFileSeparator + std::string(contribution.file));
    writer.add_integer(contribution.version);
    writer.add_text(contribution.record);
  }
  return writer.finish();
}

Result<std::vector<Contribution>> decode_contributions(std::string_view payload) {
  STAYSAIL_TRY(auto reader, RecordReader::open(payload));
  std::vector<Contribution> contributions;
  for (;;) {
    STAYSAIL_TRY(const auto source, reader.next_text());
    if (!source) return contributions;
    STAYSAIL_TRY(const auto version, reader.next_integer());
    STAYSAIL_TRY(const auto record, reader.next_text());
    if (!version || !record)
      return Error(Errc::malformed_record, "a stored entity misses a part; run `staysail verify`");
    const std::string_view name = source->substr(0, source->find(kFileSeparator));
    const std::string_view file = source->substr(std::min(source->size(), name.size() + 1));
    contributions.push_back(Contribution{name, *version, *record, file});
  }
}

bool supersedes(const Contribution& challenger, const Contribution& holder) {
  return std::tie(challenger.version, challenger.record) > std::tie(holder.version, holder.record);
}

RowEncoder::RowEncoder(const TableDescription& table, const Batch& batch) {
  for (const auto& attribute : table.attributes) {
    const Column* column = batch.find(attribute.name);
    attributes_.push_back(column ? std::optional<Column>(*column) : std::nullopt);
  }
  for (const auto& column : batch.columns())
    if (table.find(column.field().name) == nullptr) extensions_.push_back(column);
  std::sort(extensions_.begin(), extensions_.end(),
            [](const Column& a, const Column& b) { return a.field().name < b.field().name; });
  for (const auto& name : table.key) key_.push_back(table.index_of(name));
}

std::string RowEncoder::record(std::size_t row) const {
  RecordWriter writer(attributes_.size());
  for (const auto& column : attributes_) {
    if (column) add_value(writer, *column, row);
    else writer.add_null();
  }
  for (const auto& column : extensions_)
    if (!column.is_null(row)) writer.add_extension(column.field().name, column.value_text(row));
  return writer.finish();
}

std::string RowEncoder::key(std::size_t row) const {
  std::string key;
  for (const std::size_t index : key_) {
    if (!attributes_[index] || attributes_[index]->is_null(row)) return {};
    if (!key.empty()) key += kKeySeparator;
    key += attributes_[index]->value_text(row);
  }
  return key;
}

}  // namespace staysail::view
