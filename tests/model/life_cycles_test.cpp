#include "staysail/model/life_cycles.hpp"

#include <doctest/doctest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <set>

#include "staysail/model/task_state.hpp"

using namespace staysail;

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

std::set<std::size_t> reached_from(const Graph& graph, std::size_t start) {
  std::vector<boost::default_color_type> colours(boost::num_vertices(graph));
  boost::breadth_first_search(
      graph, start,
      boost::color_map(boost::make_iterator_property_map(colours.begin(), boost::get(boost::vertex_index, graph))));
  std::set<std::size_t> found;
  for (std::size_t v = 0; v < colours.size(); ++v)
    if (colours[v] == boost::black_color) found.insert(v);
  return found;
}

// The same promises as check_state_table, judged by Boost.Graph.
bool is_sound_to_boost(const StateShape& shape) {
  Graph graph(shape.states.size());
  for (const auto& row : shape.rows) boost::add_edge(row.from, row.to, graph);
  if (reached_from(graph, shape.first).size() != shape.states.size()) return false;
  for (std::size_t state = 0; state < shape.states.size(); ++state) {
    if ((boost::out_degree(state, graph) == 0) != shape.final[state]) return false;
    bool ends = false;
    for (const std::size_t other : reached_from(graph, state)) ends = ends || shape.final[other];
    if (!ends) return false;
  }
  return true;
}

std::vector<StateShape> all_lives() {
  return {shape_of(kSubscriptionLife), shape_of(kTicketLife),   shape_of(kBillLife),
          shape_of(kAgreementLife),    shape_of(kCampaignLife), shape_of(kTaskLife)};
}

// Every pair of state and event: either listed, or refused with the state, the event and what is legal.
template <class Life>
void every_pair_is_decided(const Life& life) {
  using State = decltype(life.first);
  using Event = decltype(life.table[0].event);
  std::size_t listed = 0;
  for (std::size_t s = 0; s < life.states.size(); ++s)
    for (std::size_t e = 0; e < life.events.size(); ++e) {
      const auto next = advance(life, static_cast<State>(s), static_cast<Event>(e));
      listed += next ? 1 : 0;
      if (next) continue;
      CHECK(next.error().code() == Errc::illegal_transition);
      CHECK(next.error().message().find("that is " + std::string(life.states[s]) + " allows ") != std::string::npos);
      CHECK(next.error().message().find("not: " + std::string(life.events[e])) != std::string::npos);
    }
  CHECK(listed == life.table.size());
}

const std::string_view kStates[] = {"start", "middle", "end"};
const std::string_view kEvents[] = {"go", "finish"};

StateShape sound() { return {"a test", kStates, kEvents, 0, {false, false, true}, {{0, 0, 1}, {1, 1, 2}}}; }

void is_refused(const StateShape& shape, const char* fault) {
  const auto checked = check_state_table(shape);
  REQUIRE_FALSE(checked);
  CHECK_MESSAGE(checked.error().message().find(fault) != std::string::npos, checked.error().message());
}

}  // namespace

TEST_CASE("every life is sound, to the library and to Boost.Graph") {
  for (const StateShape& shape : all_lives()) {
    CAPTURE(shape.thing);
    const auto checked = check_state_table(shape);
    CHECK_MESSAGE(checked.has_value(), (checked ? "" : checked.error().message()));
    CHECK(is_sound_to_boost(shape));
  }
}

TEST_CASE("every pair of state and event is decided") {
  every_pair_is_decided(kSubscriptionLife);
  every_pair_is_decided(kTicketLife);
  every_pair_is_decided(kBillLife);
  every_pair_is_decided(kAgreementLife);
  every_pair_is_decided(kCampaignLife);
  every_pair_is_decided(kTaskLife);
}

TEST_CASE("broken tables are refused with their fault, by the library and by Boost.Graph") {
  REQUIRE(check_state_table(sound()));
  REQUIRE(is_sound_to_boost(sound()));
  StateShape shape = sound();
  shape.rows = {{0, 1, 2}, {1, 1, 2}};
  is_refused(shape, "middle cannot be reached");
  CHECK_FALSE(is_sound_to_boost(shape));
  shape = sound();
  shape.rows.push_back({2, 0, 0});
  is_refused(shape, "end is final and has a way out");
  CHECK_FALSE(is_sound_to_boost(shape));
  shape = sound();
  shape.rows = {{0, 1, 2}, {0, 0, 1}};
  is_refused(shape, "middle is not final and has no way out");
  CHECK_FALSE(is_sound_to_boost(shape));
  shape = sound();
  shape.rows = {{0, 1, 2}, {0, 0, 1}, {1, 0, 1}};
  is_refused(shape, "middle never comes to an end");
  CHECK_FALSE(is_sound_to_boost(shape));
  shape = sound();
  shape.rows.push_back({0, 0, 2});
  is_refused(shape, "start has two rows for go");
  shape = sound();
  shape.rows.push_back({0, 2, 2});
  is_refused(shape, "is not there");
  shape = sound();
  shape.final = {false, true};
  is_refused(shape, "a state has no name");
}

TEST_CASE("lives as the diagrams draw them") {
  using S = SubscriptionState;
  CHECK(advance(kSubscriptionLife, S::active, SubscriptionEvent::suspend).value() == S::suspended);
  CHECK(advance(kSubscriptionLife, S::suspended, SubscriptionEvent::resume).value() == S::active);
  CHECK(advance(kSubscriptionLife, S::active, SubscriptionEvent::terminate).value() == S::terminated);
  CHECK(advance(kSubscriptionLife, S::suspended, SubscriptionEvent::terminate).error().message() ==
        "a subscription that is suspended allows resume, not: terminate");
  CHECK(advance(kSubscriptionLife, S::terminated, SubscriptionEvent::activate).error().message() ==
        "a subscription that is terminated allows nothing more, not: activate");
  CHECK(advance(kTicketLife, TicketState::resolved, TicketEvent::refuse).value() == TicketState::in_progress);
  CHECK(advance(kBillLife, BillState::sent, BillEvent::settle).value() == BillState::settled);
}

TEST_CASE("names of states read back; blanks at the end do not count") {
  for (const StateShape& shape : all_lives())
    for (std::size_t i = 0; i < shape.states.size(); ++i) {
      CHECK(state_number(shape, shape.states[i]).value() == i);
      CHECK(state_number(shape, std::string(shape.states[i]) + " ").value() == i);
    }
  CHECK(state_of(kSubscriptionLife, "aborted ").value() == SubscriptionState::aborted);
  const auto unknown = state_of(kSubscriptionLife, "Active");
  CHECK(unknown.error().code() == Errc::not_found);
  CHECK(unknown.error().message().find("created, pendingActive, active") != std::string::npos);
}
