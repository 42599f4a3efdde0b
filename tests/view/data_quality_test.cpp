#include "staysail/view/data_quality.hpp"

#include <doctest/doctest.h>

#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/view_rules.hpp"
#include "told_feed.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

const Day kToday = Day::of(2026, 1, 1).value();

std::unique_ptr<Store> two_sources(bool reversed = false) {
  auto store = make_memory_store();
  REQUIRE(ViewRules::parse("[parties.phone]\nstale_after_days = 365\n", "v").value().save(store->entities()));
  ToldFeed feed;
  feed.files = {
      {"crm.csv",
       "crm",
       {"parties"},
       {"party_id=P1;phone=13800000001;identity_number=11010519491231002X;birth_day=1949-12-31",
        "party_id=P2;phone=13800000001;identity_number=110105194912310021;birth_day=2030-01-01", "party_id=P3;phone=12",
        "party_id=P4"},
       20251201},
      {"shop.csv", "shop", {"parties"}, {"party_id=P1;phone=13800000001", "party_id=P2;phone=13900000009"}, 20240101}};
  if (reversed) {
    std::reverse(feed.files.begin(), feed.files.end());
    for (auto& file : feed.files) std::reverse(file.records.begin(), file.records.end());
  }
  REQUIRE(take_in(feed, *store, ModelCatalog(), {}));
  return store;
}

std::string told(const std::vector<QualityFigure>& figures, const std::string& attribute) {
  std::string text;
  for (const auto& figure : figures)
    if (figure.attribute == attribute)
      text += figure.source + " " + figure.measure + " " + std::to_string(figure.good) + "/" +
              std::to_string(figure.all) + "\n";
  return text;
}

}  // namespace

TEST_CASE("five measures for each attribute and source") {
  const auto figures = measure_quality(two_sources()->entities(), {"parties"}, kToday).value();
  CHECK(told(figures, "phone") ==
        "crm completeness 3/4\ncrm consistency 1/2\ncrm timeliness 3/3\ncrm uniqueness 1/2\ncrm validity 2/3\n"
        "shop completeness 2/2\nshop consistency 1/2\nshop timeliness 0/2\nshop uniqueness 2/2\nshop validity 2/2\n");
  CHECK(told(figures, "identity_number") ==
        "crm completeness 2/4\ncrm uniqueness 2/2\ncrm validity 1/2\nshop completeness 0/2\n");
  CHECK(told(figures, "birth_day") == "crm completeness 2/4\ncrm validity 1/2\nshop completeness 0/2\n");
}

TEST_CASE("figures do not depend on the order of files and rows, or on threads") {
  ThreadPool threads(2);
  const auto once = measure_quality(two_sources()->entities(), {}, kToday).value();
  const auto again = measure_quality(two_sources(true)->entities(), {}, kToday, &threads).value();
  REQUIRE(once.size() == again.size());
  for (const char* attribute : {"phone", "identity_number", "party_id"})
    CHECK(told(once, attribute) == told(again, attribute));
}

TEST_CASE("a share is in hundredths of a per cent") {
  CHECK(QualityFigure{"", "", "", "", 1, 3}.share() == 3333);
  CHECK(QualityFigure{"", "", "", "", 3, 3}.share() == 10'000);
  const Batch frame = quality_frame({{"parties", "phone", "crm", "validity", 2, 3}}).value();
  CHECK(frame.find("percent")->value_text(0) == "66.67");
}

TEST_CASE("an unknown table is told") {
  CHECK(measure_quality(two_sources()->entities(), {"persons"}, kToday).error().code() == Errc::not_found);
}
