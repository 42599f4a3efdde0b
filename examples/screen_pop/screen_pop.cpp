// A call comes in: one read shows the agent who it is, what is going on and what to offer.
#include <iostream>

#include "staysail/boss/file_feed.hpp"
#include "staysail/cycle/customer_story.hpp"
#include "staysail/cycle/night.hpp"

using namespace staysail;

namespace {

Status fill(Store& store, const std::string& examples) {
  STAYSAIL_TRY(const auto feed, FileFeed::open_folder(examples + "/embed/export", examples + "/embed/mapping.toml"));
  NightParts parts;
  parts.feed = feed.get();
  parts.store = &store;
  parts.playbook = examples + "/playbook";
  parts.catalog = &feed->mapping().catalog;
  NightOptions options;
  options.language = "en";
  STAYSAIL_TRY(options.as_of, Day::of(2026, 1, 1));
  STAYSAIL_CHECK(run_night(parts, options));
  return ok();
}

// [doc: screen_pop]
// The purpose decides what may be seen: screen_pop opens the name and masks numbers. The host notes the read in its audit trail.
Status pop(Store& store, const std::string& caller) {
  STAYSAIL_TRY(const Purpose purpose, Purpose::of("screen_pop"));
  STAYSAIL_TRY(const CustomerView view, view_customer(store.entities(), caller, purpose));
  std::cout << "customer " << view.customer.text() << "\n";
  for (const auto& thing : view.things)
    for (const auto& value : thing.values) std::cout << "  " << thing.table << " " << thing.id << " " << value.attribute << " = " << value.text << " (" << value.source << ")\n";
  StoryRequest request;
  request.language = "en";
  STAYSAIL_TRY(const Batch story, customer_story(store, view, request));
  for (std::size_t row = 0; row < story.rows(); ++row)
    std::cout << story.find("when")->text(row) << "  " << story.find("kind")->text(row) << "  " << story.find("text")->text(row) << "\n";
  return ok();
}
// [doc: end]

}  // namespace

int main(int argc, char** argv) {
  const std::string examples = argc > 1 ? argv[1] : "examples";
  const auto store = make_memory_store();
  const auto filled = fill(*store, examples);
  const auto popped = filled ? pop(*store, "S2") : filled;
  if (!popped) std::cerr << popped.error().to_string() << "\n";
  return popped ? 0 : 1;
}
