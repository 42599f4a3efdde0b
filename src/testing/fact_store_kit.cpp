#include "staysail/testing/fact_store_kit.hpp"

namespace staysail {
namespace {

constexpr Month kJanuary = Month::of(2026, 1);

// Row i of a chunk: its id, an amount (null for every fifth row), a day, a flag.
Batch rows_from(std::int64_t begin, std::int64_t end) {
  ColumnBuilder id(Field{"id", ColumnType::text, 0, ""});
  ColumnBuilder amount(Field{"amount", ColumnType::number, 3, "CNY"});
  ColumnBuilder day(Field{"day", ColumnType::day, 0, ""});
  ColumnBuilder flag(Field{"flag", ColumnType::boolean, 0, ""});
  for (std::int64_t row = begin; row < end; ++row) {
    id.append_text("s" + std::to_string(row));
    if (row % 5 == 4) amount.append_null();
    else amount.append_number(row * 1000);
    day.append_day(static_cast<std::int32_t>(20000 + row));
    flag.append_boolean(row % 2 == 0);
  }
  return Batch::of({id.finish(), amount.finish(), day.finish(), flag.finish()}).value_or(Batch());
}

std::string text_of(const Batch& batch) {
  std::string text;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (const Column& column : batch.columns()) text += (column.is_null(row) ? "null" : column.value_text(row)) + ",";
    text += "\n";
  }
  return text;
}

std::string text_of(const ScanResult& result) {
  std::string text;
  for (const FactChunk& chunk : result.chunks)
    text += chunk.table + " " + chunk.month.to_string() + " " + std::to_string(chunk.partition) + "\n" +
            text_of(chunk.batch);
  return text;
}

class Kit {
 public:
  Kit(FactStore& store, std::string_view run) : store_(store), name_("conformance " + std::string(run)) {}
  ConformanceReport run();

 private:
  FactChunk chunk_of(const std::string& table, Month month, std::uint32_t partition, Batch batch) const;
  std::string token(std::string_view name) const { return name_ + " facts " + std::string(name); }
  ScanRequest request_of(const std::string& table) const;
  std::string scanned(const ScanRequest& request);
  Errc code_of(const std::vector<FactChunk>& chunks, std::string_view name);
  Receipt append(const std::vector<FactChunk>& chunks, std::string_view name);

  void check_round_trip();
  void check_order();
  void check_replacement();
  void check_versions();
  void check_all_or_nothing();
  void check_tokens();
  void check_projection();
  void check_filters();
  void check_filter(const FactFilter& filter, const Batch& matching, std::string_view promise);

