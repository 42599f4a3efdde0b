#include "staysail/work/hold_out_log.hpp"

#include "staysail/base/digest.hpp"
#include "staysail/model/record.hpp"
#include "staysail/work/task.hpp"

namespace staysail {
namespace {

Record record_of(const Plan& plan, const Candidate& candidate) {
  const Column* customers = plan.frame.find("customer_id");
  const auto customer = CustomerId::of(std::string(customers->text(candidate.row)));
  const Strategy& strategy = plan.strategy_of(candidate);
  RecordWriter writer(4);
  writer.add_text(customer.text());
  writer.add_text(strategy.id.text());
  writer.add_integer(plan.as_of.days_since_epoch());
  writer.add_text(plan.channel_of(candidate));
  Record record;
  record.key = {std::string(HoldOutLog::kKind), task_id_of(customer, strategy.id, plan.as_of.month_of()).text()};
  record.payload = writer.finish();
  record.indexes = {{"customer_id", customer.text()}};
  return record;
}

Result<PastContact> contact_of(const Record& record) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(record.payload));
  STAYSAIL_TRY(const auto customer, reader.next_text());
  STAYSAIL_TRY(const auto strategy, reader.next_text());
  STAYSAIL_TRY(const auto day, reader.next_day());
  STAYSAIL_TRY(const auto channel, reader.next_text());
  if (!customer || !strategy || !day)
    return Error(Errc::malformed_record, "a record of a hold-out misses a part; run `staysail verify`");
  PastContact contact;
  contact.customer_id = std::string(*customer);
  contact.strategy_id = std::string(*strategy);
  contact.held_out = true;
  contact.day = *day;
  contact.channel = std::string(channel.value_or(std::string_view{}));
  return contact;
}

std::string token_of(const ChangeSet& changes) {
  Digester digester;
  for (const ChangeSet::Put& put : changes.puts) digester.add(put.record.key.id).add(put.record.payload);
  return "hold_out:" + digester.finish().to_string();
}

}  // namespace

Result<std::uint64_t> HoldOutLog::record(const Plan& plan) {
  std::vector<Record> records;
  std::vector<EntityKey> keys;
  for (const std::uint32_t index : plan.ranked(Verdict::held_out)) {
    records.push_back(record_of(plan, plan.candidates[index]));
    keys.push_back(records.back().key);
  }
  STAYSAIL_TRY(const auto known, store_->get(keys));
  ChangeSet changes;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!known[i]) changes.put(std::move(records[i]), absent);
  }
  if (changes.empty()) return std::uint64_t{0};
  STAYSAIL_CHECK(store_->apply(changes, token_of(changes)).and_then([](const Receipt&) { return ok(); }));
  return static_cast<std::uint64_t>(changes.puts.size());
}

Result<std::vector<PastContact>> HoldOutLog::contacts() {
  std::vector<PastContact> contacts;
  FindRequest all;
  all.kind = kKind;
  STAYSAIL_CHECK(for_each_record(*store_, std::move(all), [&contacts](const Record& record) -> Status {
    STAYSAIL_TRY(PastContact contact, contact_of(record));
    contacts.push_back(std::move(contact));
    return ok();
  }));
  return contacts;
}

}  // namespace staysail
