// The simulated operator registers people twice and has people who look alike; the truth lies beside the export. What
// the view finds in the export alone is counted against it.
#include "staysail/view/identity.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>

#include "export_folder.hpp"
#include "simulator/simulate.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/party_links.hpp"
#include "staysail/view/population.hpp"

using namespace staysail;
using namespace staysail::simulator;

namespace {

// Of the export's parties, through the mapping that it comes with.
Batch parties_of_export(const std::string& folder) {
  const auto feed = FileFeed::open_folder(folder, folder + "/mapping.toml").value();
  const auto store = make_memory_store();
  const ModelCatalog catalog = Mapping::load(folder + "/mapping.toml").value().catalog;
  REQUIRE(take_in(*feed, *store, catalog, {}));
  return staysail::Population::load(*store, catalog, Day::of(2025, 2, 1).value()).value().entities("parties");
}

using Couples = std::set<std::pair<std::string, std::string>>;

std::pair<std::string, std::string> couple(const std::string& a, const std::string& b) {
  return {std::min(a, b), std::max(a, b)};
}

// Everybody who is one person: also the two that were registered again of a third.
Couples planted(const std::string& folder) {
  std::map<std::string, std::set<std::string>> persons;
  for (const auto& row : rows_of(folder + "/truth/duplicates_202501.csv")) persons[row[1]].insert({row[0], row[1]});
  Couples couples;
  for (const auto& [first, parties] : persons)
    for (const auto& a : parties)
      for (const auto& b : parties)
        if (a < b) couples.insert(couple(a, b));
  return couples;
}

std::map<std::string, std::string> numbers_of(const Batch& parties) {
  std::map<std::string, std::string> numbers;
  for (std::size_t row = 0; row < parties.rows(); ++row) {
    const std::string number = valid_identity_number(parties.find("identity_number")->text(row));
    if (!number.empty()) numbers.emplace(parties.find("party_id")->text(row), number);
  }
  return numbers;
}

Couples merged(const LinkedParties& linked) {
  std::map<std::string, std::set<std::string>> groups;
  for (const auto& [party, survivor] : linked.links) groups[survivor].insert({party, survivor});
  Couples couples;
  for (const auto& [survivor, parties] : groups)
    for (const auto& a : parties)
      for (const auto& b : parties)
        if (a < b) couples.insert(couple(a, b));
  return couples;
}

std::size_t in_both(const Couples& a, const Couples& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const auto& one) { return b.count(one) != 0; }));
}

}  // namespace

TEST_CASE("people who were registered twice are found, and nobody else") {
  TemporaryFolder folder("identity");
  REQUIRE(simulate(small(folder.path(), 30'000, 1)));
  const Batch parties = parties_of_export(folder.path());
  const auto findings = compare_parties(parties, {}).value();
  const Couples truth = planted(folder.path());
  const Couples found = merged(link_parties(findings.pairs, {}, numbers_of(parties)));
  REQUIRE(truth.size() > 250);
  const double right = static_cast<double>(in_both(found, truth));
  const double precision = right / static_cast<double>(found.size()),
               recall = right / static_cast<double>(truth.size());
  MESSAGE("parties " << parties.rows() << ", planted pairs " << truth.size() << ", found " << found.size()
                     << ", precision " << precision << ", recall " << recall << ", compared " << findings.compared);
  CHECK(precision >= 0.995);
  CHECK(recall >= 0.90);

  // Without what speaks against it the same export does not pass: children are planted in it.
  IdentityRules careless;
  careless.points = {100, 40, 0, 40, 40, 20, 0, 40, 20, 20, 0, 0, 0};
  careless.same = 60;
  const auto loose = compare_parties(parties, careless).value();
  const Couples claimed = merged(link_parties(loose.pairs, {}, {}));
  CHECK(static_cast<double>(in_both(claimed, truth)) < 0.995 * static_cast<double>(claimed.size()));
  // Nor does one that looks at the identity number alone.
  IdentityRules number_only;
  number_only.points = {100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const Couples by_number = merged(link_parties(compare_parties(parties, number_only).value().pairs, {}, {}));
  CHECK(static_cast<double>(in_both(by_number, truth)) < 0.90 * static_cast<double>(truth.size()));
}
