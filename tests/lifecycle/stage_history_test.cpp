#include "staysail/lifecycle/stage_history.hpp"

#include "staysail/model/record.hpp"
#include "told_lines.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

const Month kJanuary = Month::of(2026, 1);

// "S1:growth S2:decline" in order of ids.
Batch stage_frame(const std::string& text) {
  ColumnBuilder id(Field{"subscription_id", ColumnType::text, 0, {}}), stage(Field{"stage", ColumnType::text, 0, {}}),
      cause(Field{"stage_cause", ColumnType::text, 0, {}});
  for (const auto& word : words_of(text)) {
    id.append_text(word.substr(0, word.find(':')));
    stage.append_text(word.substr(word.find(':') + 1));
    cause.append_text("CAUSE");
  }
  return Batch::of({id.finish(), stage.finish(), cause.finish()}).value();
}

std::string rows_of(const Batch& batch) {
  std::string text;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (const auto& column : batch.columns()) text += column.value_text(row) + " ";
    text.back() = ';';
  }
  return text;
}

}  // namespace

TEST_CASE("a history keeps entry, exit and cause of each stay") {
  StageHistory history;
  CHECK(history.enter("growth", "FIRST_YEAR", kJanuary).value());
  CHECK_FALSE(history.enter("growth", "FIRST_YEAR", kJanuary + 1).value());
  CHECK(history.enter("decline", "SILENT", kJanuary + 2).value());
  CHECK(history.enter("maturity", "RENEWED", kJanuary + 3).value());
  const std::vector<StageStay> expected = {{"growth", kJanuary, kJanuary + 2, "FIRST_YEAR"},
                                           {"decline", kJanuary + 2, kJanuary + 3, "SILENT"},
                                           {"maturity", kJanuary + 3, std::nullopt, "RENEWED"}};
  CHECK(history.stays() == expected);
  CHECK(StageHistory::from_record(history.to_record()).value() == history);
}

TEST_CASE("the same month again replaces what it said; an earlier month is a conflict") {
  StageHistory history;
  REQUIRE(history.enter("growth", "FIRST_YEAR", kJanuary));
  REQUIRE(history.enter("decline", "SILENT", kJanuary + 1));
  CHECK_FALSE(history.enter("decline", "SILENT", kJanuary + 1).value());
  CHECK(history.enter("growth", "FIRST_YEAR", kJanuary + 1).value());
  REQUIRE(history.stays().size() == 1);
  CHECK_FALSE(history.stays().front().left);
  CHECK(history.enter("decline", "PORT_OUT", kJanuary + 1).value());
  const auto early = history.enter("growth", "FIRST_YEAR", kJanuary);
  REQUIRE_FALSE(early);
  CHECK(early.error().code() == Errc::conflict);
}

TEST_CASE("bytes that are no history are refused") {
  StageHistory history;
  REQUIRE(history.enter("growth", "FIRST_YEAR", kJanuary));
  const auto bytes = history.to_record();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto cut = StageHistory::from_record(std::string_view(bytes).substr(0, length));
    if (!cut) CHECK(cut.error().code() == Errc::malformed_record);
    else CHECK_FALSE(*cut == history);
  }
}

TEST_CASE("stays that no line can have had are no history") {
  const auto written = [](std::int64_t left, std::int64_t next) {
    RecordWriter writer(9);
    writer.add_integer(2);
    writer.add_text("growth");
    writer.add_integer(kJanuary.index());
    left == 0 ? writer.add_null() : writer.add_integer(left);
    writer.add_text("FIRST_YEAR");
    writer.add_text("decline");
    writer.add_integer(next);
    writer.add_null();
    writer.add_text("SILENT");
    return StageHistory::from_record(writer.finish());
  };
  const std::int64_t march = kJanuary.index() + 2;
  CHECK(written(march, march));
  for (const auto& history : {written(0, march), written(march, march - 1), written(march - 3, march),
                              written(march, march + (std::int64_t{1} << 32))}) {
    REQUIRE_FALSE(history);
    CHECK(history.error().code() == Errc::malformed_record);
  }
}

TEST_CASE("changes and transitions between two months") {
  const auto before = stage_frame("S1:growth S2:decline S3:maturity S5:decline"),
             now = stage_frame("S1:growth S2:maturity S3:decline S4:onboarding");
  CHECK(rows_of(stage_changes(before, now).value()) ==
        "S2 decline maturity CAUSE;S3 maturity decline CAUSE;S4  onboarding CAUSE;");
  CHECK(rows_of(stage_transitions(before, now).value()) ==
        "decline gone 1;decline maturity 1;growth growth 1;maturity decline 1;new onboarding 1;");
  CHECK(rows_of(stage_transitions(Batch(), now).value()) ==
        "new decline 1;new growth 1;new maturity 1;new onboarding 1;");
}
