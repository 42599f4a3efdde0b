#include "boss/call_days.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <unordered_set>

#include "staysail/base/nearest_name.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kColumns = std::size(kCallDayColumns);
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Where the values stand in a record; kNone for what the mapping does not name.
struct Places {
  std::size_t subscription_id = kNone, start = kNone, seconds = kNone, called = kNone, caller = kNone, bytes = kNone,
              direction = kNone, outcome = kNone;
  std::size_t width = 0;  // fields that a record must have
};

Result<std::size_t> place_of(const ColumnReference& column, const std::vector<std::string>& names,
                             const std::string& file) {
  if (column.name.empty()) return column.position - 1;
  const auto found = std::find(names.begin(), names.end(), column.name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  return Error::at(
      column.place, Errc::mapping_invalid,
      "the records of " + file + " have no column '" + column.name + "'" + did_you_mean(column.name, names));
}

Result<Places> find_places(const CallRecordMapping& calls, const std::vector<std::string>& names,
                           const std::string& file) {
  Places places;
  const auto find = [&](const std::optional<ColumnReference>& column, std::size_t& place) -> Status {
    if (!column) return ok();
    STAYSAIL_TRY(place, place_of(*column, names, file));
    places.width = std::max(places.width, place + 1);
    return ok();
  };
  STAYSAIL_CHECK(find(calls.subscription_id, places.subscription_id));
  STAYSAIL_CHECK(find(calls.start, places.start));
  STAYSAIL_CHECK(find(calls.seconds, places.seconds));
  STAYSAIL_CHECK(find(calls.called, places.called));
  STAYSAIL_CHECK(find(calls.caller, places.caller));
  STAYSAIL_CHECK(find(calls.bytes, places.bytes));
  STAYSAIL_CHECK(find(calls.direction, places.direction));
  STAYSAIL_CHECK(find(calls.outcome, places.outcome));
  return places;
}

struct Call {
  std::string_view subscription_id, contact;
  Day day;
  std::int64_t seconds = 0, bytes = 0;
  bool incoming = false, answered = true;
};

struct CallDay {
  std::uint64_t line = 0, byte_offset = 0;
  std::int64_t records = 0, repeated = 0, calls_out = 0, calls_in = 0, seconds_out = 0, seconds = 0, bytes = 0,
               failed = 0;
  std::unordered_set<std::uint64_t> contacts;
};

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// No day has more seconds or bytes than this; a sum of as many records as a file may have stays within 64 bits.
constexpr std::int64_t kLargestValue = 100'000'000'000;

class CallDayReader final : public TextRecordReader {
 public:
  CallDayReader(std::unique_ptr<TextRecordReader> records, const FeedMapping& feed, const Places& places,
                std::string file)
      : records_(std::move(records)),
        calls_(*feed.calls),
        places_(places),
        file_(std::move(file)),
        header_(std::begin(kCallDayColumns), std::end(kCallDayColumns)) {
    std::random_device random;
    salt_ = (std::uint64_t{random()} << 32) | random();
  }

  const std::vector<std::string>& header() const override { return header_; }

  Result<bool> next(TextRecord& out) override {
    while (!ended_) {
      STAYSAIL_TRY(const bool more, records_->next(out));
      if (!more) {
        ended_ = true;
        at_ = days_.begin();
      } else if (!take(out)) {
        return true;
      }
      if (seen_.size() > kMostCallRecords)
        return Error::at({file_, 0, 0}, Errc::limit_exceeded,
                         "a file has at most " + std::to_string(kMostCallRecords) + " call records; split it");
    }
    return hand_out(out);
  }

 private:
  using Days = std::map<std::pair<std::string, Day>, CallDay>;

  // False for a record that cannot be used: `record` is then a row that says why.
  bool take(TextRecord& record) {
    if (record.good() && record.fields.size() < places_.width) record.fault = RowFault::too_few_fields;
    if (!record.good()) return false;
    Call call;
    if (const std::size_t bad = read(record, call); bad != kNone) {
      describe_bad(record, bad);
      return false;
    }
    const Digest digest = digest_of(record);
    if (part_.empty()) part_ = digest.to_string();
    CallDay& day = days_[{std::string(call.subscription_id), call.day}];
    if (day.records == 0) day.line = record.line, day.byte_offset = record.byte_offset;
    seen_.insert(digest.low ^ salt_).second ? add(call, day) : static_cast<void>(++day.repeated);
    return true;
  }

  std::string_view text(const TextRecord& record, std::size_t place) const {
    return place == kNone ? std::string_view() : trimmed(record.fields[place]);
  }

  // kNone when all is well; else which column of the day's row is at fault. What is bad is found again there.
  std::size_t read(const TextRecord& record, Call& call) const {
    call.subscription_id = text(record, places_.subscription_id);
    if (call.subscription_id.empty() || call.subscription_id.find('\0') != std::string_view::npos) return kSubscription;
    const std::string_view start = text(record, places_.start);
    const auto instant = calls_.start_time ? calls_.start_time->instant(start) : Instant::parse(start);
    if (!instant) return kDay;
    call.day = instant->day();
    if (!read_amount(text(record, places_.seconds), call.seconds)) return kSeconds;
    if (places_.bytes != kNone && !read_amount(text(record, places_.bytes), call.bytes)) return kBytes;
    call.incoming = places_.direction != kNone && contains(calls_.incoming, text(record, places_.direction));
    call.answered = places_.outcome == kNone || contains(calls_.answered, text(record, places_.outcome));
    call.contact = text(record, call.incoming ? places_.caller : places_.called);
    return kNone;
  }

  static bool read_amount(std::string_view text, std::int64_t& amount) {
    const auto number = text.empty() ? Result<std::int64_t>(0) : parse_number(text, NumberPattern{});
    if (!number || *number < 0 || *number > kLargestValue) return false;
    amount = *number;
    return true;
  }

  void add(const Call& call, CallDay& day) const {
    ++day.records;
    day.failed += call.answered ? 0 : 1;
    day.calls_in += call.incoming ? 1 : 0;
    day.calls_out += call.incoming ? 0 : 1;
    day.seconds += call.seconds;
    day.seconds_out += call.incoming ? 0 : call.seconds;
    day.bytes += call.bytes;
    if (!call.contact.empty()) day.contacts.insert(hash_of(call.contact, salt_));
  }

  // A row in the form of a day, with the bad value where it will be refused, and nothing else of the record.
  void describe_bad(TextRecord& record, std::size_t bad) {
    const std::array<std::size_t, kColumns> from = source_columns();
    const std::string value(text(record, from[bad]));
    for (auto& cell : texts_) cell = "0";
    texts_[kSubscription] = bad == kSubscription ? value : "-";
    texts_[kDay] = "2000-01-01";
    texts_[kLastOutgoing] = "";
    texts_[bad] = bad == kSeconds || bad == kBytes ? (value.empty() ? "-" : "not a count: " + value) : value;
    if (bad == kDay && texts_[bad].empty()) texts_[bad] = "-";
    give(record);
  }

  std::array<std::size_t, kColumns> source_columns() const {
    std::array<std::size_t, kColumns> from{};
    from.fill(kNone);
    from[kSubscription] = places_.subscription_id;
    from[kDay] = places_.start;
    from[kSeconds] = places_.seconds;
    from[kBytes] = places_.bytes;
    return from;
  }

  // Hands the texts out as the fields of the record.
  void give(TextRecord& record) {
    std::copy(texts_.begin(), texts_.end(), fields_.begin());
    record.fields = fields_;
    record.starts = starts_;
    record.text = {};
  }

  bool hand_out(TextRecord& out) {
    out = TextRecord{};
    if (at_ == days_.end()) return false;
    const auto& [key, day] = *at_;
    write(key.first, key.second, day);
    out.line = day.line;
    out.byte_offset = day.byte_offset;
    give(out);
    if (++given_ > day.repeated) {
      ++at_;
      given_ = 0;
    }
    return true;
  }

  void write(const std::string& subscription_id, Day date, const CallDay& day) {
    texts_ = {subscription_id,
              date.to_string(),
              part_,
              std::to_string(day.records),
              std::to_string(day.calls_out),
              std::to_string(day.calls_in),
              std::to_string(day.seconds_out),
              std::to_string(day.seconds),
              std::to_string(day.bytes),
              std::to_string(day.contacts.size()),
              day.calls_out == 0 ? std::string() : date.to_string(),
              "1",
              std::to_string(day.failed)};
  }

  static constexpr std::size_t kSubscription = 0, kDay = 1, kSeconds = 7, kBytes = 8, kLastOutgoing = 10;

  std::unique_ptr<TextRecordReader> records_;
  const CallRecordMapping& calls_;
  Places places_;
  std::string file_;
  std::vector<std::string> header_;
  std::uint64_t salt_ = 0;
  std::string part_;
  Days days_;
  std::unordered_set<std::uint64_t> seen_;
  bool ended_ = false;
  Days::const_iterator at_;
  std::int64_t given_ = 0;  // times that the row at hand was given
  std::array<std::string, kColumns> texts_;
  std::array<std::string_view, kColumns> fields_;
  std::array<std::uint32_t, kColumns> starts_{};
};

}  // namespace

Result<std::unique_ptr<TextRecordReader>> open_call_days(std::unique_ptr<TextRecordReader> records,
                                                         const FeedMapping& feed, const std::string& file) {
  const auto& names = records->header().empty() ? feed.columns : records->header();
  STAYSAIL_TRY(const Places places, find_places(*feed.calls, names, file));
  return std::unique_ptr<TextRecordReader>(std::make_unique<CallDayReader>(std::move(records), feed, places, file));
}

}  // namespace staysail::boss
