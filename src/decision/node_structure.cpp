#include "decision/node_structure.hpp"

#include <algorithm>
#include <type_traits>

namespace staysail::decision {
namespace {

class StructureWriter {
 public:
  explicit StructureWriter(std::span<const std::string> names) : names_(names) {}

  void write(const Node& node) {
    put(node.kind);
    put(static_cast<std::uint8_t>((node.low_closed ? 1 : 0) | (node.high_closed ? 2 : 0) | (node.one_sided ? 4 : 0)));
    put(node.builtin);
    if (node.kind == NodeKind::name) put_text(names_[node.slot]);
    if (node.kind == NodeKind::local) put(number_of(node.slot));
    if (node.kind == NodeKind::literal) put_literal(node.literal);
    if (is_one_of_a_kind(node)) put(&node);
    for (const std::string& word : node.words) put_text(word);
    put(node.slots.size());
    for (const std::uint32_t slot : node.slots) put(number_of(slot));
    put(node.children.size());
    for (const NodePtr& child : node.children) write(*child);
  }

  std::string take() { return std::move(bytes_); }

 private:
  // Functions close over what is in sight, and the text of a type does not tell all of it: these are never shared.
  static bool is_one_of_a_kind(const Node& node) {
    return node.lambda != nullptr || node.kind == NodeKind::instance_of || node.kind == NodeKind::failure;
  }

  template <class T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }

  void put_text(const std::string& text) {
    put(text.size());
    bytes_ += text;
  }

  void put_literal(const Value& value) {
    put(value.kind());
    if (value.kind() == ValueKind::number) put(value.as_number());
    else put_text(value.to_feel());
  }

  std::size_t number_of(std::uint32_t local) {
    const auto found = std::find(locals_.begin(), locals_.end(), local);
    if (found != locals_.end()) return static_cast<std::size_t>(found - locals_.begin());
    locals_.push_back(local);
    return locals_.size() - 1;
  }

  std::span<const std::string> names_;
  std::vector<std::uint32_t> locals_;
  std::string bytes_;
};

}  // namespace

std::string structure_of(const Node& node, std::span<const std::string> names) {
  StructureWriter writer(names);
  writer.write(node);
  return writer.take();
}

}  // namespace staysail::decision
