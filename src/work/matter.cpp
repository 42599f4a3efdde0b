#include "staysail/work/matter.hpp"

#include <algorithm>

#include "staysail/base/digest.hpp"
#include "work/record_fields.hpp"

namespace staysail {
namespace {

constexpr std::size_t kAttributes = 20;

auto place_in(const Pairs& attributes, std::string_view name) {
  return std::lower_bound(attributes.begin(), attributes.end(), name,
                          [](const auto& pair, std::string_view wanted) { return pair.first < wanted; });
}

void add_instant(RecordWriter& writer, const std::optional<Instant>& instant) {
  if (instant) writer.add_integer(instant->micros());
  else writer.add_null();
}

std::optional<Instant> instant_of(const std::optional<std::int64_t>& micros) {
  return micros ? std::optional(Instant::from_micros(*micros)) : std::nullopt;
}

std::string payload_of(const Matter& matter) {
  RecordWriter writer(kAttributes);
  writer.add_integer(static_cast<std::int64_t>(matter.kind));
  for (const std::string* text :
       {&matter.subject, &matter.occasion, &matter.customer.text(), &matter.account.text(), &matter.subscription.text(),
        &matter.parent.text(), &matter.state, &matter.assignee.text(), &matter.unit.text(), &matter.opened_by})
    writer.add_text(*text);
  writer.add_integer(matter.opened.micros());
  add_instant(writer, matter.due);
  add_instant(writer, matter.clock_stood);
  writer.add_integer(matter.paused_minutes);
  add_instant(writer, matter.timer);
  writer.add_integer(matter.timer_step);
  writer.add_integer(matter.escalation_level);
  writer.add_text(pack(matter.attributes));
  writer.add_text(pack(matter.history));
  return writer.finish();
}

void read_texts(Fields& fields, Matter& matter) {
  matter.subject = fields.text();
  matter.occasion = fields.text();
  matter.customer = CustomerId::of(fields.text());
  matter.account = AccountId::of(fields.text());
  matter.subscription = SubscriptionId::of(fields.text());
  matter.parent = MatterId::of(fields.text());
  matter.state = fields.text();
  matter.assignee = StaffId::of(fields.text());
  matter.unit = UnitId::of(fields.text());
  matter.opened_by = fields.text();
}

Status read_course(Fields& fields, Matter& matter) {
  matter.opened = Instant::from_micros(fields.integer());
  matter.due = instant_of(fields.optional_integer());
  matter.clock_stood = instant_of(fields.optional_integer());
  matter.paused_minutes = fields.integer();
  matter.timer = instant_of(fields.optional_integer());
  matter.timer_step = fields.integer();
  matter.escalation_level = fields.integer();
  STAYSAIL_TRY(matter.attributes, unpack_pairs(fields.text()));
  STAYSAIL_TRY(matter.history, unpack_history(fields.text()));
  return ok();
}

// A state that its life does not know is damage: no later step could be judged.
Status check_state(const Matter& matter) {
  const auto known = state_number(life_of(matter.kind).shape, matter.state);
  if (known && life_of(matter.kind).shape.states[*known] == matter.state) return ok();
  return Error(Errc::malformed_record, "a record of " + std::string(life_of(matter.kind).shape.thing) +
                                           " holds an unknown state: " + matter.state);
}

}  // namespace

std::string_view Matter::attribute(std::string_view name) const {
  const auto found = place_in(attributes, name);
  return found == attributes.end() || found->first != name ? std::string_view{} : std::string_view(found->second);
}

void Matter::set_attribute(const std::string& name, const std::string& value) {
  const auto place = attributes.begin() + (place_in(attributes, name) - attributes.cbegin());
  const bool there = place != attributes.end() && place->first == name;
  if (value.empty() && there) attributes.erase(place);
  else if (there) place->second = value;
  else if (!value.empty()) attributes.insert(place, {name, value});
}

MatterId matter_id_of(const Matter& matter) {
  Digester digester;
  digester.add(matter.customer.source()).add(matter.customer.text()).add(matter.account.text());
  digester.add(matter.subscription.text()).add(matter.parent.text()).add(matter.subject).add(matter.occasion);
  return MatterId::of(std::string(name_of(matter.kind)) + "-" + digester.finish().to_string().substr(0, 20));
}

Record to_record(const Matter& matter) {
  Record record;
  record.key = {std::string(Matter::kKind), matter.id.text()};
  record.version = matter.version;
  record.payload = payload_of(matter);
  const std::string kind(name_of(matter.kind));
  add_index(record, "kind", kind);
  add_index(record, "state", kind + ":" + matter.state);
  add_index(record, "customer_id", matter.customer.text());
  add_index(record, "assignee", matter.assignee.text());
  add_index(record, "unit", matter.unit.text());
  add_index(record, "parent", matter.parent.text());
  if (matter.timer && !matter.clock_stood) add_index(record, "timer", matter.timer->to_string());
  return record;
}

Result<Matter> matter_of(const Record& record) {
  STAYSAIL_TRY(Fields fields, Fields::open(record.payload));
  Matter matter;
  matter.id = MatterId::of(record.key.id);
  matter.version = record.version;
  matter.kind = fields.symbol<MatterKind>(kMatterKinds);
  STAYSAIL_CHECK(fields.status());
  read_texts(fields, matter);
  STAYSAIL_CHECK(read_course(fields, matter));
  STAYSAIL_CHECK(fields.status());
  STAYSAIL_CHECK(check_state(matter));
  return matter;
}

}  // namespace staysail
