#include "staysail/view/party_links.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <set>
#include <tuple>

namespace staysail {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
constexpr int kRuled = 1'000'000;  // more than any points

struct Edge {
  std::size_t a = 0, b = 0;
  int points = 0;
  const IdentityPair* pair = nullptr;  // null: a ruling
};

class Linking {
 public:
  Linking(const std::vector<IdentityPair>& pairs, const std::vector<IdentityRuling>& rulings,
          const std::map<std::string, std::string>& identity_numbers) {
    name_parties(pairs, rulings);
    for (const auto& party : parties_) {
      const auto number = identity_numbers.find(party);
      numbers_.emplace_back(number == identity_numbers.end() ? std::string() : number->second);
    }
    for (const auto& ruling : rulings) {
      const Edge edge{place_of(ruling.a), place_of(ruling.b), kRuled, nullptr};
      if (ruling.together) edges_.push_back(edge);
      else parted_.emplace(edge.a, edge.b);
    }
    for (const auto& pair : pairs) add(pair);
  }

  LinkedParties run() {
    Graph graph(parties_.size());
    for (const Edge& edge : edges_) boost::add_edge(edge.a, edge.b, graph);
    component_.assign(parties_.size(), 0);
    const int count = parties_.empty() ? 0 : boost::connected_components(graph, component_.data());
    find_disputed(static_cast<std::size_t>(count));
    split_disputed();
    link();
    return std::move(result_);
  }

 private:
  void name_parties(const std::vector<IdentityPair>& pairs, const std::vector<IdentityRuling>& rulings) {
    for (const auto& pair : pairs)
      if (pair.answer == IdentityAnswer::same) parties_.insert(parties_.end(), {pair.a, pair.b});
    for (const auto& ruling : rulings) parties_.insert(parties_.end(), {ruling.a, ruling.b});
    std::sort(parties_.begin(), parties_.end());
    parties_.erase(std::unique(parties_.begin(), parties_.end()), parties_.end());
  }

  std::size_t place_of(const std::string& party) const {
    return static_cast<std::size_t>(std::lower_bound(parties_.begin(), parties_.end(), party) - parties_.begin());
  }

  void add(const IdentityPair& pair) {
    if (pair.answer != IdentityAnswer::same) return;
    const Edge edge{place_of(pair.a), place_of(pair.b), pair.points, &pair};
    if (parted_.count({edge.a, edge.b}) == 0) edges_.push_back(edge);
  }

  // Components that hold what must stay apart.
  void find_disputed(std::size_t count) {
    disputed_.assign(count, 0);
    std::vector<const std::string*> number(count, nullptr);
    for (std::size_t party = 0; party < parties_.size(); ++party) {
      const auto of = static_cast<std::size_t>(component_[party]);
      if (numbers_[party].empty()) continue;
      if (number[of] != nullptr && *number[of] != numbers_[party]) disputed_[of] = 1;
      number[of] = &numbers_[party];
    }
    for (const auto& [a, b] : parted_)
      if (component_[a] == component_[b]) disputed_[static_cast<std::size_t>(component_[a])] = 1;
  }

  // What a group that grows link by link holds.
  struct Holding {
    std::set<std::string> numbers;
    std::set<std::size_t> parted_from;  // parties that may not join
    std::vector<std::size_t> members;
  };

  void split_disputed() {
    std::vector<const Edge*> order;
    for (const Edge& edge : edges_)
      if (disputed_[static_cast<std::size_t>(component_[edge.a])] != 0) order.push_back(&edge);
    std::sort(order.begin(), order.end(), [](const Edge* x, const Edge* y) {
      return std::tie(y->points, x->a, x->b) < std::tie(x->points, y->a, y->b);
    });
    std::vector<std::size_t> rank(parties_.size()), parent(parties_.size());
    boost::disjoint_sets<std::size_t*, std::size_t*> sets(rank.data(), parent.data());
    std::map<std::size_t, Holding> holdings;
    for (std::size_t party = 0; party < parties_.size(); ++party) {
      sets.make_set(party);
      if (disputed_.empty() || disputed_[static_cast<std::size_t>(component_[party])] == 0) continue;
      holdings[party].members.push_back(party);
      if (!numbers_[party].empty()) holdings[party].numbers.insert(numbers_[party]);
    }
    for (const auto& [a, b] : parted_)
      if (holdings.count(a) != 0 && holdings.count(b) != 0)
        holdings[a].parted_from.insert(b), holdings[b].parted_from.insert(a);
    for (const Edge* edge : order) join(*edge, sets, holdings);
    group_.resize(parties_.size());
    for (std::size_t party = 0; party < parties_.size(); ++party) group_[party] = sets.find_set(party);
  }

  template <class Sets>
  void join(const Edge& edge, Sets& sets, std::map<std::size_t, Holding>& holdings) {
    const std::size_t a = sets.find_set(edge.a), b = sets.find_set(edge.b);
    if (a == b) return;
    if (!may_join(holdings[a], holdings[b], edge.pair == nullptr)) {
      if (edge.pair != nullptr) result_.refused.push_back(*edge.pair);
      return;
    }
    sets.link(a, b);
    const std::size_t root = sets.find_set(a), other = root == a ? b : a;
    Holding &into = holdings[root], &from = holdings[other];
    into.numbers.merge(from.numbers);
    into.parted_from.merge(from.parted_from);
    into.members.insert(into.members.end(), from.members.begin(), from.members.end());
    holdings.erase(other);
  }

  // A person may join parties of different numbers, when a number was wrong; points may not.
  static bool may_join(const Holding& a, const Holding& b, bool ruled) {
    const auto& fewer = a.numbers.size() < b.numbers.size() ? a.numbers : b.numbers;
    const auto& more = &fewer == &a.numbers ? b.numbers : a.numbers;
    if (!ruled && !std::includes(more.begin(), more.end(), fewer.begin(), fewer.end())) return false;
    return std::none_of(b.members.begin(), b.members.end(),
                        [&](std::size_t member) { return a.parted_from.count(member) != 0; });
  }

  void link() {
    std::map<std::pair<int, std::size_t>, std::vector<std::size_t>> groups;
    for (std::size_t party = 0; party < parties_.size(); ++party) {
      const int of = component_[party];
      const bool split = disputed_[static_cast<std::size_t>(of)] != 0;
      groups[{of, split ? group_[party] : 0}].push_back(party);
    }
    for (const auto& [name, members] : groups) {
      if (members.size() < 2) continue;
      ++result_.groups;
      for (std::size_t i = 1; i < members.size(); ++i)
        result_.links.emplace(parties_[members[i]], parties_[members.front()]);
    }
    std::sort(result_.refused.begin(), result_.refused.end(),
              [](const IdentityPair& x, const IdentityPair& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  }

  std::vector<std::string> parties_, numbers_;  // by id; numbers_[i] of parties_[i]
  std::vector<Edge> edges_;
  std::set<std::pair<std::size_t, std::size_t>> parted_;
  std::vector<int> component_;
  std::vector<std::uint8_t> disputed_;  // by component
  std::vector<std::size_t> group_;      // within a disputed component
  LinkedParties result_;
};

}  // namespace

std::string_view survivor_of(const PartyLinks& links, std::string_view party) {
  const auto found = links.find(party);
  return found == links.end() ? party : std::string_view(found->second);
}

LinkedParties link_parties(const std::vector<IdentityPair>& pairs, const std::vector<IdentityRuling>& rulings,
                           const std::map<std::string, std::string>& identity_numbers) {
  return Linking(pairs, rulings, identity_numbers).run();
}

}  // namespace staysail
