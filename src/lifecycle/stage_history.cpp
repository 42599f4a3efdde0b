#include "staysail/lifecycle/stage_history.hpp"

#include <map>

#include "staysail/model/record.hpp"

namespace staysail {
namespace {

// Attributes of one stay in a record, after the count of stays.
constexpr std::size_t kPerStay = 4;

struct StageColumns {
  Column id, stage, cause;
  std::size_t rows() const { return id.size(); }
};

Result<StageColumns> columns_of(const Batch& frame) {
  StageColumns columns;
  if (frame.rows() == 0) return columns;
  STAYSAIL_TRY(columns.id, frame.require("subscription_id", ColumnType::text));
  STAYSAIL_TRY(columns.stage, frame.require("stage", ColumnType::text));
  STAYSAIL_TRY(columns.cause, frame.require("stage_cause", ColumnType::text));
  return columns;
}

// Both frames in order of id; `visit(previous row or none, current row or none)`.
template <class Visit>
void walk(const StageColumns& previous, const StageColumns& current, const Visit& visit) {
  std::size_t a = 0, b = 0;
  while (a < previous.rows() || b < current.rows()) {
    const bool has_a = a < previous.rows(), has_b = b < current.rows();
    const int order = !has_a ? 1 : !has_b ? -1 : previous.id.text(a).compare(current.id.text(b));
    visit(order <= 0 ? std::optional<std::size_t>(a) : std::nullopt,
          order >= 0 ? std::optional<std::size_t>(b) : std::nullopt);
    if (order <= 0) ++a;
    if (order >= 0) ++b;
  }
}

Schema text_schema(const std::vector<std::string>& names) {
  std::vector<Field> fields;
  for (const auto& name : names) fields.push_back(Field{name, ColumnType::text, 0, {}});
  return Schema::of(std::move(fields)).value_or(Schema());
}

Error malformed() {
  return Error(Errc::malformed_record,
               "a record of stage_history holds whole stays: stage, month entered, month left, cause");
}

Result<StageStay> read_stay(RecordReader& reader) {
  STAYSAIL_TRY(const auto stage, reader.next_text());
  STAYSAIL_TRY(const auto entered, reader.next_month());
  STAYSAIL_TRY(const auto left, reader.next_month());
  STAYSAIL_TRY(const auto cause, reader.next_text());
  if (!stage || !entered || !cause || (left && *left < *entered)) return malformed();
  return StageStay{std::string(*stage), *entered, left, std::string(*cause)};
}

// Oldest first, and none is entered before the one before it was left.
bool follows(const StageStay& earlier, const StageStay& later) {
  return earlier.left && *earlier.left <= later.entered;
}

}  // namespace

Result<bool> StageHistory::enter(std::string_view stage, std::string_view cause, Month month) {
  if (!stays_.empty() && month < stays_.back().entered)
    return Error(Errc::conflict, "stages are told in order of months; this one is known to " +
                                     stays_.back().entered.to_string() + " and was told of " + month.to_string());
  if (!stays_.empty() && stays_.back().entered == month &&
      (stays_.back().stage != stage || stays_.back().cause != cause)) {
    stays_.pop_back();
    if (!stays_.empty()) stays_.back().left.reset();
    STAYSAIL_CHECK(enter(stage, cause, month));
    return true;
  }
  if (!stays_.empty() && stays_.back().stage == stage) return false;
  if (!stays_.empty()) stays_.back().left = month;
  stays_.push_back({std::string(stage), month, std::nullopt, std::string(cause)});
  return true;
}

std::string StageHistory::to_record() const {
  RecordWriter writer(1 + kPerStay * stays_.size());
  writer.add_integer(static_cast<std::int64_t>(stays_.size()));
  for (const auto& stay : stays_) {
    writer.add_text(stay.stage);
    writer.add_integer(stay.entered.index());
    stay.left ? writer.add_integer(stay.left->index()) : writer.add_null();
    writer.add_text(stay.cause);
  }
  return writer.finish();
}

Result<StageHistory> StageHistory::from_record(std::string_view bytes) {
  STAYSAIL_TRY(auto reader, RecordReader::open(bytes));
  STAYSAIL_TRY(const auto count, reader.next_integer());
  if (!count || *count < 0 || static_cast<std::uint64_t>(*count) > bytes.size()) return malformed();
  StageHistory history;
  for (std::int64_t i = 0; i < *count; ++i) {
    STAYSAIL_TRY(auto stay, read_stay(reader));
    if (!history.stays_.empty() && !follows(history.stays_.back(), stay)) return malformed();
    history.stays_.push_back(std::move(stay));
  }
  return history;
}

Result<Batch> stage_changes(const Batch& previous, const Batch& current) {
  STAYSAIL_TRY(const auto before, columns_of(previous));
  STAYSAIL_TRY(const auto now, columns_of(current));
  BatchBuilder builder(text_schema({"subscription_id", "from_stage", "to_stage", "cause"}));
  walk(before, now, [&](std::optional<std::size_t> a, std::optional<std::size_t> b) {
    if (!b || (a && before.stage.text(*a) == now.stage.text(*b))) return;
    builder.column(0).append_text(now.id.text(*b));
    a ? builder.column(1).append_text(before.stage.text(*a)) : builder.column(1).append_null();
    builder.column(2).append_text(now.stage.text(*b));
    builder.column(3).append_text(now.cause.text(*b));
  });
  return builder.finish();
}

Result<Batch> stage_transitions(const Batch& previous, const Batch& current) {
  STAYSAIL_TRY(const auto before, columns_of(previous));
  STAYSAIL_TRY(const auto now, columns_of(current));
  std::map<std::pair<std::string, std::string>, std::int64_t> lines;
  walk(before, now, [&](std::optional<std::size_t> a, std::optional<std::size_t> b) {
    ++lines[{a ? std::string(before.stage.text(*a)) : "new", b ? std::string(now.stage.text(*b)) : "gone"}];
  });
  STAYSAIL_TRY(const auto schema, Schema::of({{"from_stage", ColumnType::text, 0, {}},
                                              {"to_stage", ColumnType::text, 0, {}},
                                              {"lines", ColumnType::number, 0, {}}}));
  BatchBuilder builder(schema);
  for (const auto& [stages, count] : lines) {
    builder.column(0).append_text(stages.first);
    builder.column(1).append_text(stages.second);
    builder.column(2).append_number(count);
  }
  return builder.finish();
}

}  // namespace staysail
