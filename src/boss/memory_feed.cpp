#include "staysail/boss/memory_feed.hpp"

#include <algorithm>
#include <set>

#include "boss/row_digest.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/boss/table_schema.hpp"

namespace staysail {
namespace {

Status check_column(const TableDescription& table, const Field& field) {
  const Attribute* attribute = table.find(field.name);
  if (attribute == nullptr) {
    if (table.kind == TableKind::entity && field.type == ColumnType::text) return ok();
    std::vector<std::string> known;
    for (const auto& one : table.attributes) known.push_back(one.name);
    return Error(Errc::unknown_attribute,
                 "table '" + table.name + "' has no attribute '" + field.name + "'" + did_you_mean(field.name, known));
  }
  const Field expected = field_of(*attribute);
  if (expected.type == field.type && expected.scale == field.scale) return ok();
  return Error(Errc::schema_mismatch, "a " + std::string(name_of(expected.type)) + " column at scale " +
                                          std::to_string(expected.scale) + " was expected for '" + field.name + "'");
}

// The first attribute that a row must have and has not; empty when it has all.
std::string missing_value(const TableDescription& table, const Batch& rows, std::size_t row) {
  const auto has = [&](const std::string& name) {
    const Column* column = rows.find(name);
    return column != nullptr && !column->is_null(row);
  };
  for (const auto& attribute : table.attributes)
    if (attribute.required && !has(attribute.name)) return attribute.name;
  if (table.owners.empty() || std::any_of(table.owners.begin(), table.owners.end(), has)) return {};
  return table.owners.front();
}

std::vector<std::uint64_t> seeds_of(const std::string& table, const Batch& rows) {
  std::vector<std::uint64_t> seeds;
  for (const auto& column : rows.columns()) seeds.push_back(boss::digest_seed(table, column.field().name));
  return seeds;
}

Digest digest_at(const Batch& rows, const std::vector<std::uint64_t>& seeds, std::size_t row) {
  boss::RowDigest digest;
  for (std::size_t i = 0; i < rows.width(); ++i) digest.add(seeds[i], boss::cell_at(rows.column(i), row));
  return digest.finish();
}

class MemoryReader final : public FeedReader {
 public:
  MemoryReader(std::string name, const TableDescription& table, Batch rows, std::int64_t version,
               std::size_t rows_per_batch)
      : name_(std::move(name)),
        table_(table),
        rows_(std::move(rows)),
        seeds_(seeds_of(table.name, rows_)),
        version_(version),
        rows_per_batch_(rows_per_batch) {}

  Result<bool> next(FeedBatch& out) override {
    out = FeedBatch{};
    if (position_ == rows_.rows()) return false;
    const std::size_t end = std::min(rows_.rows(), position_ + rows_per_batch_);
    out.file = name_;
    std::vector<std::uint32_t> taken;
    for (; position_ < end; ++position_) take(position_, out, taken);
    if (!taken.empty()) out.parts.push_back(part_of(taken));
    return true;
  }

 private:
  void take(std::size_t row, FeedBatch& out, std::vector<std::uint32_t>& taken) const {
    const Digest digest = digest_at(rows_, seeds_, row);
    const std::string missing = missing_value(table_, rows_, row);
    if (!missing.empty()) {
      out.rejects.push_back({name_, row + 1, 0, missing, "missing_value", {}, digest});
      return;
    }
    out.rows.push_back({row + 1, 0, digest});
    taken.push_back(static_cast<std::uint32_t>(row));
  }

  FeedPart part_of(const std::vector<std::uint32_t>& taken) const {
    FeedPart part;
    part.table = table_.name;
    part.batch = rows_.take(taken);
    part.version.assign(taken.size(), version_);
    for (std::uint32_t i = 0; i < taken.size(); ++i) part.row.push_back(i);
    return part;
  }

  std::string name_;
  TableDescription table_;
  Batch rows_;
  std::vector<std::uint64_t> seeds_;
  std::int64_t version_;
  std::size_t rows_per_batch_, position_ = 0;
};

}  // namespace

Status MemoryFeed::add(const std::string& name, const std::string& table, Batch rows, std::int64_t version) {
  const TableDescription* description = catalog_.find(table);
  if (description == nullptr) return Error(Errc::not_found, "the model has no table of this name: " + table);
  if (shares_.contains(name)) return Error(Errc::conflict, "rows were added under this name before: " + name);
  for (const auto& field : rows.schema().fields()) STAYSAIL_CHECK(check_column(*description, field));
  Digester digester;
  digester.add(table).add(version);
  const auto seeds = seeds_of(table, rows);
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const Digest digest = digest_at(rows, seeds, row);
    digester.add(static_cast<std::int64_t>(digest.high)).add(static_cast<std::int64_t>(digest.low));
  }
  shares_[name] = Share{table, std::move(rows), version, digester.finish()};
  return ok();
}

Result<std::vector<FeedSplit>> MemoryFeed::plan(const FeedRequest&) {
  std::vector<FeedSplit> splits;
  for (const auto& [name, share] : shares_) splits.push_back({name, name, name, {share.table}, 0, share.content});
  return splits;
}

Result<std::unique_ptr<FeedReader>> MemoryFeed::open(const FeedRequest& request, const FeedSplit& split) {
  const auto found = shares_.find(split.token);
  if (found == shares_.end()) return Error(Errc::invalid_argument, "this feed planned no such split: " + split.token);
  if (request.rows_per_batch == 0) return Error(Errc::invalid_argument, "a batch has at least one row");
  const Share& share = found->second;
  return std::unique_ptr<FeedReader>(std::make_unique<MemoryReader>(split.token, *catalog_.find(share.table),
                                                                    share.rows, share.version, request.rows_per_batch));
}

Result<std::optional<std::vector<std::string>>> MemoryFeed::extensions_of(const std::string& table) {
  std::set<std::string> names;
  for (const auto& [name, share] : shares_) {
    if (share.table != table) continue;
    for (const auto& field : share.rows.schema().fields())
      if (catalog_.find(table)->find(field.name) == nullptr) names.insert(field.name);
  }
  return std::optional(std::vector<std::string>(names.begin(), names.end()));
}

}  // namespace staysail
