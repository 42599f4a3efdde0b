#include "store/index_changes.hpp"

#include <algorithm>
#include <tuple>

namespace staysail::store {
namespace {

using Row = IndexChanges::Row;
using Group = IndexChanges::Group;

// As bytes compare: a shorter value stands before a longer one that begins with it.
std::uint64_t prefix_of(std::string_view value) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i)
    prefix = prefix << 8 | (i < value.size() ? static_cast<unsigned char>(value[i]) : 0);
  return prefix;
}

struct ComesBefore {
  bool operator()(const Row& a, const Row& b) const {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int order = a.value().compare(b.value());
    return order != 0 ? order < 0 : a.id() < b.id();
  }
};

bool are_equal(const Row& a, const Row& b) {
  return a.prefix == b.prefix && a.value() == b.value() && a.id() == b.id();
}

bool has(const Record& record, const IndexEntry& entry) {
  return std::find(record.indexes.begin(), record.indexes.end(), entry) != record.indexes.end();
}

}  // namespace

void IndexChanges::put(const Record& record) {
  for (const auto& entry : record.indexes) come_.add(record.key, entry);
}

void IndexChanges::erase(const Record& record) {
  for (const auto& entry : record.indexes) gone_.add(record.key, entry);
}

// Most changes of a record leave most of its entries as they are.
void IndexChanges::replace(const Record& before, const Record& after) {
  for (const auto& entry : before.indexes)
    if (!has(after, entry)) gone_.add(before.key, entry);
  for (const auto& entry : after.indexes)
    if (!has(before, entry)) come_.add(after.key, entry);
}

// Records of a kind have the same indexes in the same order: the group after the latest is mostly the right one.
Group& IndexChanges::Rows::group_of(const EntityKey& key, const IndexEntry& entry) {
  for (std::size_t tried = 0; tried < groups_.size(); ++tried) {
    latest_ = latest_ + 1 < groups_.size() ? latest_ + 1 : 0;
    if (groups_[latest_].index == entry.index && groups_[latest_].kind == key.kind) return groups_[latest_];
  }
  latest_ = groups_.size();
  return groups_.emplace_back(Group{key.kind, entry.index, {}, true});
}

void IndexChanges::Rows::add(const EntityKey& key, const IndexEntry& entry) {
  Group& group = group_of(key, entry);
  const Row row{prefix_of(entry.value), &entry, &key};
  group.is_ascending = group.is_ascending && (group.rows.empty() || ComesBefore()(group.rows.back(), row));
  group.rows.push_back(row);
}

const std::vector<Group>& IndexChanges::Rows::sorted() {
  for (Group& group : groups_) {
    if (group.is_ascending) continue;
    std::sort(group.rows.begin(), group.rows.end(), ComesBefore());
    group.rows.erase(std::unique(group.rows.begin(), group.rows.end(), are_equal), group.rows.end());
    group.is_ascending = true;
  }
  std::sort(groups_.begin(), groups_.end(),
            [](const Group& a, const Group& b) { return std::tie(a.kind, a.index) < std::tie(b.kind, b.index); });
  return groups_;
}

}  // namespace staysail::store
