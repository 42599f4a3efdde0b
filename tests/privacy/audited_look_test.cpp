#include "staysail/privacy/audited_look.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

AuditEvent look(std::string purpose) {
  return {Instant::parse("2026-01-01 09:30:00").value(), "agent 7", "C1", std::move(purpose), "view"};
}

}  // namespace

TEST_CASE("a look is in the trail, under the host's key, without the id") {
  const auto store = make_memory_store();
  REQUIRE(note_look(*store, look("contact"), "key").value());
  REQUIRE(note_look(*store, look(""), "key").value());
  const auto verdict = verify_audit(store->entities(), "key").value();
  CHECK(verdict.sound);
  CHECK(verdict.entries == 2);
  CHECK_FALSE(verify_audit(store->entities(), "another key")->sound);
}
