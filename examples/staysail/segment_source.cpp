#include "segment_source.hpp"

#include "host.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/boss/csv_frame.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail::program {
namespace {

constexpr const char* kLineId = "subscription_id";

Result<Column> column_of(const Batch& rows, const std::string& name, const std::string& where) {
  const Column* found = rows.find(name);
  if (found != nullptr) return *found;
  std::vector<std::string> names;
  for (const Field& field : rows.schema().fields()) names.push_back(field.name);
  return Error(Errc::unknown_name, where + " has no column of this name: " + name + did_you_mean(name, names));
}

Result<Batch> read_file(const std::string& path, const SegmentAsk& ask) {
  CsvFrameOptions options;
  STAYSAIL_TRY(options.encoding, encoding_of(ask.encoding));
  STAYSAIL_TRY(auto frame, read_csv_frame(path, options));
  return std::move(frame.rows);
}

Result<SegmentSource> source_of_file(const SegmentAsk& ask) {
  STAYSAIL_TRY(auto rows, read_file(ask.frame, ask));
  const std::string id = ask.id.empty() ? rows.column(0).field().name : ask.id;
  STAYSAIL_TRY(const Column ids, column_of(rows, id, ask.frame));
  return SegmentSource{std::move(rows), as_text(ids, id), 0};
}

Result<SegmentSource> source_of_night(const SegmentAsk& ask) {
  STAYSAIL_TRY(const auto store, open_named_store(ask.store, Opening::existing));
  STAYSAIL_TRY(const auto night, load_night(*store, ask.period));
  STAYSAIL_TRY(const Column ids, column_of(night.decision, kLineId, "the night"));
  ColumnBuilder days(Field{"as_of", ColumnType::day, 0, {}});
  for (std::size_t row = 0; row < night.decision.rows(); ++row) days.append_day(night.as_of);
  STAYSAIL_TRY(auto rows, night.decision.with(days.finish()));
  return SegmentSource{std::move(rows), ids, 0};
}

SegmentSource taken(const SegmentSource& source, const std::vector<std::uint32_t>& rows) {
  return {source.rows.take(rows), source.ids.take(rows), source.left_out};
}

// The rows for which the condition holds; nobody counts as left out for not being asked about.
Result<SegmentSource> where_it_holds(const SegmentSource& source, const std::string& when) {
  if (when.empty()) return source;
  STAYSAIL_TRY(const auto condition, Expression::compile(when, Scope::of(source.rows.schema())));
  STAYSAIL_TRY(const auto holds, condition.evaluate(source.rows, Field{"holds", ColumnType::boolean, 0, {}}, {}));
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < holds.size(); ++row)
    if (!holds.is_null(row) && holds.booleans()[row] != 0) rows.push_back(row);
  return taken(source, rows);
}

}  // namespace

Column as_text(const Column& column, const std::string& name) {
  ColumnBuilder texts(Field{name, ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < column.size(); ++row)
    column.is_null(row) ? texts.append_null() : texts.append_text(column.value_text(row));
  return texts.finish();
}

Result<SegmentSource> segment_source(const SegmentAsk& ask) {
  if (ask.frame.empty() == ask.store.empty())
    return Error(Errc::invalid_argument,
                 "say whose rows: either --frame FILE.csv, or --store URL for those of a night");
  STAYSAIL_TRY(const auto source, ask.store.empty() ? source_of_file(ask) : source_of_night(ask));
  return where_it_holds(source, ask.when);
}

Result<SegmentSource> with_values(const SegmentSource& source, const std::vector<std::string>& columns) {
  std::vector<Column> asked;
  for (const auto& name : columns) {
    STAYSAIL_TRY(auto column, column_of(source.rows, name, "the frame"));
    asked.push_back(std::move(column));
  }
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < source.rows.rows(); ++row) {
    bool known = true;
    for (const Column& column : asked) known = known && !column.is_null(row);
    if (known) rows.push_back(row);
  }
  SegmentSource complete = taken(source, rows);
  complete.left_out = source.rows.rows() - rows.size();
  return complete;
}

Result<Batch> read_segments(const std::string& path, const SegmentAsk& ask) {
  STAYSAIL_TRY(const auto rows, read_file(path, ask));
  const std::string id = ask.id.empty() ? rows.column(0).field().name : ask.id;
  STAYSAIL_TRY(const Column ids, column_of(rows, id, path));
  STAYSAIL_TRY(const Column segments, column_of(rows, ask.segment, path));
  return Batch::of({as_text(ids, "id"), segments.renamed("segment")});
}

}  // namespace staysail::program
