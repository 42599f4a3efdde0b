#include "staysail/columns/arrow.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "columns/random_batch.hpp"

using namespace staysail;
using columns_test::random_batch;
using columns_test::text_of;

namespace {

Result<Batch> through_structs(const Batch& batch) {
  ArrowSchema schema{};
  ArrowArray array{};
  STAYSAIL_CHECK(export_arrow(batch, &schema, &array));
  return import_arrow(&schema, &array);
}

// Units have no place in Arrow.
Batch without_units(const Batch& batch) {
  std::vector<Column> columns;
  for (const Column& column : batch.columns()) {
    Field field = column.field();
    field.unit.clear();
    ColumnBuilder builder(field);
    for (std::size_t row = 0; row < batch.rows(); ++row) builder.append_from(column, row);
    columns.push_back(builder.finish());
  }
  return Batch::of(std::move(columns)).value();
}

Batch three_rows() {
  ColumnBuilder fee({"fee", ColumnType::number, 2, {}}), name({"name", ColumnType::text, 0, {}});
  for (const std::int64_t cents : {1250, 0}) fee.append_number(cents);
  fee.append_null();
  for (const char* text : {"b", "a", "b"}) name.append_text(text);
  return Batch::of({fee.finish(), name.finish()}).value();
}

// A producer that counts how often its two structs are released. One column of one format over three rows; `spoil`
// changes the array before it is handed over.
class Producer {
 public:
  explicit Producer(std::string format) : format_(std::move(format)) {
    column_schema.format = format_.c_str();
    column_schema.name = "c";
    column_schema.release = release_part<ArrowSchema>;
    schema.format = "+s";
    schema.n_children = 1;
    schema.children = schema_children_.data();
    schema.release = release_counted<ArrowSchema>;
    schema.private_data = &releases;
    column.length = 3;
    column.n_buffers = static_cast<std::int64_t>(buffers.size());
    column.buffers = buffers.data();
    column.release = release_part<ArrowArray>;
    array.length = 3;
    array.n_buffers = 1;
    array.buffers = no_buffers_.data();
    array.n_children = 1;
    array.children = array_children_.data();
    array.release = release_counted<ArrowArray>;
    array.private_data = &releases;
  }
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  Result<Batch> hand_over() { return import_arrow(&schema, &array); }

  int releases = 0;
  ArrowSchema column_schema{}, schema{};
  ArrowArray column{}, array{};
  std::array<std::int64_t, 16> words{};
  std::array<const void*, 4> buffers{nullptr, words.data(), words.data(), words.data()};

 private:
  template <class Struct>
  static void release_part(Struct* part) {
    part->release = nullptr;
  }
  template <class Struct>
  static void release_counted(Struct* whole) {
    ++*static_cast<int*>(whole->private_data);
    whole->release = nullptr;
  }

  std::string format_;
  std::array<ArrowSchema*, 1> schema_children_{&column_schema};
  std::array<ArrowArray*, 1> array_children_{&column};
  std::array<const void*, 1> no_buffers_{nullptr};
};

std::string values_of(const std::string& format, const std::vector<std::int64_t>& words, std::int64_t bits = -1) {
  Producer producer(format);
  std::copy(words.begin(), words.end(), producer.words.begin());
  std::array<std::int64_t, 1> validity{bits};
  producer.buffers[0] = validity.data();
  producer.column.null_count = -1;
  const auto batch = producer.hand_over();
  return batch ? text_of(*batch) : std::string(name_of(batch.error().code()));
}

// What a producer got wrong is found, and both structs go back exactly once all the same.
void check_refused(const std::string& format, const std::function<void(Producer&)>& spoil) {
  CAPTURE(format);
  Producer producer(format);
  spoil(producer);
  const auto batch = producer.hand_over();
  REQUIRE_FALSE(batch);
  CHECK(batch.error().code() == Errc::schema_mismatch);
  CHECK(producer.releases == 2);
}

}  // namespace

TEST_CASE("a batch comes back from the Arrow structs, slices and nulls included") {
  CHECK(rc::check("round trip", [] {
    const Batch whole = random_batch();
    const std::size_t begin = *rc::gen::inRange<std::size_t>(0, whole.rows() + 1);
    const Batch batch = whole.slice(begin, *rc::gen::inRange<std::size_t>(0, whole.rows() - begin + 1));
    const auto back = through_structs(batch);
    RC_ASSERT(back.has_value());
    RC_ASSERT(text_of(*back) == text_of(without_units(batch)));
    RC_ASSERT(back->schema() == without_units(batch).schema());
  }));
}

