// The assignment of least cost, as a flow: source -> kinds of jobs -> people -> their places -> sink.
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <map>

#include "work/assignment_problem.hpp"

namespace staysail {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
// Prices are whole numbers far below 2^53, of which doubles make exact sums. The search adds up distances of places
// that cannot be reached any more: of integers that would overflow.
using Flow = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor,
                                                    boost::property<boost::edge_weight_t, double>>>>>;

// Vertices: the source, the sink, the kinds, the people.
class Network {
 public:
  explicit Network(const AssignmentProblem& problem)
      : problem_(&problem), flow_(2 + problem.kinds.size() + problem.people.size()) {
    for (std::size_t kind = 0; kind < problem.kinds.size(); ++kind) add_kind(kind);
    for (std::size_t person = 0; person < problem.people.size(); ++person) add_places(person);
  }

  Shares solve() {
    boost::successive_shortest_path_nonnegative_weights(flow_, kSource, kSink);
    const auto capacity = boost::get(boost::edge_capacity, flow_);
    const auto residual = boost::get(boost::edge_residual_capacity, flow_);
    Shares shares(problem_->kinds.size(), std::vector<std::uint32_t>(problem_->people.size(), 0));
    for (const auto& [edge, pair] : pairs_)
      shares[pair.first][pair.second] = static_cast<std::uint32_t>(capacity[edge] - residual[edge]);
    return shares;
  }

 private:
  static constexpr std::size_t kSource = 0, kSink = 1;

  std::size_t kind_vertex(std::size_t kind) const { return 2 + kind; }
  std::size_t person_vertex(std::size_t person) const { return 2 + problem_->kinds.size() + person; }

  Traits::edge_descriptor add(std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t weight) {
    const auto edge = boost::add_edge(from, to, flow_).first;
    const auto back = boost::add_edge(to, from, flow_).first;
    boost::put(boost::edge_capacity, flow_, edge, capacity);
    boost::put(boost::edge_capacity, flow_, back, std::int64_t{0});
    boost::put(boost::edge_weight, flow_, edge, static_cast<double>(weight));
    boost::put(boost::edge_weight, flow_, back, -static_cast<double>(weight));
    boost::put(boost::edge_reverse, flow_, edge, back);
    boost::put(boost::edge_reverse, flow_, back, edge);
    return edge;
  }

  // Whoever nobody takes goes straight to the sink, at the price of that.
  void add_kind(std::size_t kind) {
    const auto jobs = static_cast<std::int64_t>(problem_->kinds[kind].size());
    add(kSource, kind_vertex(kind), jobs, 0);
    add(kind_vertex(kind), kSink, jobs, problem_->costs.nobody);
    for (std::size_t person = 0; person < problem_->people.size(); ++person)
      if (problem_->cost[kind][person] && problem_->free[person] > 0)
        pairs_.emplace_back(add(kind_vertex(kind), person_vertex(person), jobs, *problem_->cost[kind][person]),
                            std::make_pair(kind, person));
  }

  // Places of one price are one edge.
  void add_places(std::size_t person) {
    std::map<std::int64_t, std::int64_t> places;
    for (std::uint32_t place = 0; place < problem_->free[person]; ++place)
      ++places[problem_->place_cost(person, place)];
    for (const auto& [price, count] : places) add(person_vertex(person), kSink, count, price);
  }

  const AssignmentProblem* problem_;
  Flow flow_;
  std::vector<std::pair<Traits::edge_descriptor, std::pair<std::size_t, std::size_t>>> pairs_;
};

}  // namespace

Shares share_by_flow(const AssignmentProblem& problem) { return Network(problem).solve(); }

}  // namespace staysail
