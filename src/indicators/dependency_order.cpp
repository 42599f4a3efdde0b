#include "dependency_order.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>

namespace staysail::indicators {
namespace {

// An edge leads from an indicator to one of its inputs.
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

// Remembers the path of the search and the first circle that closes on it.
class CircleFinder : public boost::default_dfs_visitor {
 public:
  CircleFinder(std::vector<Vertex>& path, std::vector<Vertex>& circle) : path_(&path), circle_(&circle) {}
  void discover_vertex(Vertex vertex, const Graph&) { path_->push_back(vertex); }
  void finish_vertex(Vertex, const Graph&) { path_->pop_back(); }
  void back_edge(Edge edge, const Graph& graph) {
    if (!circle_->empty()) return;
    const auto first = boost::target(edge, graph);
    circle_->assign(std::find(path_->begin(), path_->end(), first), path_->end());
    circle_->push_back(first);
  }

 private:
  std::vector<Vertex>*path_, *circle_;
};

Error circle_error(const std::vector<Vertex>& circle, const std::vector<std::string>& names) {
  std::string text;
  for (const auto vertex : circle) text += (text.empty() ? "" : " -> ") + names[vertex];
  return Error(Errc::dependency_cycle,
               "indicators are computed from each other in a circle; break it at one of them: " + text);
}

}  // namespace

Result<std::vector<std::size_t>> dependency_order(const std::vector<std::string>& names,
                                                  const std::vector<std::vector<std::size_t>>& inputs,
                                                  std::size_t& at_fault) {
  Graph graph(names.size());
  for (std::size_t vertex = 0; vertex < inputs.size(); ++vertex)
    for (const auto input : inputs[vertex]) boost::add_edge(vertex, input, graph);
  std::vector<Vertex> path, circle;
  boost::depth_first_search(graph, boost::visitor(CircleFinder(path, circle)));
  if (!circle.empty()) {
    at_fault = circle.front();
    return circle_error(circle, names);
  }
  std::vector<std::size_t> order;
  // Emits a vertex after all its targets: inputs first.
  boost::topological_sort(graph, std::back_inserter(order));
  return order;
}

}  // namespace staysail::indicators
