#include "staysail/model/state_table.hpp"

#include <doctest/doctest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/transpose_graph.hpp>
#include <set>
#include <utility>
#include <vector>

#include "staysail/model/task_state.hpp"

namespace staysail {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

template <class Table>
Graph graph_of(const Table& table, std::size_t states) {
  Graph graph(states);
  for (const auto& row : table)
    boost::add_edge(static_cast<std::size_t>(row.from), static_cast<std::size_t>(row.to), graph);
  return graph;
}

std::set<std::size_t> reached(const Graph& graph, std::size_t from) {
  std::vector<boost::default_color_type> colours(boost::num_vertices(graph));
  boost::breadth_first_search(
      graph, from,
      boost::color_map(boost::make_iterator_property_map(colours.begin(), boost::get(boost::vertex_index, graph))));
  std::set<std::size_t> found;
  for (std::size_t v = 0; v < colours.size(); ++v) {
    if (colours[v] == boost::black_color) found.insert(v);
  }
  return found;
}

// States that cannot be reached from `first`, or from which no final state can be reached.
template <class Table>
std::set<std::size_t> stranded(const Table& table, std::size_t states, std::size_t first) {
  const Graph graph = graph_of(table, states);
  Graph backwards;
  boost::transpose_graph(graph, backwards);
  std::set<std::size_t> ends;
  for (std::size_t v = 0; v < states; ++v) {
    if (boost::out_degree(v, graph) != 0) continue;
    for (const std::size_t found : reached(backwards, v)) ends.insert(found);
  }
  const std::set<std::size_t> begins = reached(graph, first);
  std::set<std::size_t> bad;
  for (std::size_t v = 0; v < states; ++v) {
    if (begins.count(v) == 0 || ends.count(v) == 0) bad.insert(v);
  }
  return bad;
}

template <class Table>
bool has_one_row_each(const Table& table) {
  std::set<std::pair<int, int>> seen;
  for (const auto& row : table) {
    if (!seen.insert({static_cast<int>(row.from), static_cast<int>(row.event)}).second) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("every state of a task can be reached and comes to an end") {
  CHECK(stranded(kTaskTransitions, kTaskStates, static_cast<std::size_t>(TaskState::planned)).empty());
  CHECK(has_one_row_each(kTaskTransitions));
  CHECK(is_final(TaskState::closed));
  CHECK(is_final(TaskState::cancelled));
  CHECK_FALSE(is_final(TaskState::accepted));
}

TEST_CASE("the check finds a state that strands and one that nothing reaches") {
  enum class S { start, stuck, end, island };
  enum class E { go, finish };
  constexpr StateTable<S, E, 4> table = {{{S::start, E::go, S::stuck},
                                          {S::stuck, E::go, S::stuck},
                                          {S::start, E::finish, S::end},
                                          {S::island, E::finish, S::end}}};
  CHECK(stranded(table, 4, 0) == std::set<std::size_t>{1, 3});
}

TEST_CASE("an event that a task's state does not list is refused with what is legal") {
  const auto refused = next_state(TaskState::closed, TaskEvent::start);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::illegal_transition);
  CHECK(next_state(TaskState::planned, TaskEvent::start).error().message() ==
        "a task that is planned allows assign, accept, escalate, close, cancel, not: start");
  CHECK(*next_state(TaskState::assigned, TaskEvent::start) == TaskState::executing);
}

TEST_CASE("states of a task have names that read back") {
  for (std::size_t i = 0; i < kTaskStates; ++i) {
    const auto state = static_cast<TaskState>(i);
    CHECK(task_state_of(name_of(state)).value() == state);
  }
  CHECK(task_state_of("open").error().code() == Errc::not_found);
}

}  // namespace staysail