TEST_CASE("a batch that came over Arrow goes out again, also in slices of its own") {
  CHECK(rc::check("second crossing", [] {
    const Batch batch = without_units(random_batch());
    const Batch once = through_structs(batch).value();
    const std::size_t begin = *rc::gen::inRange<std::size_t>(0, batch.rows() + 1);
    RC_ASSERT(text_of(through_structs(once.slice(begin, batch.rows() - begin)).value()) ==
              text_of(batch.slice(begin, batch.rows() - begin)));
  }));
}

TEST_CASE("a stream yields its batches once, in order") {
  const Batch batch = three_rows();
  ArrowArrayStream stream{};
  REQUIRE(export_arrow_stream({batch.slice(0, 1), batch.slice(1, batch.rows() - 1)}, &stream));
  const auto batches = import_arrow_stream(&stream);
  REQUIRE(batches);
  CHECK((stream.release == nullptr));
  REQUIRE(batches->size() == 2);
  CHECK(text_of(concatenate(*batches).value()) == text_of(batch));
}

TEST_CASE("a stream without a batch still has its columns") {
  const Batch one = three_rows();
  ArrowArrayStream stream{};
  REQUIRE(export_arrow_stream({one}, &stream));
  stream.get_next = [](ArrowArrayStream*, ArrowArray* out) {
    *out = ArrowArray{};
    return 0;
  };
  const auto batches = import_arrow_stream(&stream);
  REQUIRE(batches);
  REQUIRE(batches->size() == 1);
  CHECK(batches->front().rows() == 0);
  CHECK(batches->front().schema() == one.schema());
}

TEST_CASE("batches of one stream have one schema") {
  ColumnBuilder number({"n", ColumnType::number, 0, {}}), text({"n", ColumnType::text, 0, {}});
  ArrowArrayStream stream{};
  const auto exported =
      export_arrow_stream({Batch::of({number.finish()}).value(), Batch::of({text.finish()}).value()}, &stream);
  REQUIRE_FALSE(exported);
  CHECK(exported.error().code() == Errc::schema_mismatch);
}

TEST_CASE("what a failing stream says reaches the caller") {
  ArrowArrayStream stream{};
  REQUIRE(export_arrow_stream({}, &stream));
  stream.get_next = [](ArrowArrayStream*, ArrowArray*) { return 5; };
  stream.get_last_error = [](ArrowArrayStream*) { return "the disk is gone"; };
  const auto batches = import_arrow_stream(&stream);
  REQUIRE_FALSE(batches);
  CHECK(batches.error().code() == Errc::adapter_failed);
  CHECK(batches.error().message().find("the disk is gone") != std::string::npos);
}

TEST_CASE("formats, three rows each; bits of the validity from the lowest on") {
  CHECK(values_of("l", {5, -6, 7}) == "c//0:5|-6|7|");
  CHECK(values_of("l", {5, -6, 7}, 0b101) == "c//0:5|null|7|");
  CHECK(values_of("L", {5, 6, 7}) == "c//0:5|6|7|");
  CHECK(values_of("L", {5, -1, 7}) == "amount_overflow");
  CHECK(values_of("L", {5, -1, 7}, 0b101) == "c//0:5|null|7|");
  CHECK(values_of("i", {0x0000000200000001, 3}) == "c//0:1|2|3|");
  CHECK(values_of("c", {0x00FF0201}) == "c//0:1|2|-1|");
  CHECK(values_of("C", {0x00FF0201}) == "c//0:1|2|255|");
  CHECK(values_of("b", {0b110}) == "c//0:false|true|true|");
  CHECK(values_of("tdD", {0x0000000100000000, 31}) == "c//0:1970-01-01|1970-01-02|1970-02-01|");
  CHECK(values_of("tss:", {1, 2, 86400}) == "c//0:1970-01-01T00:00:01|1970-01-01T00:00:02|1970-01-02T00:00:00|");
  CHECK(values_of("tss:UTC", {1, 2, 3}) == "unsupported");  // civil time only: a zone would be lost
  CHECK(values_of("tsn:", {1000, -1, -1000}) ==
        "c//0:1970-01-01T00:00:00.000001|1969-12-31T23:59:59.999999|1969-12-31T23:59:59.999999|");
  CHECK(values_of("tss:", {1, std::int64_t{1} << 62, 3}) == "amount_overflow");
  CHECK(values_of("d:19,2", {1250, 0, -1, -1, 5, 0}) == "c//2:12.50|-0.01|0.05|");
  CHECK(values_of("d:38,2", {0, 1, 0, 0, 0, 0}) == "amount_overflow");
  CHECK(values_of("n", {}) == "c//0:null|null|null|");
}

