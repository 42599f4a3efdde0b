// The rows of the index table that a change set brings and takes away, in the order of that table: stores grow in one
// direction then, which is much faster.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "staysail/store/entity_store.hpp"

namespace staysail::store {

// Owned by one thread. Points into the records it is told of, which outlive it.
class IndexChanges {
 public:
  struct Row {
    std::uint64_t prefix;  // the first eight bytes of the value, which order most of them
    const IndexEntry* entry;
    const EntityKey* key;
    std::string_view value() const { return entry->value; }
    std::string_view id() const { return key->id; }
  };
  // Of one index of one kind, by (value, id).
  struct Group {
    std::string_view kind, index;
    std::vector<Row> rows;
    bool is_ascending = true;
  };

  // A record that was not there, one that is there no more, one in the place of another.
  void put(const Record& record);
  void erase(const Record& record);
  void replace(const Record& before, const Record& after);

  // Ascending and without repeats, once all records are told.
  const std::vector<Group>& come() { return come_.sorted(); }
  const std::vector<Group>& gone() { return gone_.sorted(); }

 private:
  class Rows {
   public:
    void add(const EntityKey& key, const IndexEntry& entry);
    const std::vector<Group>& sorted();

   private:
    Group& group_of(const EntityKey& key, const IndexEntry& entry);

    std::vector<Group> groups_;
    std::size_t latest_ = 0;  // the group of the latest row
  };
  Rows come_, gone_;
};

}  // namespace staysail::store
