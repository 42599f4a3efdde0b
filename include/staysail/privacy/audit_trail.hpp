// The audit trail: who read or did what about whom, when and why, as a chain that shows tampering.
//
// Each entry carries a digest over a key, the entry before and itself: an entry that is edited, taken out, slipped in
// or moved breaks the chain at its place, and one cut off the end shows against the head. Subjects stand as pseudonyms
// under the same key. The digests are XXH3 (base/digest.hpp): they find every change by somebody who does not hold the
// key, and are no proof against a cryptographer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/base/secret.hpp"
#include "staysail/privacy/purpose.hpp"
#include "staysail/store/entity_store.hpp"

namespace staysail {

// What is to be written down. `subject`: the id of the customer or party; it does not enter the trail.
struct AuditEvent {
  Instant at;
  std::string actor;
  std::string subject;
  std::string purpose;
  std::string what;  // "reveal phone", "export customers"
  bool refused = false;
};

struct AuditEntry {
  std::uint64_t number = 0;  // 1, 2, 3, ...
  Instant at;
  std::string actor;
  std::string pseudonym;
  std::string purpose;
  std::string what;
  bool refused = false;
  Digest link;
};

struct AuditHead {
  std::uint64_t entries = 0;
  Digest link;
  friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

// The name under which a subject stands in the trail.
std::string pseudonym_of(std::string_view subject, std::string_view key);

struct AuditVerdict {
  bool sound = true;
  std::uint64_t entries = 0;
  std::uint64_t first_bad = 0;  // position (from 1) of the first entry that is not what was written; 0 when sound
  std::string reason;           // in words; empty when sound
};

// `head` as it was kept outside the entries: without it a cut at the end cannot be seen.
AuditVerdict verify_audit(std::span<const AuditEntry> entries, std::string_view key,
                          const std::optional<AuditHead>& head);

// Collects entries in memory and writes them to a store (kinds "audit" and "audit_head"). Owned by one thread.
class AuditTrail {
 public:
  // `key`: the host's secret; never stored.
  explicit AuditTrail(std::string key) : key_(std::move(key)) {}
  // Goes on where the trail in `store` ended.
  static Result<AuditTrail> load(EntityStore& store, std::string key);

  void add(const AuditEvent& event);
  const AuditHead& head() const { return head_; }
  // Entries that are not in a store yet.
  const std::vector<AuditEntry>& pending() const { return pending_; }
  // Puts those entries into a change set of the caller's: they come with its other changes, or not at all. Nothing is
  // pending less; a trail whose entries were applied so has done its work.
  void put_into(ChangeSet& changes) const;
  // All or nothing; `conflict` when another trail wrote to the store since load(). Keeps the entries pending on an
  // error.
  Status save(EntityStore& store);

 private:
  std::string key_;
  AuditHead head_;
  std::uint64_t head_version_ = absent;
  std::vector<AuditEntry> pending_;
};

// Reads the whole trail of a store and verifies it against its head. Entries that cannot be read are tampered ones.
Result<AuditVerdict> verify_audit(EntityStore& store, std::string_view key);

// The personal kind that a secret holds.
constexpr AttributeType attribute_type_of(PersonNameTag) { return AttributeType::person_name; }
constexpr AttributeType attribute_type_of(PhoneTag) { return AttributeType::phone; }
constexpr AttributeType attribute_type_of(IdentityNumberTag) { return AttributeType::identity_number; }
constexpr AttributeType attribute_type_of(AddressTag) { return AttributeType::address; }
constexpr AttributeType attribute_type_of(BirthDayTag) { return AttributeType::birth_day; }
constexpr AttributeType attribute_type_of(GenderTag) { return AttributeType::gender; }

// Writes the attempt down; `purpose_required` when the purpose does not open the kind.
Status note_reveal(AttributeType type, const Purpose& purpose, AuditEvent event, AuditTrail& trail);

// The clear text where `purpose` opens its kind, written down with the event's actor, subject and time;
// `purpose_required` otherwise, and the refusal is written down.
template <class Tag>
Result<std::string> reveal(const Secret<Tag>& secret, const Purpose& purpose, AuditEvent event, AuditTrail& trail) {
  STAYSAIL_CHECK(note_reveal(attribute_type_of(Tag{}), purpose, std::move(event), trail));
  return secret.reveal();
}

}  // namespace staysail
