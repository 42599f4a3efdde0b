#include "staysail/testing/boss_feed_kit.hpp"

#include <algorithm>
#include <set>

#include "staysail/boss/table_schema.hpp"

namespace staysail {
namespace {

// What a feed told, in a form that does not depend on the size of batches.
struct Told {
  std::uint64_t records = 0;
  SetDigest content;
  friend bool operator==(const Told& a, const Told& b) {
    return a.records == b.records && a.content.finish() == b.content.finish();
  }
};

class FeedKit {
 public:
  FeedKit(BossFeed& feed, const BossFeedExpectation& expectation) : feed_(feed), expectation_(expectation) {}

  ConformanceReport run() {
    FeedRequest request;
    const auto splits = feed_.plan(request);
    if (!report_.check(splits.has_value(), "plan() answers", splits ? "" : splits.error().to_string())) return report_;
    check_plan(*splits);
    check_unknown_split(*splits);
    const auto whole = read(*splits, 65536);
    if (!whole) return report_;
    if (expectation_.records)
      report_.check(whole->records == *expectation_.records, "every record is told exactly once",
                    "expected " + std::to_string(*expectation_.records) + ", told " + std::to_string(whole->records));
    for (const std::size_t rows : {std::size_t{1}, std::size_t{7}, std::size_t{65536}})
      check_same(*whole, read(*splits, rows), rows);
    const auto without = read(*splits, 65536, false);
    report_.check(without && *without == *whole, "digests that are left out are those of the rows",
                  "with and without them something else is told");
    return report_;
  }

 private:
  void check_plan(const std::vector<FeedSplit>& splits) {
    std::set<std::string> tokens;
    for (const auto& split : splits) {
      report_.check(!split.token.empty() && tokens.insert(split.token).second, "each split has a token of its own",
                    split.token);
      report_.check(!split.feed.empty(), "a split names the feed it belongs to", split.token);
      for (const auto& table : split.tables)
        report_.check(expectation_.catalog.find(table) != nullptr, "a split fills tables of the model", table);
    }
    const auto again = feed_.plan(FeedRequest{});
    const auto same = [](const FeedSplit& a, const FeedSplit& b) {
      return a.token == b.token && a.content == b.content;
    };
    report_.check(
        again && again->size() == splits.size() && std::equal(splits.begin(), splits.end(), again->begin(), same),
        "plan() repeats itself while the BOSS stands still");
  }

  void check_unknown_split(const std::vector<FeedSplit>& splits) {
    FeedSplit unknown;
    unknown.token = "no such split of this feed";
    if (!splits.empty()) unknown.content = splits.front().content;
    const auto opened = feed_.open(FeedRequest{}, unknown);
    report_.check(!opened, "an unknown split is refused, not ignored", "open() answered with a reader");
    if (!opened)
      report_.check(opened.error().code() == Errc::invalid_argument, "an unknown split is an invalid_argument",
                    opened.error().to_string());
  }

  void check_same(const Told& whole, const std::optional<Told>& told, std::size_t rows) {
    report_.check(told && *told == whole, "the size of batches changes nothing that is told",
                  "batches of " + std::to_string(rows) + " rows told something else");
  }

  std::optional<Told> read(const std::vector<FeedSplit>& splits, std::size_t rows_per_batch, bool row_digests = true) {
    FeedRequest request;
    request.rows_per_batch = rows_per_batch;
    request.row_digests = row_digests;
    Told told;
    for (const auto& split : splits) {
      auto reader = feed_.open(request, split);
      if (split.withheld) {
        report_.check(!reader && !split.withheld->reason.empty() && !split.withheld->message.empty(),
                      "a split that is withheld says why, and does not open", split.token);
        continue;
      }
      if (!report_.check(reader.has_value(), "a planned split opens", reader ? "" : reader.error().to_string()))
        return std::nullopt;
      if (!read_split(**reader, split, request, told)) return std::nullopt;
    }
    return told;
  }

  bool read_split(FeedReader& reader, const FeedSplit& split, const FeedRequest& request, Told& told) {
    FeedBatch batch;
    while (true) {
      const auto more = reader.next(batch);
      if (!report_.check(more.has_value(), "a split is read to its end", more ? "" : more.error().to_string()))
        return false;
      if (!*more) break;
      report_.check(batch.rows_read() > 0, "a batch holds at least one record", split.token);
      report_.check(!batch.digests_left_out || !request.row_digests, "digests that are asked for are there",
                    split.token);
      report_.check(batch.rows_read() <= request.rows_per_batch, "a batch holds no more records than were asked for",
                    std::to_string(batch.rows_read()));
      if (!check_batch(batch, split)) return false;
      make_digests(batch);
      add(batch, told);
    }
    report_.check(batch.rows_read() == 0 && batch.parts.empty(), "the batch of the end is empty", split.token);
    const auto after = reader.next(batch);
    report_.check(after && !*after && batch.rows_read() == 0, "after the end comes the end, and no rows", split.token);
    return true;
  }

  bool check_batch(const FeedBatch& batch, const FeedSplit& split) {
    std::vector<std::uint8_t> fed(batch.rows.size(), 0);
    for (const auto& part : batch.parts)
      if (!check_part(batch, part, split, fed)) return false;
    report_.check(std::find(fed.begin(), fed.end(), 0) == fed.end(),
                  "each record that is not rejected gives at least one row", split.token);
    for (const auto& row : batch.rejects)
      report_.check(!row.reason.empty() && !row.file.empty(), "a rejected record has a reason and a file", split.token);
    return true;
  }