TEST_CASE("values are shared with the producer, and kept alive until the last of them is gone") {
  Producer producer("l");
  producer.words = {5, 6, 7};
  {
    std::optional<Column> kept;
    {
      const Batch batch = producer.hand_over().value();
      CHECK(batch.column(0).numbers().data() == producer.words.data());
      kept = batch.column(0).slice(1, 2);
    }
    CHECK(producer.releases == 1);
    CHECK(kept->value_text(0) == "6");
  }
  CHECK(producer.releases == 2);
  CHECK((producer.schema.release == nullptr));
  CHECK((producer.array.release == nullptr));
}

TEST_CASE("rows of a struct with an offset are those behind it") {
  Producer producer("l");
  producer.words = {5, 6, 7, 8};
  producer.column.length = 4;
  producer.column.offset = 0;
  producer.array.offset = 1;
  CHECK(text_of(producer.hand_over().value()) == "c//0:6|7|8|");
}

TEST_CASE("formats that are not understood are named") {
  for (const char* format :
       {"z", "e", "ttm", "tdm", "+l", "d:19", "d:19,-1", "d:19,10", "d:9,2,32", "d:19,2x", "tsx:", "ts", "", "u8"}) {
    check_refused(format, [](Producer&) {});
  }
  CHECK(Producer("ttm").hand_over().error().message().find("'ttm'") != std::string::npos);
}

TEST_CASE("what a producer gets wrong is refused, not read") {
  check_refused("l", [](Producer& p) { p.column_schema.format = nullptr; });
  check_refused("l", [](Producer& p) { p.schema.format = nullptr; });
  check_refused("l", [](Producer& p) { p.schema.format = "l"; });
  check_refused("l", [](Producer& p) { p.schema.n_children = 2; });
  check_refused("l", [](Producer& p) { p.schema.n_children = p.array.n_children = -1; });
  check_refused("l", [](Producer& p) { p.schema.children = nullptr; });
  check_refused("l", [](Producer& p) { p.array.children = nullptr; });
  check_refused("l", [](Producer& p) { p.array.length = 4; });
  check_refused("l", [](Producer& p) { p.array.length = -3; });
  check_refused("l", [](Producer& p) { p.array.offset = 1; });
  check_refused("l", [](Producer& p) { p.array.null_count = 1; });
  check_refused("l", [](Producer& p) { p.column.length = -1; });
  check_refused("l", [](Producer& p) { p.column.offset = -1; });
  check_refused("l", [](Producer& p) { p.column.offset = std::numeric_limits<std::int64_t>::max(); });
  check_refused("l", [](Producer& p) { p.column.n_buffers = 1; });
  check_refused("l", [](Producer& p) { p.column.buffers = nullptr; });
  check_refused("l", [](Producer& p) { p.buffers[1] = nullptr; });
  check_refused("l", [](Producer& p) { p.column.null_count = 1; });
  check_refused("l", [](Producer& p) { p.column.dictionary = &p.column; });
  check_refused("i", [](Producer& p) { p.column_schema.dictionary = &p.column_schema; });
  check_refused("u", [](Producer& p) { p.column.n_buffers = 2; });
  check_refused("u", [](Producer& p) { p.words = {-1}; });
  check_refused("U", [](Producer& p) { p.words = {0, 5, 4, 6}; });
  check_refused("U", [](Producer& p) { p.words = {0, 1, 2, 3}, p.buffers[2] = nullptr; });
  check_refused("vu", [](Producer& p) { p.words = {-1}; });
  check_refused("vu", [](Producer& p) { p.words = {100, 7}; });
}

TEST_CASE("a dictionary's indices stay inside it") {
  for (const std::int64_t index : {-1, 1, 2}) {
    Producer producer("l"), strings("u");
    producer.words = {0, index, 0};
    strings.words = {0};
    strings.column.length = 1;
    producer.column_schema.dictionary = &strings.column_schema;
    producer.column.dictionary = &strings.column;
    const auto batch = producer.hand_over();
    REQUIRE_FALSE(batch);
    CHECK(batch.error().code() == Errc::schema_mismatch);
  }
}

TEST_CASE("a dictionary's index is an integer by its whole format") {
  for (const char* format : {"", "cx", "u", "g"}) {
    CAPTURE(format);
    Producer producer(format), strings("u");
    producer.column_schema.dictionary = &strings.column_schema;
    producer.column.dictionary = &strings.column;
    const auto batch = producer.hand_over();
    REQUIRE_FALSE(batch);
    CHECK(batch.error().code() == Errc::schema_mismatch);
  }
}

TEST_CASE("a column without rows needs no values, wherever it begins") {
  for (const char* format : {"l", "g", "b", "tsu:", "d:19,2", "u", "vu"}) {
    CAPTURE(format);
    Producer producer(format);
    producer.array.length = producer.column.length = 0;
    producer.column.offset = 16;
    producer.buffers = {};
    CHECK(producer.hand_over().value().rows() == 0);
  }
}
