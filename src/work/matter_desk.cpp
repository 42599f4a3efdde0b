#include "staysail/work/matter_desk.hpp"

#include <algorithm>

#include "staysail/base/digest.hpp"
#include "work/matter_guards.hpp"

namespace staysail {
namespace {

constexpr std::size_t kMattersAChange = 10'000;
constexpr int kAttempts = 3;

EntityKey key_of(const MatterId& id) { return {std::string(Matter::kKind), id.text()}; }

std::string token_of(std::string_view prefix, const ChangeSet& changes) {
  Digester digester;
  for (const ChangeSet::Put& put : changes.puts)
    digester.add(put.record.key.id).add(put.record.payload).add(static_cast<std::int64_t>(put.expected));
  return std::string(prefix) + ":" + digester.finish().to_string();
}

bool agrees(const std::string& wanted, std::string_view actual) { return wanted.empty() || wanted == actual; }

bool passes(const MatterFilter& filter, const Matter& matter) {
  return agrees(filter.kind, name_of(matter.kind)) && agrees(filter.subject, matter.subject) &&
         agrees(filter.state, matter.state) && agrees(filter.customer, matter.customer.text()) &&
         agrees(filter.assignee, matter.assignee.text()) && agrees(filter.unit, matter.unit.text()) &&
         agrees(filter.parent, matter.parent.text()) && (!filter.only_open || matter.open());
}

FindRequest request_of(const MatterFilter& filter) {
  const std::string kind(Matter::kKind);
  if (!filter.parent.empty()) return find_equal(kind, "parent", filter.parent);
  if (!filter.customer.empty()) return find_equal(kind, "customer_id", filter.customer);
  if (!filter.assignee.empty()) return find_equal(kind, "assignee", filter.assignee);
  if (!filter.kind.empty() && !filter.state.empty()) return find_equal(kind, "state", filter.kind + ":" + filter.state);
  if (!filter.unit.empty()) return find_equal(kind, "unit", filter.unit);
  if (!filter.kind.empty()) return find_equal(kind, "kind", filter.kind);
  return FindRequest{kind, "", {}, {}, 0, ""};
}

AccessAsk ask_of(const Matter& matter, std::string_view action) {
  return {name_of(matter.kind), action, matter.unit, matter.assignee};
}

bool happened(const Matter& matter, const std::string& event, const MatterMove& move) {
  const TaskEntry entry{move.at, event, move.actor.staff.text(), move.note};
  return std::find(matter.history.begin(), matter.history.end(), entry) != matter.history.end();
}

Status check_order(const Matter& matter, const MatterMove& move) {
  if (matter.history.empty() || move.at >= matter.history.back().at) return ok();
  return Error(Errc::conflict, "the last step of this matter was at " + matter.history.back().at.to_string() +
                                   "; it cannot be moved at " + move.at.to_string() + ": " + matter.id.text());
}

// A whole that was split ends after its parts.
Status check_parts(const Matter& matter, const std::vector<Matter>& parts) {
  for (const Matter& part : parts)
    if (part.kind == matter.kind && part.open())
      return Error(Errc::invalid_argument, "it was split, and ends after its parts; still open: " + part.id.text());
  return ok();
}

}  // namespace

Result<Matter> MatterDesk::read(const MatterId& id) {
  STAYSAIL_TRY(const auto found, store_->get({key_of(id)}));
  if (found.size() != 1 || !found.front()) return Error(Errc::not_found, "there is no matter of this id: " + id.text());
  return matter_of(*found.front());
}

Result<std::vector<Matter>> MatterDesk::read_all(const MatterFilter& filter) {
  std::vector<Matter> matters;
  const auto visit = [&](const Record& record) -> Status {
    STAYSAIL_TRY(Matter matter, matter_of(record));
    if (passes(filter, matter)) matters.push_back(std::move(matter));
    return ok();
  };
  STAYSAIL_CHECK(for_each_record(*store_, request_of(filter), visit));
  std::sort(matters.begin(), matters.end(), [](const Matter& a, const Matter& b) { return a.id < b.id; });
  return matters;
}

Result<std::vector<Matter>> MatterDesk::parts_of(const MatterId& id) {
  MatterFilter filter;
  filter.parent = id.text();
  return read_all(filter);
}

Result<Receipt> MatterDesk::write(const std::vector<Matter>& matters, const std::string& what) {
  ChangeSet changes;
  for (const Matter& matter : matters) changes.put(to_record(matter), matter.version);
  if (changes.empty()) return Receipt{};
  return store_->apply(changes, token_of(what, changes));
}

Status MatterDesk::prepare(Matter& matter, const MatterMove& move) {
  std::optional<Matter> parent;
  if (!matter.parent.empty()) {
    STAYSAIL_TRY(parent, read(matter.parent));
  }
  STAYSAIL_CHECK(check_opening(matter, parent ? &*parent : nullptr));
  if (matter.unit.empty()) matter.unit = move.actor.unit;
  STAYSAIL_CHECK(access_.may(move.actor, {name_of(matter.kind), "open", matter.unit, {}}));
  for (const auto& [name, value] : move.attributes) matter.set_attribute(name, value);
  matter.id = matter_id_of(matter);
  matter.state = std::string(life_of(matter.kind).first());
  matter.opened = move.at;
  matter.opened_by = move.actor.staff.text();
  matter.history = {{move.at, "open", matter.opened_by, move.note}};
  matter.version = absent;
  service_.start(matter);
  return ok();
}

Result<OpenedMatters> MatterDesk::open_once(const std::vector<Matter>& matters) {
  std::vector<EntityKey> keys;
  for (const Matter& matter : matters) keys.push_back(key_of(matter.id));
  STAYSAIL_TRY(const auto found, store_->get(keys));
  OpenedMatters opened;
  std::map<MatterId, Matter> fresh;  // one occasion named twice is one matter
  for (std::size_t i = 0; i < matters.size(); ++i) {
    if (!found[i]) fresh.emplace(matters[i].id, matters[i]);
    STAYSAIL_TRY(Matter known, found[i] ? matter_of(*found[i]) : Result<Matter>(fresh.at(matters[i].id)));
    opened.matters.push_back(std::move(known));
  }
  opened.opened = fresh.size();
  opened.repeated = matters.size() - fresh.size();
  std::vector<Matter> written;
  for (auto& [id, matter] : fresh) written.push_back(std::move(matter));
  STAYSAIL_TRY(const Receipt receipt, write(written, "open"));
  for (Matter& matter : opened.matters)
    if (matter.version == absent) matter.version = receipt.version;
  return opened;
}

Result<OpenedMatters> MatterDesk::open(std::vector<Matter> matters, const MatterMove& move, const Control& control) {
  for (Matter& matter : matters) STAYSAIL_CHECK(prepare(matter, move));
  OpenedMatters all;
  for (std::size_t begin = 0; begin < matters.size(); begin += kMattersAChange) {
    STAYSAIL_CHECK(control.check());
    const auto first = matters.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = matters.begin() + static_cast<std::ptrdiff_t>(std::min(matters.size(), begin + kMattersAChange));
    auto part = open_once({first, last});
    // Somebody else opened some of them between the reading and the writing.
    for (int attempt = 1; !part && part.error().code() == Errc::conflict && attempt < kAttempts; ++attempt)
      part = open_once({first, last});
    if (!part) return part.error();
    all.opened += part->opened;
    all.repeated += part->repeated;
    std::move(part->matters.begin(), part->matters.end(), std::back_inserter(all.matters));
  }
  return all;
}

Result<MovedMatter> MatterDesk::open_one(Matter matter, const MatterMove& move) {
  std::vector<Matter> one;
  one.push_back(std::move(matter));
  STAYSAIL_TRY(OpenedMatters opened, open(std::move(one), move));
  return MovedMatter{std::move(opened.matters.front()), opened.repeated == 1};
}

Result<Matter> MatterDesk::find(const MatterId& id, const Actor& actor) {
  STAYSAIL_TRY(Matter matter, read(id));
  STAYSAIL_CHECK(access_.may(actor, ask_of(matter, "read")));
  return matter;
}

Result<std::vector<Matter>> MatterDesk::list(const MatterFilter& filter, const Actor& actor) {
  STAYSAIL_TRY(std::vector<Matter> matters, read_all(filter));
  const auto hidden = [&](const Matter& matter) { return !access_.may(actor, ask_of(matter, "read")); };
  matters.erase(std::remove_if(matters.begin(), matters.end(), hidden), matters.end());
  if (filter.limit != 0 && matters.size() > filter.limit) matters.resize(filter.limit);
  return matters;
}

Status MatterDesk::apply(Matter& matter, const std::string& event, const MatterMove& move) {
  const MatterLife& life = life_of(matter.kind);
  STAYSAIL_TRY(const std::size_t number, life.event_number(event));
  auto next = life.next(matter.state, event);
  if (!next) return next.error().within("matter " + matter.id.text());
  STAYSAIL_TRY(const std::vector<Matter> parts, parts_of(matter.id));
  STAYSAIL_CHECK(check_guards(matter, life.events[number], move, parts));
  if (life.is_final(*next)) STAYSAIL_CHECK(check_parts(matter, parts));
  matter.state = std::string(*next);
  if (life.clock_stands(matter.state)) service_.stand(matter, move.at);
  else service_.run_again(matter, move.at);
  if (life.is_final(matter.state)) matter.timer.reset();
  return ok();
}

// Reads, asks the gate, changes, writes; what had happened already is told as such. Who comes second of two at the same
// moment looks again.
Result<MovedMatter> MatterDesk::settle(const MatterId& id, const std::string& event, const MatterMove& move,
                                       const std::function<Status(Matter&)>& change) {
  for (int attempt = 1;; ++attempt) {
    STAYSAIL_TRY(Matter matter, read(id));
    STAYSAIL_CHECK(access_.may(move.actor, ask_of(matter, event)));
    if (happened(matter, event, move)) return MovedMatter{std::move(matter), true};
    STAYSAIL_CHECK(check_order(matter, move));
    STAYSAIL_CHECK(change(matter));
    for (const auto& [name, value] : move.attributes) matter.set_attribute(name, value);
    matter.history.push_back({move.at, event, move.actor.staff.text(), move.note});
    const auto receipt = write({matter}, "matter");
    if (!receipt && (receipt.error().code() != Errc::conflict || attempt == kAttempts)) return receipt.error();
    if (!receipt) continue;
    matter.version = receipt->version;
    return MovedMatter{std::move(matter), receipt->repeated};
  }
}

Result<MovedMatter> MatterDesk::move(const MatterId& id, const std::string& event, const MatterMove& move) {
  return settle(id, event, move, [&](Matter& matter) { return apply(matter, event, move); });
}

}  // namespace staysail
