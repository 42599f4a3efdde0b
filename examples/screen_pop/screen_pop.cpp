// A call comes in: one read shows the agent who it is, what is going on and what to offer.
#include <iostream>

#include "staysail/boss/file_feed.hpp"
#include "staysail/cycle/customer_story.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/privacy/audit_trail.hpp"

using namespace staysail;

namespace {

constexpr const char* kAuditKey = "a secret of the host";

Status fill(Store& store, const std::string& examples) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(examples + "/embed/export", examples + "/embed/mapping.toml"));
  NightParts parts;
  parts.feed = feed.get();
  parts.store = &store;
  parts.playbook = examples + "/playbook";
  parts.catalog = &feed->mapping().catalog;
  parts.currency = feed->mapping().currency;
  NightOptions options;
  options.language = "en";
  STAYSAIL_TRY(options.as_of, Day::of(2026, 1, 1));
  STAYSAIL_CHECK(run_night(parts, options));
  return ok();
}

void show(const CustomerView& view) {
  for (const auto& thing : view.things)
    for (const auto& value : thing.values)
      std::cout << "  " << thing.table << " " << thing.id << " " << value.attribute << " = " << value.text << " ("
                << value.file << ")\n";
}

Status tell_story(Store& store, const CustomerView& view) {
  StoryRequest request;
  request.language = "en";
  STAYSAIL_TRY(const Batch story, customer_story(store, view, request));
  for (std::size_t row = 0; row < story.rows(); ++row)
    std::cout << story.find("when")->text(row) << "  " << story.find("kind")->text(row) << "  "
              << story.find("text")->text(row) << "\n";
  return ok();
}

// [doc: screen_pop]
// Who looked at whom, when and why. The host keeps the key of the trail, and says what time it is.
Status note_read(Store& store, const CustomerView& view, const Purpose& purpose) {
  STAYSAIL_TRY(auto trail, AuditTrail::load(store.entities(), kAuditKey));
  STAYSAIL_TRY(const Instant now, Instant::parse("2026-01-01 09:30:00"));
  trail.add(AuditEvent{now, "agent 7", view.customer.text(), purpose.name(), "view"});
  return trail.save(store.entities());
}

// The purpose decides what may be seen: screen_pop opens the name, and number and birth day stay masked. The read is
// written down before anything is shown.
Status pop(Store& store, const std::string& caller) {
  STAYSAIL_TRY(const Purpose purpose, Purpose::of("screen_pop"));
  STAYSAIL_TRY(const CustomerView view, view_customer(store.entities(), caller, purpose));
  STAYSAIL_CHECK(note_read(store, view, purpose));
  std::cout << "customer " << view.customer.text() << "\n";
  show(view);
  return tell_story(store, view);
}
// [doc: end]

// The same read without a purpose, and what the trail holds in the end.
Status check_privacy(Store& store, const std::string& caller) {
  STAYSAIL_TRY(const CustomerView masked, view_customer(store.entities(), caller, Purpose()));
  for (const ViewThing* person : masked.of("parties"))
    std::cout << "without a purpose: name = " << person->find("name")->text << "\n";
  STAYSAIL_TRY(const AuditVerdict verdict, verify_audit(store.entities(), kAuditKey));
  std::cout << "audit trail: " << verdict.entries << " read, " << (verdict.sound ? "sound" : verdict.reason) << "\n";
  return ok();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string examples = argc > 1 ? argv[1] : "examples";
  const auto store = make_memory_store();
  const auto filled = fill(*store, examples);
  const auto popped = filled ? pop(*store, "S2") : filled;
  const auto done = popped ? check_privacy(*store, "S2") : popped;
  if (!done) std::cerr << done.error().to_string() << "\n";
  return done ? 0 : 1;
}
