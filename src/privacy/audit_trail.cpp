#include "staysail/privacy/audit_trail.hpp"

#include <algorithm>
#include <utility>

#include "privacy/audit_record.hpp"

namespace staysail {
namespace {

Digest link_of(const AuditEntry& entry, const Digest& before, std::string_view key) {
  Digester digester;
  digester.add(key).add(static_cast<std::int64_t>(before.high)).add(static_cast<std::int64_t>(before.low));
  digester.add(static_cast<std::int64_t>(entry.number)).add(entry.at.micros()).add(entry.actor).add(entry.pseudonym);
  return digester.add(entry.purpose).add(entry.what).add(entry.refused ? 1 : 0).finish();
}

// What is wrong with the entry at `position`, given the link before it; empty when nothing is.
std::string fault_of(const AuditEntry& entry, std::uint64_t position, const Digest& before, std::string_view key) {
  if (entry.number != position)
    return "entry " + std::to_string(position) + " was taken out, slipped in or moved: number " +
           std::to_string(entry.number) + " stands there";
  if (entry.link != link_of(entry, before, key))
    return "entry " + std::to_string(position) + " was edited, or its neighbours were";
  return {};
}

AuditVerdict bad(std::size_t entries, std::uint64_t position, std::string reason) {
  return AuditVerdict{false, entries, position, std::move(reason)};
}

}  // namespace

std::string pseudonym_of(std::string_view subject, std::string_view key) {
  return Digester().add("subject").add(key).add(subject).finish().to_string();
}

AuditVerdict verify_audit(std::span<const AuditEntry> entries, std::string_view key,
                          const std::optional<AuditHead>& head) {
  Digest before;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::string fault = fault_of(entries[i], i + 1, before, key);
    if (!fault.empty()) return bad(entries.size(), i + 1, std::move(fault));
    before = entries[i].link;
  }
  if (!head || *head == AuditHead{entries.size(), before}) return AuditVerdict{true, entries.size(), 0, {}};
  const std::uint64_t position = std::min<std::uint64_t>(entries.size(), head->entries) + 1;
  return bad(entries.size(), position,
             "the trail has " + std::to_string(entries.size()) + " entries and its head knows " +
                 std::to_string(head->entries) + ": the end was cut off, added to or rolled back");
}

Result<AuditTrail> AuditTrail::load(EntityStore& store, std::string key) {
  AuditTrail trail(std::move(key));
  STAYSAIL_TRY(const auto records, store.get({privacy::head_key()}));
  if (!records.front()) return trail;
  STAYSAIL_TRY(trail.head_, privacy::head_from(records.front()->payload));
  trail.head_version_ = records.front()->version;
  return trail;
}

void AuditTrail::add(const AuditEvent& event) {
  AuditEntry entry{head_.entries + 1, event.at,   event.actor,   pseudonym_of(event.subject, key_),
                   event.purpose,     event.what, event.refused, {}};
  entry.link = link_of(entry, head_.link, key_);
  head_ = AuditHead{entry.number, entry.link};
  pending_.push_back(std::move(entry));
}

void AuditTrail::put_into(ChangeSet& changes) const {
  if (pending_.empty()) return;
  for (const AuditEntry& entry : pending_) changes.put(privacy::record_of(entry), absent);
  changes.put(privacy::record_of(head_), head_version_);
}

Status AuditTrail::save(EntityStore& store) {
  if (pending_.empty()) return ok();
  ChangeSet changes;
  put_into(changes);
  STAYSAIL_TRY(const Receipt receipt,
               store.apply(changes, "audit " + std::to_string(head_.entries) + " " + head_.link.to_string()));
  head_version_ = receipt.version;
  pending_.clear();
  return ok();
}

Result<AuditVerdict> verify_audit(EntityStore& store, std::string_view key) {
  STAYSAIL_TRY(const AuditTrail trail, AuditTrail::load(store, std::string(key)));
  std::vector<AuditEntry> entries;
  FindRequest all;
  all.kind = privacy::kAuditKind;
  STAYSAIL_CHECK(for_each_record(store, all, [&](const Record& record) {
    // A payload that does not read leaves an entry that fits nowhere: the chain breaks at its place.
    entries.push_back(privacy::entry_from(record.payload).value_or(AuditEntry{}));
    return ok();
  }));
  return verify_audit(entries, key, trail.head());
}

Status note_reveal(AttributeType type, const Purpose& purpose, AuditEvent event, AuditTrail& trail) {
  event.purpose = purpose.name();
  event.what = "reveal " + std::string(name_of(type));
  event.refused = !purpose.opens(type);
  trail.add(event);
  if (!event.refused) return ok();
  return Error(Errc::purpose_required,
               "the purpose '" + purpose.name() +
                   "' does not open this kind of text; read it masked, or with a purpose that opens it: " +
                   std::string(name_of(type)));
}

}  // namespace staysail