  FactStore& store_;
  std::string name_;
  ConformanceReport report_;
};

FactChunk Kit::chunk_of(const std::string& table, Month month, std::uint32_t partition, Batch batch) const {
  FactChunk chunk;
  chunk.table = table;
  chunk.month = month;
  chunk.partition = partition;
  chunk.batch = std::move(batch);
  return chunk;
}

ScanRequest Kit::request_of(const std::string& table) const {
  ScanRequest request;
  request.table = table;
  request.first = kJanuary - 12;
  request.last = kJanuary + 12;
  return request;
}

std::string Kit::scanned(const ScanRequest& request) {
  const auto result = store_.scan(request);
  if (!report_.check(result.has_value(), "a table can be scanned", result ? "" : result.error().to_string())) return {};
  return text_of(*result);
}

Errc Kit::code_of(const std::vector<FactChunk>& chunks, std::string_view name) {
  const auto receipt = store_.append(chunks, token(name));
  return receipt ? Errc{0} : receipt.error().code();
}

Receipt Kit::append(const std::vector<FactChunk>& chunks, std::string_view name) {
  const auto receipt = store_.append(chunks, token(name));
  report_.check(receipt.has_value(), "chunks are taken", receipt ? "" : receipt.error().to_string());
  return receipt ? *receipt : Receipt{};
}

void Kit::check_round_trip() {
  const std::string table = name_ + " round trip";
  const Batch batch = rows_from(0, 40);
  append({chunk_of(table, kJanuary, 0, batch.slice(7, 20))}, "round trip");
  const auto result = store_.scan(request_of(table));
  const bool one = result && result->chunks.size() == 1;
  report_.check(one && text_of(result->chunks[0].batch) == text_of(rows_from(7, 27)),
                "rows come back as they were given, nulls included");
  report_.check(one && result->chunks[0].batch.schema() == batch.schema(), "names, types, scales and units come back");
  report_.check(scanned(request_of(name_ + " no such table")).empty(), "a table that nobody wrote has no rows");
}

void Kit::check_order() {
  const std::string table = name_ + " order";
  append({chunk_of(table, kJanuary + 1, 0, rows_from(0, 2)), chunk_of(table, kJanuary, 10, rows_from(2, 4)),
          chunk_of(table, kJanuary, 9, rows_from(4, 6)), chunk_of(table, kJanuary - 1, 3, rows_from(6, 8)),
          chunk_of(table + " neighbour", kJanuary, 0, rows_from(8, 9))},
         "order");
  const auto result = store_.scan(request_of(table));
  std::string places;
  for (const FactChunk& chunk : result ? result->chunks : std::vector<FactChunk>())
    places += chunk.month.to_string() + "/" + std::to_string(chunk.partition) + " ";
  report_.check(places == "2025-12/3 2026-01/9 2026-01/10 2026-02/0 ", "chunks come by month, then partition", places);
  ScanRequest january = request_of(table);
  january.first = january.last = kJanuary;
  january.partition = 10;
  report_.check(scanned(january) == table + " 2026-01 10\n" + text_of(rows_from(2, 4)),
                "a scan of one month and partition shows that one only");
  const auto months = store_.months(table);
  report_.check(months && *months == std::vector<Month>{kJanuary - 1, kJanuary, kJanuary + 1},
                "the months of a table are listed once each, ascending");
}

void Kit::check_replacement() {
  const std::string table = name_ + " replacement";
  append({chunk_of(table, kJanuary, 0, rows_from(0, 5)), chunk_of(table, kJanuary, 1, rows_from(5, 8))},
         "replacement 1");
  append({chunk_of(table, kJanuary, 0, rows_from(20, 22))}, "replacement 2");
  const std::string kept = table + " 2026-01 1\n" + text_of(rows_from(5, 8));
  report_.check(scanned(request_of(table)) == table + " 2026-01 0\n" + text_of(rows_from(20, 22)) + kept,
                "a chunk's new version takes the place of the old one");
  append({chunk_of(table, kJanuary, 0, Batch())}, "replacement 3");
  report_.check(scanned(request_of(table)) == kept, "a chunk without rows removes the one that was there");
  append({chunk_of(table, kJanuary, 1, Batch())}, "replacement 4");
  const auto months = store_.months(table);
  report_.check(months && months->empty(), "a month whose chunks are removed is not listed");
}

void Kit::check_versions() {
  const std::string table = name_ + " versions";
  FactChunk chunk = chunk_of(table, kJanuary, 0, rows_from(0, 3));
  chunk.expected = absent;
  const Receipt first = append({chunk}, "version 1");
  report_.check(code_of({chunk}, "version 2") == Errc::conflict,
                "a chunk that expects none where there is one is a conflict");
  chunk.expected = first.version;
  chunk.batch = rows_from(3, 6);
  const Receipt second = append({chunk}, "version 3");
  report_.check(second.version > first.version, "versions of chunks grow");
  chunk.batch = rows_from(6, 9);
  report_.check(code_of({chunk}, "version 4") == Errc::conflict, "a chunk with a stale version is a conflict");
  const auto result = store_.scan(request_of(table));
  report_.check(result && result->chunks.size() == 1 && result->chunks[0].version == second.version &&
                    text_of(result->chunks[0].batch) == text_of(rows_from(3, 6)),
                "a conflict changes nothing, and a chunk carries the version of its receipt");
}

void Kit::check_all_or_nothing() {
  const std::string table = name_ + " atomic";
  FactChunk wrong = chunk_of(table, kJanuary, 1, rows_from(3, 6));
  wrong.expected = 1;
  report_.check(
      code_of({chunk_of(table, kJanuary, 0, rows_from(0, 3)), wrong, chunk_of(table, kJanuary, 2, rows_from(6, 9))},
              "atomic") == Errc::conflict,
      "one wrong version refuses all chunks");
  report_.check(scanned(request_of(table)).empty(), "a refused append leaves nothing behind");
  const FactChunk good = chunk_of(table, kJanuary, 0, rows_from(0, 3));
  report_.check(code_of({good, good}, "twice") == Errc::invalid_argument,
                "a chunk that occurs twice in an append is refused");
  report_.check(code_of({chunk_of("", kJanuary, 0, rows_from(0, 3))}, "nameless") == Errc::invalid_argument,
                "a chunk without a table is refused");
}

void Kit::check_tokens() {
  const std::string table = name_ + " tokens";
  const std::vector<FactChunk> chunks = {chunk_of(table, kJanuary, 0, rows_from(0, 3))};
  const Receipt first = append(chunks, "token");
  append({chunk_of(table, kJanuary, 0, rows_from(3, 6))}, "token later");
  const Receipt again = append(chunks, "token");
  report_.check(!first.repeated && again.repeated && again.version == first.version,
                "the same token with the same rows is answered as repeated");
  report_.check(scanned(request_of(table)) == table + " 2026-01 0\n" + text_of(rows_from(3, 6)),
                "a repeated token changes nothing");
  report_.check(code_of({chunk_of(table, kJanuary, 0, rows_from(6, 9))}, "token") == Errc::invalid_argument,
                "a token with other rows is refused");
  report_.check(scanned(request_of(table)) == table + " 2026-01 0\n" + text_of(rows_from(3, 6)),
                "a refused token changes nothing");
}

void Kit::check_projection() {
  const std::string table = name_ + " projection";
  const Batch batch = rows_from(0, 6);
  append({chunk_of(table, kJanuary, 0, batch),
          chunk_of(table, kJanuary + 1, 0, batch.select({"id", "day"}).value_or(Batch()))},
         "projection");
  ScanRequest request = request_of(table);
  request.columns = {"amount", "id"};
  const auto result = store_.scan(request);
  const bool two = result && result->chunks.size() == 2;
  report_.check(two && text_of(result->chunks[0].batch) == text_of(batch.select({"amount", "id"}).value_or(Batch())),
                "columns come in the order that was asked for");
  request.filters = {FactFilter{"day", 0, {}, {}}};
  const auto filtered = store_.scan(request);
  report_.check(filtered && !filtered->chunks.empty() && filtered->chunks[0].batch.width() == 2,
                "a filter may look at a column that was not asked for");
  report_.check(two && result->chunks[1].batch.width() == 1 && result->chunks[1].batch.rows() == 6,
                "a chunk older than a column comes without it");
}

// Exact: the matching rows and no others. Inexact or unsupported: the matching rows are among them.
void Kit::check_filter(const FactFilter& filter, const Batch& matching, std::string_view promise) {
  ScanRequest request = request_of(name_ + " filters");
  request.filters = {filter};
  const auto result = store_.scan(request);
  if (!report_.check(result && result->filters.size() == 1, "every filter is answered")) return;
  const auto found = result->chunks.empty() ? std::string() : text_of(result->chunks[0].batch);
  if (result->filters[0] == FilterAnswer::exact) {
    report_.check(found == text_of(matching), promise, found);
    return;
  }
  for (std::size_t row = 0; row < matching.rows(); ++row)
    report_.check(found.find(text_of(matching.slice(row, 1))) != std::string::npos,
                  "a filter that is not exact loses no matching row");
}

void Kit::check_filters() {
  const Batch batch = rows_from(0, 10);
  append({chunk_of(name_ + " filters", kJanuary, 0, batch)}, "filters");
  const std::vector<std::uint32_t> amounts = {2, 3, 5, 6}, texts = {1, 4}, flags = {0, 2, 4, 6, 8};
  check_filter(FactFilter{"amount", 2000, 6000, {}}, batch.take(amounts),
               "a range of numbers holds both ends and no null");
  check_filter(FactFilter{"day", 20008, std::nullopt, {}}, batch.slice(8, 2), "a range of days may be open");
  check_filter(FactFilter{"id", std::nullopt, std::nullopt, {"s4", "s1", "s99"}}, batch.take(texts),
               "one of several texts");
  check_filter(FactFilter{"flag", 1, 1, {}}, batch.take(flags), "a flag is filtered as 1");
  check_filter(FactFilter{"no such column", 0, 0, {}}, Batch(), "no row matches a column that is not there");
  check_filter(FactFilter{"id", 1, 2, {}}, batch, "a range of texts is not claimed");
}

ConformanceReport Kit::run() {
  check_round_trip();
  check_order();
  check_replacement();
  check_versions();
  check_all_or_nothing();
  check_tokens();
  check_projection();
  check_filters();
  return report_;
}

}  // namespace

ConformanceReport check_fact_store(FactStore& store, std::string_view run) { return Kit(store, run).run(); }

}  // namespace staysail
