// IdentityDesk: which parties are one person, kept in a store: found by points every night, and ruled on by people.
//
// Stored are the pairs that the points gave, what people ruled (who, when, why; every ruling is kept), and the links
// that follow from both. Links are made anew from pairs and rulings at each change, so an unmerge leaves what there was
// before the merge. Any thread; two who rule at once: the later gets `conflict`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/identity.hpp"
#include "staysail/view/party_links.hpp"

namespace staysail {

struct IdentitySummary {
  std::uint64_t parties = 0, compared = 0;  // of the latest resolve(); zero from summary()
  std::uint64_t same = 0, review = 0;       // pairs by points; of `review` those on which nobody has ruled
  std::uint64_t refused = 0;                // same by points, and kept apart
  std::uint64_t groups = 0, merged = 0;  // groups of several parties, and the parties in them that another stands for
  std::uint64_t rulings = 0;             // pairs on which people ruled
};

// What a person decides about two parties. `who` and `why` are not empty.
struct IdentityAsk {
  std::string party, other;
  std::string who, why;
  Instant when;
};

class IdentityDesk {
 public:
  explicit IdentityDesk(Store& store) : store_(&store) {}

  // Compares all `parties` (the frame of the table) and writes pairs and links that changed.
  Result<IdentitySummary> resolve(const Batch& parties, const IdentityRules& rules, Executor* executor = nullptr,
                                  const Control& control = {});

  // `not_found`: no such party. `conflict`: they are one already; they have different valid identity numbers; or the
  // merge would join parties that a ruling parts, which is named.
  Status merge(const IdentityAsk& ask);
  // `conflict`: they are not one, or other rulings hold them together, which are named.
  Status unmerge(const IdentityAsk& ask);

  Result<IdentitySummary> summary();
  Result<PartyLinks> links();
  // The rulings that stand, by (a, b).
  Result<std::vector<IdentityRuling>> rulings();
  // Columns party, survivor, by survivor, then party; the survivor is a row of its group.
  Result<Batch> groups_table();
  // What a person should look at, the most points first: party, other, points, why (review, refused), evidence.
  Result<Batch> review_table();
  // Every ruling ever made, by pair, then time: party, other, ruling (merge, unmerge), who, when, why, stands.
  Result<Batch> rulings_table();

 private:
  Status rule(const IdentityAsk& ask, bool together);
  Store* store_;
};

// All parties of the person behind `party`, itself included, the survivor first, then by id. Reads by key and index.
Result<std::vector<std::string>> parties_of_person(EntityStore& store, std::string_view party);

}  // namespace staysail
