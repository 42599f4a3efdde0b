#include "staysail/privacy/audit_trail.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/store/store.hpp"

using namespace staysail;

namespace {

constexpr const char* kKey = "the host's key";

AuditEvent event(int number) {
  return AuditEvent{Instant::at_start_of(Day::of(2026, 1, 1).value() + number),
                    "clerk " + std::to_string(number % 3),
                    "C" + std::to_string(number),
                    "contact",
                    "reveal phone",
                    false};
}

AuditTrail trail_of(int events) {
  AuditTrail trail(kKey);
  for (int i = 0; i < events; ++i) trail.add(event(i));
  return trail;
}

void is_found(std::vector<AuditEntry> entries, const AuditTrail& trail, std::uint64_t first_bad, const char* what) {
  CAPTURE(what);
  const AuditVerdict verdict = verify_audit(entries, kKey, trail.head());
  CHECK_FALSE(verdict.sound);
  CHECK(verdict.first_bad == first_bad);
  CHECK_FALSE(verdict.reason.empty());
}

}  // namespace

TEST_CASE("an untouched trail is sound, an empty one too") {
  const AuditTrail trail = trail_of(10);
  const AuditVerdict verdict = verify_audit(trail.pending(), kKey, trail.head());
  CHECK(verdict.sound);
  CHECK(verdict.entries == 10);
  CHECK(verdict.first_bad == 0);
  CHECK(verify_audit({}, kKey, AuditHead{}).sound);
}

TEST_CASE("tampering is found, and the first bad entry named") {
  const AuditTrail trail = trail_of(10);
  const std::vector<AuditEntry> sound = trail.pending();
  auto entries = sound;
  entries[3].actor = "somebody else";
  is_found(entries, trail, 4, "edited actor");
  entries = sound;
  entries[3].link.low ^= 1;
  is_found(entries, trail, 4, "edited link");
  entries = sound;
  entries.erase(entries.begin() + 3);
  is_found(entries, trail, 4, "deleted");
  entries = sound;
  entries.insert(entries.begin() + 3, sound[2]);
  is_found(entries, trail, 4, "inserted");
  entries = sound;
  std::swap(entries[3], entries[6]);
  is_found(entries, trail, 4, "swapped");
  std::swap(entries[3].number, entries[6].number);
  is_found(entries, trail, 4, "swapped and renumbered");
  entries = sound;
  entries.pop_back();
  is_found(entries, trail, 10, "cut at the end");
  CHECK(verify_audit(entries, kKey, std::nullopt).sound);  // which is why the head is kept
}

TEST_CASE("a chain made anew without the key is found at its first entry") {
  AuditTrail forged("another key");
  for (int i = 0; i < 10; ++i) forged.add(event(i));
  const AuditVerdict verdict = verify_audit(forged.pending(), kKey, forged.head());
  CHECK_FALSE(verdict.sound);
  CHECK(verdict.first_bad == 1);
}

TEST_CASE("any change of any field of any entry is found at its place") {
  CHECK(rc::check("edits", [] {
    const AuditTrail trail = trail_of(12);
    auto entries = trail.pending();
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, entries.size());
    AuditEntry& entry = entries[at];
    switch (*rc::gen::inRange(0, 7)) {
      case 0: entry.at = Instant::from_micros(entry.at.micros() + 1); break;
      case 1: entry.actor += "x"; break;
      case 2: entry.pseudonym = pseudonym_of("C99", kKey); break;
      case 3: entry.purpose = "visit"; break;
      case 4: entry.what = "reveal address"; break;
      case 5: entry.refused = !entry.refused; break;
      default: entry.number += 1; break;
    }
    const AuditVerdict verdict = verify_audit(entries, kKey, trail.head());
    RC_ASSERT(!verdict.sound);
    RC_ASSERT(verdict.first_bad == at + 1);
  }));
}

TEST_CASE("the subject's id is not in the trail, and the same subject can be found again") {
  const AuditTrail trail = trail_of(2);
  CHECK(trail.pending()[0].pseudonym.find("C0") == std::string::npos);
  CHECK(trail.pending()[0].pseudonym == pseudonym_of("C0", kKey));
  CHECK(trail.pending()[0].pseudonym != trail.pending()[1].pseudonym);
  CHECK(pseudonym_of("C0", "other key") != pseudonym_of("C0", kKey));
}

TEST_CASE("a trail goes on in a store, and tampering there is found") {
  const auto store = make_memory_store();
  auto& entities = store->entities();
  AuditTrail first = trail_of(3);
  REQUIRE(first.save(entities));
  CHECK(first.pending().empty());
  AuditTrail second = AuditTrail::load(entities, kKey).value();
  CHECK(second.head() == first.head());
  for (int i = 3; i < 12; ++i) second.add(event(i));
  REQUIRE(second.save(entities));
  CHECK(verify_audit(entities, kKey).value().entries == 12);
  CHECK(verify_audit(entities, kKey).value().sound);
  first.add(event(50));
  CHECK(first.save(entities).error().code() == Errc::conflict);
  CHECK(first.pending().size() == 1);
  FindRequest of_subject = find_equal("audit", "subject", pseudonym_of("C7", kKey));
  const auto found = entities.find(of_subject).value().records;
  REQUIRE(found.size() == 1);
  ChangeSet cut;
  std::uint64_t expected = 8;
  SUBCASE("an entry is erased") { cut.erase(found.front().key, any_version); }
  SUBCASE("an entry is overwritten with bytes that do not read") {
    Record broken = found.front();
    broken.payload = "?";
    cut.put(broken, any_version);
  }
  SUBCASE("the head is erased") {
    cut.erase(EntityKey{"audit_head", "head"}, any_version);
    expected = 1;
  }
  REQUIRE(entities.apply(cut, "tamper"));
  const AuditVerdict verdict = verify_audit(entities, kKey).value();
  CHECK_FALSE(verdict.sound);
  CHECK(verdict.first_bad == expected);
}

TEST_CASE("revealing writes the attempt down, allowed or refused") {
  AuditTrail trail(kKey);
  const auto phone = PhoneNumber::of("13812345678");
  AuditEvent who;
  who.actor = "clerk 7";
  who.subject = "C1";
  CHECK(reveal(phone, Purpose::of("contact").value(), who, trail).value() == "13812345678");
  CHECK(reveal(phone, Purpose::of("screen_pop").value(), who, trail).error().code() == Errc::purpose_required);
  CHECK(reveal(IdentityNumber::of("1101"), Purpose(), who, trail).error().code() == Errc::purpose_required);
  REQUIRE(trail.pending().size() == 3);
  CHECK(trail.pending()[0].what == "reveal phone");
  CHECK_FALSE(trail.pending()[0].refused);
  CHECK(trail.pending()[1].refused);
  CHECK(trail.pending()[2].what == "reveal identity_number");
  CHECK(trail.pending()[0].actor == "clerk 7");
}
