#include "store/chunk_contents.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace staysail;
using store::digest_of_contents;

namespace {

// Rows [begin, end): a text (null for every seventh row), a number, a day, a flag.
Batch rows_of(int begin, int end) {
  ColumnBuilder id(Field{"id", ColumnType::text, 0, ""}), amount(Field{"amount", ColumnType::number, 2, "CNY"});
  ColumnBuilder day(Field{"day", ColumnType::day, 0, ""}), flag(Field{"flag", ColumnType::boolean, 0, ""});
  for (int row = begin; row < end; ++row) {
    if (row % 7 == 3) id.append_null();
    else id.append_text("s" + std::to_string(row % 50));
    if (row % 5 == 1) amount.append_null();
    else amount.append_number(row * 100);
    day.append_day(20000 + row);
    flag.append_boolean(row % 2 == 0);
  }
  return Batch::of({id.finish(), amount.finish(), day.finish(), flag.finish()}).value();
}

FactChunk chunk_of(Batch rows) {
  FactChunk chunk;
  chunk.table = "bills";
  chunk.month = Month::of(2026, 1);
  chunk.expected = absent;
  chunk.batch = std::move(rows);
  return chunk;
}

Batch with_number(const Batch& rows, std::int64_t value) {
  ColumnBuilder amount(rows.find("amount")->field());
  for (std::size_t row = 0; row < rows.rows(); ++row)
    row == 12 ? amount.append_number(value) : amount.append_from(*rows.find("amount"), row);
  return rows.with(amount.finish()).value();
}

Batch with_text(const Batch& rows, const std::function<void(ColumnBuilder&)>& append_twelfth) {
  ColumnBuilder id(rows.find("id")->field());
  for (std::size_t row = 0; row < rows.rows(); ++row)
    row == 12 ? append_twelfth(id) : id.append_from(*rows.find("id"), row);
  return rows.with(id.finish()).value();
}

}  // namespace

TEST_CASE("equal rows have one digest, however their texts are numbered and wherever their bits lie") {
  const Digest plain = digest_of_contents({chunk_of(rows_of(13, 213))});
  CHECK(plain == digest_of_contents({chunk_of(rows_of(13, 213))}));
  CHECK(plain == digest_of_contents({chunk_of(rows_of(0, 300).slice(13, 200))}));
  std::vector<std::uint32_t> taken(200);
  for (std::uint32_t i = 0; i < 200; ++i) taken[i] = i + 13;
  CHECK(plain == digest_of_contents({chunk_of(rows_of(0, 300).take(taken))}));
}

TEST_CASE("whatever a chunk says is in its digest") {
  const Batch rows = rows_of(0, 200);
  const Digest plain = digest_of_contents({chunk_of(rows)});
  const auto differs = [&](const char* what, const FactChunk& other) {
    CAPTURE(what);
    CHECK(digest_of_contents({other}) != plain);
  };
  differs("a number", chunk_of(with_number(rows, 7)));
  differs("a text", chunk_of(with_text(rows, [](ColumnBuilder& id) { id.append_text("s11"); })));
  differs("a text that is gone", chunk_of(with_text(rows, [](ColumnBuilder& id) { id.append_null(); })));
  differs("a row less", chunk_of(rows.slice(0, 199)));
  differs("a column less", chunk_of(rows.select({"id", "amount", "day"}).value()));
  differs("a name",
          chunk_of(rows.select({"id", "amount", "day"}).value().with(rows.find("flag")->renamed("other")).value()));
  FactChunk moved = chunk_of(rows);
  moved.month = moved.month + 1;
  differs("its month", moved);
  FactChunk apart = chunk_of(rows);
  apart.partition = 1;
  differs("its partition", apart);
  FactChunk other = chunk_of(rows);
  other.table = "usage";
  differs("its table", other);
  FactChunk later = chunk_of(rows);
  later.expected = 3;
  differs("the version that it replaces", later);
  CHECK(digest_of_contents({chunk_of(rows), chunk_of(rows)}) != plain);
}

TEST_CASE("a null is not the value that stands in its place") {
  ColumnBuilder zero(Field{"n", ColumnType::number, 0, ""}), null(Field{"n", ColumnType::number, 0, ""});
  zero.append_number(0);
  null.append_null();
  CHECK(digest_of_contents({chunk_of(Batch::of({zero.finish()}).value())}) !=
        digest_of_contents({chunk_of(Batch::of({null.finish()}).value())}));
}

TEST_CASE("a chunk without rows says the same with any columns") {
  CHECK(digest_of_contents({chunk_of(rows_of(0, 0))}) == digest_of_contents({chunk_of(Batch())}));
}
