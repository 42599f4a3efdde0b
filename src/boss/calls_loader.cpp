// [feed.calls]: call detail records, of which a feed keeps what each subscription did on each day.
#include "boss/mapping_context.hpp"

namespace staysail::boss {
namespace {

// Asterisk's cdr-csv (Master.csv): every text in quotes, no header; the last two where they are switched on.
const std::vector<std::string>& asterisk_columns() {
  static const std::vector<std::string> names = {
      "accountcode", "src",    "dst", "dcontext", "clid",    "channel",     "dstchannel", "lastapp",  "lastdata",
      "start",       "answer", "end", "duration", "billsec", "disposition", "amaflags",   "uniqueid", "userfield"};
  return names;
}

// What the rows of a day are, as a feed would say it of a file that held them.
constexpr std::string_view kUsageOfADay = R"(table = "usage"
version = "records"
[fields]
subscription_id = "subscription_id"
month = { column = "day", pattern = "yyyy-MM-dd" }
day = { column = "day", pattern = "yyyy-MM-dd" }
part = "part"
calls_out = "calls_out"
calls_in = "calls_in"
seconds_out = "seconds_out"
seconds = "seconds"
data_mb = { column = "bytes", unit = "B", round = true }
distinct_contacts = "distinct_contacts"
last_outgoing_call = { column = "last_outgoing_call", pattern = "yyyy-MM-dd" }
active_days = "active_days"
failed_calls = "failed_calls"
)";

Status read_optional(const TomlTable& table, std::string_view key, std::optional<ColumnReference>& column) {
  const auto value = table.find(key);
  if (!value) return ok();
  STAYSAIL_TRY(column, read_column(*value));
  return ok();
}

// { column = "...", KEY = [...] }: the texts of a column that mean KEY.
Status read_texts_of(const TomlTable& table, std::string_view name, std::string_view key,
                     std::optional<ColumnReference>& column, std::vector<std::string>& texts) {
  if (!table.has(name)) return ok();
  STAYSAIL_TRY(const auto form, table.table(name));
  STAYSAIL_CHECK(form.only({"column", key}));
  STAYSAIL_TRY(const auto value, form.require("column"));
  STAYSAIL_TRY(column, read_column(value));
  STAYSAIL_TRY(texts, form.texts(key));
  if (texts.empty()) return mapping_error(form, "which of its texts mean it: " + std::string(key) + " = [...]");
  return ok();
}

Status read_start(const TomlTable& table, CallRecordMapping& calls) {
  STAYSAIL_TRY(const auto value, table.require("start"));
  if (value.kind() != TomlKind::table) {
    STAYSAIL_TRY(calls.start, read_column(value));
    return ok();
  }
  STAYSAIL_TRY(const auto form, value.table());
  STAYSAIL_CHECK(form.only({"column", "pattern"}));
  STAYSAIL_TRY(const auto column, form.require("column"));
  STAYSAIL_TRY(calls.start, read_column(column));
  STAYSAIL_TRY(const auto pattern, form.require("pattern"));
  STAYSAIL_TRY(calls.start_time, read_pattern(pattern));
  if (!calls.start_time->has_day()) return mapping_error(pattern, "the date pattern has no day (dd)");
  return ok();
}

ColumnReference named(const char* name, const TomlTable& table) { return {name, 0, table.place()}; }

// What stands where in Asterisk's files, as far as the mapping does not say otherwise.
void take_asterisk(const TomlTable& table, CallRecordMapping& calls, FeedMapping& feed) {
  feed.columns = asterisk_columns();
  feed.delimited.header = false;
  feed.delimited.fields = 0;
  calls.subscription_id = named("accountcode", table);
  calls.start = named("start", table);
  calls.seconds = named("billsec", table);
  calls.called = named("dst", table);
  calls.caller = named("src", table);
  calls.outcome = named("disposition", table);
  calls.answered = {"ANSWERED"};
}

Status read_layout_name(const TomlTable& calls_table, CallRecordMapping& calls, FeedMapping& feed) {
  const auto layout = calls_table.find("layout");
  if (!layout) return ok();
  STAYSAIL_TRY(const auto name, layout->text());
  if (name != "asterisk") return mapping_error(*layout, "the one layout that is known by name is \"asterisk\"");
  if (feed.format != FeedFormat::delimited || !feed.columns.empty())
    return mapping_error(*layout, "a layout says what the columns are; leave out format and columns");
  take_asterisk(calls_table, calls, feed);
  return ok();
}

Status read_required(const TomlTable& table, std::string_view key, bool has_default, ColumnReference& column) {
  if (has_default && !table.has(key)) return ok();
  STAYSAIL_TRY(const auto value, table.require(key));
  STAYSAIL_TRY(column, read_column(value));
  return ok();
}

Status read_columns(const TomlTable& table, CallRecordMapping& calls) {
  const bool known = table.has("layout");
  STAYSAIL_CHECK(read_required(table, "subscription_id", known, calls.subscription_id));
  STAYSAIL_CHECK(read_required(table, "seconds", known, calls.seconds));
  if (!known || table.has("start")) STAYSAIL_CHECK(read_start(table, calls));
  STAYSAIL_CHECK(read_optional(table, "called", calls.called));
  STAYSAIL_CHECK(read_optional(table, "caller", calls.caller));
  STAYSAIL_CHECK(read_optional(table, "bytes", calls.bytes));
  STAYSAIL_CHECK(read_texts_of(table, "direction", "incoming", calls.direction, calls.incoming));
  return read_texts_of(table, "outcome", "answered", calls.outcome, calls.answered);
}

}  // namespace

Status read_calls(const TomlTable& table, const FeedDefaults& defaults, const MappingContext& context,
                  FeedMapping& feed) {
  if (table.has("entity"))
    return mapping_error(*table.find("entity"),
                         "the days of call records are rows of `usage`; leave [[feed.entity]] out");
  STAYSAIL_TRY(const auto calls_table, table.table("calls"));
  STAYSAIL_CHECK(calls_table.only(
      {"layout", "subscription_id", "start", "seconds", "called", "caller", "bytes", "direction", "outcome"}));
  CallRecordMapping calls;
  STAYSAIL_CHECK(read_layout_name(calls_table, calls, feed));
  STAYSAIL_CHECK(read_columns(calls_table, calls));
  STAYSAIL_TRY(const auto usage, TomlTable::parse(kUsageOfADay, "the days of call records"));
  FeedDefaults plain;
  plain.delimited = defaults.delimited;
  STAYSAIL_TRY(auto entity, read_entity(usage, plain, context));
  entity.place = calls_table.place();
  feed.entities.push_back(std::move(entity));
  feed.calls = std::move(calls);
  feed.keep_unknown = false;
  return ok();
}

}  // namespace staysail::boss
