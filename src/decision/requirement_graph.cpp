// The graph of requirements: an order in which it can be computed, or the circle that forbids one.
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

#include "decision/dmn_program.hpp"

namespace staysail::decision {
namespace {

// An edge leads from an element to what it requires.
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

void add_edges(const DmnElement& element, std::size_t index, Graph& graph) {
  for (const auto* list : {&element.requirements, &element.input_decisions, &element.inputs})
    for (const Requirement& each : *list)
      if (each.element != index) boost::add_edge(index, each.element, graph);
}

Graph graph_of(const std::vector<DmnElement>& elements) {
  Graph graph(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) add_edges(elements[i], i, graph);
  return graph;
}

// The first element, in the order of the documents, that lies on a circle, and those on it.
Error circle(const std::vector<DmnElement>& elements, const Graph& graph) {
  std::vector<std::size_t> component(elements.size()), size(elements.size());
  boost::strong_components(
      graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  for (const std::size_t each : component) ++size[each];
  const DmnElement* first = nullptr;
  std::string names;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (size[component[i]] < 2 ||
        (first != nullptr && component[i] != component[static_cast<std::size_t>(first - elements.data())]))
      continue;
    if (first == nullptr) first = &elements[i];
    names += (names.empty() ? "" : ", ") + elements[i].name;
  }
  return Error::at(first->place, Errc::conflict, "these require each other in a circle: " + names);
}

}  // namespace

Result<std::vector<std::size_t>> requirement_order(const std::vector<DmnElement>& elements) {
  const Graph graph = graph_of(elements);
  std::vector<std::size_t> order;
  try {
    boost::topological_sort(graph, std::back_inserter(order));
  } catch (const boost::not_a_dag&) {
    return circle(elements, graph);
  }
  return order;
}

}  // namespace staysail::decision
