#include "view/fact_merge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "staysail/columns/batch_codec.hpp"

using namespace staysail;
using namespace staysail::view;

namespace {

const TableDescription& tickets() { return *find_model_table("tickets"); }

struct Told {
  std::string id, status;
  std::int64_t version = 0, severity = 0;
};

// Rows of chunk_schema(tickets()) that tell an id, a status and a severity.
Batch told(const std::vector<Told>& rows) {
  const Schema schema = chunk_schema(tickets());
  BatchBuilder builder(schema);
  for (const Told& row : rows)
    for (std::size_t c = 0; c < schema.fields().size(); ++c) {
      ColumnBuilder& column = builder.column(c);
      const std::string& name = schema.fields()[c].name;
      if (name == "ticket_id") column.append_text(row.id);
      else if (name == "status") column.append_text(row.status);
      else if (name == "severity") row.severity == 0 ? column.append_null() : column.append_text("s" + row.status);
      else if (name == "_version") column.append_number(row.version);
      else if (name == "_source") column.append_text("feed");
      else column.append_null();
    }
  return builder.finish().value();
}

std::vector<Told> many() {
  std::vector<Told> rows;
  for (int i = 0; i < 400; ++i)
    rows.push_back({"T" + std::to_string(1000 + i), i % 3 == 0 ? "closed" : "open", 5, i % 2});
  return rows;
}

// The same merge, too large to be taken as a few corrections: every row of `stored` comes again.
FactMerge merged_whole(const Batch& stored, const Batch& incoming) {
  const Batch both[] = {stored, incoming};
  return merge_facts(tickets(), BatchBuilder(stored.schema()).finish().value(), concatenate(both).value()).value();
}

// Whether a row of many() is told something new, and the better.
bool is_news(const Told& row) {
  static const std::vector<Told> all = many();
  const Told& known = all[static_cast<std::size_t>(std::stoi(row.id.substr(1)) - 1000)];
  const auto values = [](const Told& one) { return std::tuple(one.status, one.severity == 0 ? "" : "s" + one.status); };
  return std::tuple(row.version, values(row)) > std::tuple(known.version, values(known)) &&
         values(row) != values(known);
}

// What lost, by key.
std::vector<std::tuple<std::string, std::int64_t, Digest>> losers(const FactMerge& merge) {
  std::vector<std::tuple<std::string, std::int64_t, Digest>> all;
  for (const auto& conflict : merge.conflicts) all.emplace_back(conflict.key, conflict.version, conflict.lost);
  return all;
}

}  // namespace

TEST_CASE("a few corrections leave the bytes that a merge of all rows leaves") {
  std::mt19937 dice(7);
  const Batch stored = told(many());
  for (int round = 0; round < 200; ++round) {
    std::vector<Told> corrections;
    const unsigned apart = round % 2 == 0 ? 60 : 5;  // a few, or up to half of what is stored
    for (int i = 0; i < 400; i += 1 + static_cast<int>(dice() % apart))
      corrections.push_back({"T" + std::to_string(1000 + i), dice() % 2 == 0 ? "closed" : "open",
                             static_cast<std::int64_t>(4 + dice() % 3), static_cast<std::int64_t>(dice() % 2)});
    if (dice() % 4 == 0) corrections.push_back({"T9999", "open", 6, 0});      // a new key
    if (dice() % 4 == 0) corrections.push_back({"T9999", "reopened", 6, 1});  // twice, and a text that is new
    const Batch incoming = told(corrections);
    const auto few = merge_facts(tickets(), stored, incoming).value();
    const auto whole = merged_whole(stored, incoming);
    REQUIRE(encode_batch(few.rows) == encode_batch(whole.rows));
    REQUIRE(few.is_news.size() == corrections.size());
    for (std::size_t i = 0; i < corrections.size(); ++i)
      if (corrections[i].id != "T9999") CHECK((few.is_news[i] != 0) == is_news(corrections[i]));
    CHECK(losers(few) == losers(whole));
  }
}

TEST_CASE("rows whose keys ascend are taken as they are; others are sorted, and of one key the last stands") {
  const Batch none = BatchBuilder(chunk_schema(tickets())).finish().value();
  const Batch ascending = told(many());
  const auto first = merge_facts(tickets(), none, ascending).value();
  CHECK(first.changed);
  CHECK(first.is_news == std::vector<std::uint8_t>(400, 1));
  CHECK(encode_batch(first.rows) == encode_batch(ascending));
  std::vector<Told> mixed = many();
  std::reverse(mixed.begin(), mixed.end());
  mixed.push_back({"T1000", "reopened", 6, 0});
  const auto sorted = merge_facts(tickets(), none, run_of(tickets(), {told(mixed)}).value().rows).value();
  REQUIRE(sorted.rows.rows() == 400);
  CHECK(sorted.rows.find("status")->text(0) == "reopened");
  CHECK(sorted.is_news[0] == 0);
  CHECK(sorted.is_news[1] == 1);
  CHECK(sorted.rows.find("ticket_id")->text(399) == "T1399");
  CHECK_FALSE(merge_facts(tickets(), none, none).value().changed);
}

TEST_CASE("what is news, what is known and what loses is told of a few corrections as of many") {
  const Batch stored = told(many());
  const auto merge = [&](const Told& row) { return merge_facts(tickets(), stored, told({row})).value(); };
  const auto known = merge({"T1000", "closed", 5, 0});
  CHECK(known.is_news == std::vector<std::uint8_t>{0});
  CHECK_FALSE(known.changed);
  const auto later = merge({"T1000", "closed", 6, 0});  // only its version rose
  CHECK(later.is_news == std::vector<std::uint8_t>{0});
  CHECK(later.changed);
  const auto changed = merge({"T1000", "open", 6, 0});
  CHECK(changed.is_news == std::vector<std::uint8_t>{1});
  CHECK(changed.conflicts.empty());
  CHECK(changed.rows.find("status")->text(0) == "open");
  CHECK(changed.rows.find("status")->text(3) == "closed");
  const auto older = merge({"T1000", "open", 4, 0});
  CHECK_FALSE(older.changed);
  CHECK(older.rows.find("status")->text(0) == "closed");
  const auto rival = merge({"T1000", "open", 5, 0});  // the same version says something else
  REQUIRE(rival.conflicts.size() == 1);
  CHECK(rival.conflicts.front().key == "T1000");
  CHECK(rival.conflicts.front().stands);
}

TEST_CASE("a null that comes and a null that goes are both corrections") {
  const Batch stored = told(many());
  const auto filled = merge_facts(tickets(), stored, told({{"T1000", "closed", 6, 1}})).value();
  CHECK(stored.find("severity")->is_null(0));
  CHECK(filled.rows.find("severity")->text(0) == "sclosed");
  CHECK(filled.rows.find("severity")->null_count() == stored.find("severity")->null_count() - 1);
  const auto emptied = merge_facts(tickets(), stored, told({{"T1001", "open", 6, 0}})).value();
  CHECK(emptied.rows.find("severity")->is_null(1));
}