  // False when the part cannot even be looked at.
  bool check_part(const FeedBatch& batch, const FeedPart& part, const FeedSplit& split,
                  std::vector<std::uint8_t>& fed) {
    const auto* table = expectation_.catalog.find(part.table);
    const bool planned = std::find(split.tables.begin(), split.tables.end(), part.table) != split.tables.end();
    report_.check(planned, "a split fills only the tables that it was planned for", part.table);
    if (!report_.check(table != nullptr, "a part belongs to a table of the model", part.table)) return false;
    const bool sized = part.row.size() == part.batch.rows() && part.version.size() == part.batch.rows() &&
                       (part.deleted.empty() || part.deleted.size() == part.batch.rows());
    if (!report_.check(sized, "each row of a part names its record and version", part.table)) return false;
    for (const std::uint32_t row : part.row) {
      if (!report_.check(row < batch.rows.size(), "a row belongs to a record of its batch", part.table)) return false;
      fed[row] = 1;
    }
    for (const auto& column : part.batch.columns()) check_column(*table, column);
    check_extensions(*table, part.batch);
    check_required(*table, part);
    return true;
  }

  void check_column(const TableDescription& table, const Column& column) {
    const Attribute* attribute = table.find(column.field().name);
    const bool extension = attribute == nullptr && table.kind == TableKind::entity && column.type() == ColumnType::text;
    const bool fits = attribute != nullptr && field_of(*attribute).type == column.type() &&
                      field_of(*attribute).scale == column.field().scale;
    report_.check(extension || fits, "columns carry the names, types and scales of the table's attributes",
                  table.name + "." + column.field().name);
    if (attribute == nullptr || written_as(attribute->type) != AttributeType::symbol) return;
    for (std::size_t row = 0; row < column.size(); ++row) {
      const auto text = column.text(row);
      const bool legal = column.is_null(row) || std::find(attribute->symbols.begin(), attribute->symbols.end(), text) !=
                                                    attribute->symbols.end();
      if (!report_.check(legal, "a symbol is one that the table lists",
                         table.name + "." + attribute->name + " = " + std::string(text)))
        return;
    }
  }

  void check_extensions(const TableDescription& table, const Batch& rows) {
    const auto told = feed_.extensions_of(table.name);
    if (!report_.check(told.has_value(), "extensions_of() answers", told ? "" : told.error().to_string())) return;
    if (!*told) return;
    for (const auto& column : rows.columns()) {
      const std::string& name = column.field().name;
      const bool known =
          table.find(name) != nullptr || std::find((*told)->begin(), (*told)->end(), name) != (*told)->end();
      report_.check(known, "extension attributes are told beforehand, or it is said that they cannot be",
                    table.name + "." + name);
    }
  }

  // Of a row that says that it is gone only the key and the date are asked for.
  void check_required(const TableDescription& table, const FeedPart& part) {
    for (const auto& attribute : table.attributes) {
      if (!attribute.required) continue;
      const Column* column = part.batch.find(attribute.name);
      const bool names_row = attribute.name == table.dated_by ||
                             std::find(table.key.begin(), table.key.end(), attribute.name) != table.key.end();
      bool there = column != nullptr;
      for (std::size_t row = 0; there && row < part.batch.rows(); ++row)
        there = !column->is_null(row) || (part.is_deleted(row) && !names_row);
      report_.check(there, "required values are there, or the record is rejected", table.name + "." + attribute.name);
    }
  }

  static void make_digests(FeedBatch& batch) {
    if (!batch.digests_left_out) return;
    for (const auto& part : batch.parts)
      for (std::size_t row = 0; row < part.row.size(); ++row)
        batch.rows[part.row[row]].digest = staysail::digest_of_row(part, row);
  }

  static void add(const FeedBatch& batch, Told& told) {
    told.records += batch.rows_read();
    for (const auto& origin : batch.rows)
      told.content.add(Digester()
                           .add("row")
                           .add(batch.file)
                           .add(static_cast<std::int64_t>(origin.line))
                           .add(origin.digest.to_string())
                           .finish());
    for (const auto& row : batch.rejects)
      told.content.add(Digester()
                           .add("reject")
                           .add(row.file)
                           .add(static_cast<std::int64_t>(row.line))
                           .add(row.reason)
                           .add(row.digest.to_string())
                           .finish());
    for (const auto& part : batch.parts)
      for (std::size_t row = 0; row < part.batch.rows(); ++row) told.content.add(digest_of_row(batch, part, row));
  }

  static Digest digest_of_row(const FeedBatch& batch, const FeedPart& part, std::size_t row) {
    Digester digester;
    digester.add("part")
        .add(part.table)
        .add(part.version[row])
        .add(static_cast<std::int64_t>(batch.rows[part.row[row]].line))
        .add(part.is_deleted(row) ? 1 : 0);
    for (const auto& column : part.batch.columns())
      digester.add(column.field().name).add(column.is_null(row) ? 0 : 1).add(column.value_text(row));
    return digester.finish();
  }

  BossFeed& feed_;
  const BossFeedExpectation& expectation_;
  ConformanceReport report_;
};

}  // namespace

ConformanceReport check_boss_feed(BossFeed& feed, const BossFeedExpectation& expectation) {
  return FeedKit(feed, expectation).run();
}

}  // namespace staysail
