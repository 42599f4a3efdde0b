#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/customer_story.hpp"
#include "staysail/privacy/audit_trail.hpp"

namespace staysail::program {
namespace {

// The key of this program's audit trail; a host takes its own from its key provider.
constexpr const char* kAuditKey = "staysail example program";

Status note_read(Store& store, const CustomerAsk& ask, const CustomerView& view, const Purpose& purpose, Day day) {
  STAYSAIL_TRY(auto trail, AuditTrail::load(store.entities(), kAuditKey));
  trail.add(AuditEvent{Instant::at_start_of(day), "staysail customer", view.customer.text(), purpose.name(), "view " + ask.id});
  return trail.save(store.entities());
}

// Who said it, and when: a version is a point in time where the feed has a column of changes, else the number of its file.
std::string told_by(const ViewValue& value) {
  constexpr std::int64_t kFirstTime = 31'536'000'000'000;  // 1971, in microseconds: no file counts that far
  if (value.version >= kFirstTime) return value.source + ", " + Instant::from_micros(value.version).day().to_string();
  return value.version == 0 ? value.source : value.source + ", file " + std::to_string(value.version);
}

void print_view(const CustomerView& view) {
  for (const auto& thing : view.things) {
    std::cout << thing.table << " " << thing.id << "\n";
    for (const auto& value : thing.values)
      std::cout << "  " << value.attribute << std::string(22 - std::min<std::size_t>(21, value.attribute.size()), ' ') << value.text << "   [" << told_by(value) << "]\n";
  }
}

Status carry_out(Store& store, const CustomerAsk& ask) {
  Purpose purpose;
  if (!ask.purpose.empty()) {
    STAYSAIL_TRY(purpose, Purpose::of(ask.purpose));
  }
  STAYSAIL_TRY(const auto view, view_customer(store.entities(), ask.id, purpose));
  STAYSAIL_TRY(const auto night, load_night(store, {}));
  STAYSAIL_CHECK(note_read(store, ask, view, purpose, night.as_of));
  StoryRequest request;
  request.language = ask.language;
  STAYSAIL_TRY(const Batch story, customer_story(store, view, request));
  if (ask.format != "table") {
    print(story, ask.format);
    return ok();
  }
  print_view(view);
  std::cout << "\n";
  for (std::size_t row = 0; row < story.rows(); ++row) {
    for (const char* column : {"when", "kind", "subject", "text"}) std::cout << story.find(column)->text(row) << (std::string_view(column) == "text" ? "\n" : "  ");
  }
  return ok();
}

}  // namespace

int customer(const CustomerAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
