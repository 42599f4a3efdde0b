// A night that meets one person under two customers, and people who think otherwise afterwards.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "cycle/small_operator.hpp"
#include "staysail/cycle/customer_story.hpp"
#include "staysail/view/customer_view.hpp"
#include "staysail/view/identity_desk.hpp"
#include "staysail/view/persons.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;
using test::Host;

namespace {

// The small export, and customer C6 with line S6, whose party P6 is the person of P2 in other spellings.
void write_export(const std::string& folder) {
  std::filesystem::copy(test::kExamples + "/embed/export", folder);
  std::filesystem::copy(test::kExamples + "/embed/mapping.toml", folder + ".toml");
  const auto append = [&](const char* file, const char* line) {
    std::ofstream(folder + "/" + file, std::ios::app) << line << "\n";
  };
  append("people.csv", "P6,　王 小明,+86 138 1234 5678,19850212");
  append("customers.csv", "C6,individual,Wuhan,P6");
  append("lines.csv", "S6,C6,20240301,20250201,20260131");
}

struct Night {
  store::TemporaryFolder folder;
  Host host;
  std::string export_folder;

  Night() {
    export_folder = folder.file("boss");
    write_export(export_folder);
    host.files = FileFeed::open_folder(export_folder, export_folder + ".toml").value();
    host.parts.feed = host.files.get();
    host.parts.catalog = &host.files->mapping().catalog;
  }
};

std::string customers_of(const CustomerView& view) {
  std::string text;
  for (const auto& customer : view.customers) text += customer.text() + " ";
  return text;
}

}  // namespace

TEST_CASE("one person under two customers: the night binds them, the view shows both, an unmerge parts them again") {
  Night night;
  const NightResult found = night.host.night().value();
  const Column* persons = found.record.decision.find(Persons::kColumn);
  REQUIRE(persons != nullptr);
  CHECK(persons->size() - persons->null_count() == 2);
  CHECK(persons->text(*row_of(found.record.decision, "S6")) == "C2");

  Store& store = *night.host.store;
  const CustomerView together = view_customer(store.entities(), "C6", {}).value();
  CHECK(customers_of(together) == "C6 C2 ");
  CHECK(together.of("subscriptions").size() == 2);
  CHECK(together.of("parties").size() == 2);
  const std::string told = [&] {
    const Batch story = customer_story(store, together, {}).value();
    std::string subjects;
    for (std::size_t row = 0; row < story.rows(); ++row) subjects += story.find("subject")->value_text(row) + " ";
    return subjects;
  }();
  CHECK(told.find("S2 ") != std::string::npos);
  CHECK(told.find("S6 ") != std::string::npos);

  IdentityDesk desk(store);
  REQUIRE(desk.unmerge({"P2", "P6", "E1", "father and son", Instant()}));
  CHECK(customers_of(view_customer(store.entities(), "C6", {}).value()) == "C6 ");
  const NightResult parted = night.host.night().value();
  CHECK(parted.record.decision.find(Persons::kColumn) == nullptr);
  REQUIRE(desk.merge({"P6", "P2", "E1", "the same card after all", Instant()}));
  CHECK(night.host.night().value().record.digest == found.record.digest);
}
