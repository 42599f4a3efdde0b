#include "store/index_changes.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace staysail;
using namespace staysail::store;

namespace {

using Row = std::tuple<std::string, std::string, std::string, std::string>;  // kind, index, value, id

std::vector<Row> rows_in(const std::vector<IndexChanges::Group>& groups) {
  std::vector<Row> rows;
  for (const auto& group : groups)
    for (const auto& row : group.rows)
      rows.emplace_back(std::string(group.kind), std::string(group.index), std::string(row.value()),
                        std::string(row.id()));
  return rows;
}

std::set<Row> rows_of(const Record& record) {
  std::set<Row> rows;
  for (const auto& entry : record.indexes) rows.emplace(record.key.kind, entry.index, entry.value, record.key.id);
  return rows;
}

// Few letters, so that values repeat, begin with each other and hold bytes of zero and above 127.
std::string some_text(std::size_t most) {
  return *rc::gen::resize(static_cast<int>(most),
                          rc::gen::container<std::string>(rc::gen::element('\0', 'a', 'b', '\xff')));
}

Record some_record(int number) {
  Record record;
  record.key = EntityKey{*rc::gen::element<std::string>("customers", "accounts"), "R" + std::to_string(number)};
  const int entries = *rc::gen::inRange(0, 5);
  for (int i = 0; i < entries; ++i)
    record.indexes.push_back({*rc::gen::element<std::string>("manager", "party", "z"), some_text(12)});
  return record;
}

std::vector<Row> without(const std::set<Row>& rows, const std::set<Row>& others) {
  std::vector<Row> rest;
  for (const auto& row : rows)
    if (others.count(row) == 0) rest.push_back(row);
  return rest;
}

}  // namespace

TEST_CASE("index rows come in the order of their table, each once, whatever the order of the records") {
  REQUIRE(rc::check([] {
    std::vector<Record> records;
    const int count = *rc::gen::inRange(0, 30);
    for (int i = 0; i < count; ++i) records.push_back(some_record(*rc::gen::inRange(0, 1000)));
    IndexChanges changes;
    std::set<Row> put, gone;
    for (const auto& record : records) {
      const bool erased = *rc::gen::arbitrary<bool>();
      erased ? changes.erase(record) : changes.put(record);
      for (const auto& row : rows_of(record)) (erased ? gone : put).insert(row);
    }
    RC_ASSERT(rows_in(changes.come()) == std::vector<Row>(put.begin(), put.end()));
    RC_ASSERT(rows_in(changes.gone()) == std::vector<Row>(gone.begin(), gone.end()));
  }));
}

TEST_CASE("a record in the place of another moves only what differs") {
  REQUIRE(rc::check([] {
    const Record before = some_record(1);
    Record after = some_record(1);
    after.key = before.key;
    for (const auto& entry : before.indexes)
      if (*rc::gen::arbitrary<bool>()) after.indexes.push_back(entry);
    IndexChanges changes;
    changes.replace(before, after);
    RC_ASSERT(rows_in(changes.come()) == without(rows_of(after), rows_of(before)));
    RC_ASSERT(rows_in(changes.gone()) == without(rows_of(before), rows_of(after)));
  }));
}
