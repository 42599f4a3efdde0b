#include "staysail/view/replication.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "departures.hpp"
#include "entity_frame.hpp"
#include "entity_record.hpp"
#include "erased_rows.hpp"
#include "fact_intake.hpp"
#include "fact_merge.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/columns/batch_codec.hpp"

namespace staysail {
namespace {

using view::Contribution;

constexpr std::size_t kPage = 4096;  // entities a transaction
constexpr int kTries = 16;           // while others write to the same records

constexpr std::array<std::string_view, 4> kStaysInTheCity = {"tickets", "interactions", "outcomes", "staff"};

// Takes over what supersedes; true when anything did.
bool merge_into(std::vector<Contribution>& held, const std::vector<Contribution>& told) {
  bool changed = false;
  for (const Contribution& said : told) {
    const auto place =
        std::lower_bound(held.begin(), held.end(), said,
                         [](const Contribution& a, const Contribution& b) { return a.source < b.source; });
    const bool spoke = place != held.end() && place->source == said.source;
    if (spoke && !view::supersedes(said, *place)) continue;
    if (spoke) *place = said;
    else held.insert(place, said);
    changed = true;
  }
  return changed;
}

std::string token_of(const ChangeSet& changes) {
  Digester digester;
  for (const auto& put : changes.puts)
    digester.add(put.record.key.kind)
        .add(put.record.key.id)
        .add(static_cast<std::int64_t>(put.expected))
        .add(put.record.payload);
  for (const auto& erased : changes.erasures)
    digester.add("erased").add(erased.key.kind).add(erased.key.id).add(static_cast<std::int64_t>(erased.expected));
  return "replicate:" + digester.finish().to_string();
}

class Ascent {
 public:
  Ascent(Store& below, Store& above, Tombstones erased, const Control& control)
      : below_(below), above_(above), erased_(std::move(erased)), control_(control) {}

  Result<ReplicatedTable> carry(const TableDescription& table) {
    ReplicatedTable told{table.name};
    STAYSAIL_CHECK(table.kind == TableKind::entity ? entities(table, told) : facts(table, told));
    return told;
  }

 private:
  // What is gone goes up first: what is told of it after that stays out.
  Status entities(const TableDescription& table, ReplicatedTable& told) {
    STAYSAIL_CHECK(pages(table, view::gone_kind(table.name), &Ascent::settle_gone, told));
    return pages(table, table.name, &Ascent::settle, told);
  }

  // The records that name no id that was erased above.
  Result<std::vector<Record>> without_erased_ids(const TableDescription& table,
                                                 const std::vector<Record>& records) const {
    if (erased_.empty()) return records;
    std::vector<Record> rest;
    for (const Record& record : records) {
      STAYSAIL_TRY(const auto said, view::decode_contributions(record.payload));
      STAYSAIL_TRY(const bool names_one, view::names_erased(said, table, erased_));
      if (!names_one && !erased_.has(record.key.id)) rest.push_back(record);
    }
    return rest;
  }

  Batch without_erased_rows(const TableDescription& table, const Batch& rows) const {
    if (erased_.empty()) return rows;
    const std::vector<bool> erased = view::erased_rows(rows, table, erased_);
    std::vector<std::uint32_t> rest;
    for (std::uint32_t row = 0; row < erased.size(); ++row)
      if (!erased[row]) rest.push_back(row);
    return rest.size() == erased.size() ? rows : rows.take(rest);
  }

  using Settle = Status (Ascent::*)(const TableDescription&, const std::vector<Record>&, ReplicatedTable&);

  Status pages(const TableDescription& table, const std::string& kind, Settle settle_page, ReplicatedTable& told) {
    FindRequest request;
    request.kind = kind;
    request.limit = kPage;
    request.parts = RecordParts::payload;
    for (;;) {
      STAYSAIL_CHECK(control_.check());
      STAYSAIL_TRY(auto page, below_.entities().find(request));
      STAYSAIL_TRY(const auto alive, without_erased_ids(table, page.records));
      STAYSAIL_CHECK(retried([&] { return (this->*settle_page)(table, alive, told); }));
      told.read += page.records.size();
      told.left_out += page.records.size() - alive.size();
      control_.report(told.table, told.read, 0);
      if (page.next.empty()) return ok();
      request.after = page.next;
    }
  }

  // The records of `kind` above for the ids of `records`.
  Result<std::vector<std::optional<Record>>> above_of(const std::string& kind, const std::vector<Record>& records) {
    std::vector<EntityKey> keys;
    for (const Record& record : records) keys.push_back(EntityKey{kind, record.key.id});
    return above_.entities().get(keys);
  }

  Status settle_gone(const TableDescription& table, const std::vector<Record>& records, ReplicatedTable& told) {
    STAYSAIL_TRY(const auto gone, above_of(view::gone_kind(table.name), records));
    STAYSAIL_TRY(const auto known, above_of(table.name, records));
    ChangeSet changes;
    for (std::size_t i = 0; i < records.size(); ++i) {
      std::vector<Contribution> held, standing;
      if (gone[i]) {
        STAYSAIL_TRY(held, view::decode_contributions(gone[i]->payload));
      }
      STAYSAIL_TRY(const auto said, view::decode_contributions(records[i].payload));
      if (!merge_into(held, said)) continue;
      Record merged;
      merged.key = records[i].key;
      merged.payload = view::encode_contributions(held);
      if (known[i]) {
        STAYSAIL_TRY(standing, view::decode_contributions(known[i]->payload));
      }
      STAYSAIL_TRY(const bool left, view::leave_out_deleted(standing, merged));
      if (left) STAYSAIL_CHECK(view::put_entity(table, records[i].key.id, standing, known[i]->version, changes));
      changes.put(std::move(merged), gone[i] ? gone[i]->version : absent);
    }
    if (changes.empty()) return ok();
    STAYSAIL_CHECK(above_.entities().apply(changes, token_of(changes)));
    told.news += changes.puts.size();
    return ok();
  }

  Status settle(const TableDescription& table, const std::vector<Record>& records, ReplicatedTable& told) {
    STAYSAIL_TRY(const auto known, above_of(table.name, records));
    STAYSAIL_TRY(const auto gone, above_of(view::gone_kind(table.name), records));
    ChangeSet changes;
    for (std::size_t i = 0; i < records.size(); ++i)
      STAYSAIL_CHECK(merge_record(table, records[i], known[i], gone[i], changes));
    if (changes.empty()) return ok();
    STAYSAIL_CHECK(above_.entities().apply(changes, token_of(changes)));
    told.news += changes.puts.size();
    return ok();
  }

  static Status merge_record(const TableDescription& table, const Record& record, const std::optional<Record>& known,
                             const std::optional<Record>& gone, ChangeSet& changes) {
    std::vector<Contribution> held;
    if (known) {
      STAYSAIL_TRY(held, view::decode_contributions(known->payload));
    }
    STAYSAIL_TRY(auto told, view::decode_contributions(record.payload));
    STAYSAIL_CHECK(view::leave_out_deleted(told, gone));
    if (!merge_into(held, told)) return ok();
    Record merged;
    merged.key = record.key;
    merged.payload = view::encode_contributions(held);
    STAYSAIL_TRY(merged.indexes, view::index_entries(table, held));
    changes.put(std::move(merged), known ? known->version : absent);
    return ok();
  }

  Status facts(const TableDescription& table, ReplicatedTable& told) {
    STAYSAIL_TRY(auto months, below_.facts().months(table.name));
    STAYSAIL_TRY(const auto gone, below_.facts().months(view::gone_kind(table.name)));
    months.insert(months.end(), gone.begin(), gone.end());
    std::sort(months.begin(), months.end());
    months.erase(std::unique(months.begin(), months.end()), months.end());
    for (const Month month : months) {
      STAYSAIL_CHECK(control_.check());
      STAYSAIL_CHECK(retried([&] { return settle_gone_month(table, month); }));
      STAYSAIL_CHECK(retried([&] { return settle_month(table, month, told); }));
      control_.report(table.name, told.read, 0);
    }
    return ok();
  }

  Status settle_gone_month(const TableDescription& table, Month month) {
    view::MonthFiler filer(table);
    std::uint64_t version = absent;
    STAYSAIL_TRY(const Batch gone_below,
                 view::read_chunk(below_.facts(), view::gone_kind(table.name), filer.schema(), month, version));
    const Batch gone = without_erased_rows(table, gone_below);
    if (gone.rows() == 0) return ok();
    std::vector<std::uint32_t> all(gone.rows());
    std::iota(all.begin(), all.end(), 0U);
    view::RowFates fates;
    fates.grow(all.size());
    STAYSAIL_CHECK(filer.add(gone, all, all));
    STAYSAIL_CHECK(filer.close());
    return view::settle_deletions(above_.facts(), table, filer, fates,
                                  "replicate:" + digest_of(encode_batch(gone)).to_string());
  }

  Status settle_month(const TableDescription& table, Month month, ReplicatedTable& told) {
    const Schema schema = view::chunk_schema(table);
    std::uint64_t version = absent;
    STAYSAIL_TRY(const Batch told_below, view::read_chunk(below_.facts(), table.name, schema, month, version));
    const Batch alive = without_erased_rows(table, told_below);
    STAYSAIL_TRY(const Batch rows, view::rows_not_gone(above_.facts(), table, schema, month, alive));
    FactChunk chunk{table.name, month, 0, {}, 0, absent};
    STAYSAIL_TRY(const Batch held, view::read_chunk(above_.facts(), table.name, schema, month, chunk.expected));
    STAYSAIL_TRY(auto merged, view::merge_facts(table, held, rows));
    if (merged.changed) {
      chunk.batch = std::move(merged.rows);
      const std::string token = token_of_chunk(chunk, rows);
      STAYSAIL_CHECK(above_.facts().append({std::move(chunk)}, token));
    }
    told.read += told_below.rows();
    told.left_out += told_below.rows() - alive.rows();
    told.news += static_cast<std::uint64_t>(std::count(merged.is_news.begin(), merged.is_news.end(), 1));
    return ok();
  }

  static std::string token_of_chunk(const FactChunk& chunk, const Batch& rows) {
    return "replicate:" + chunk.table + ":" + std::to_string(chunk.month.index()) + "." +
           std::to_string(chunk.expected) + ":" + digest_of(encode_batch(rows)).to_string();
  }

  // Somebody else may write to the same records: then they are read again.
  template <class Step>
  static Status retried(Step step) {
    Status done = step();
    for (int tries = 1; !done && done.error().code() == Errc::conflict && tries < kTries; ++tries) done = step();
    return done;
  }

  Store& below_;
  Store& above_;
  const Tombstones erased_;  // above
  const Control& control_;
};

}  // namespace

std::vector<std::string> tables_that_go_up(const ModelCatalog& catalog) {
  std::vector<std::string> tables;
  for (const TableDescription& table : catalog.tables())
    if (std::find(kStaysInTheCity.begin(), kStaysInTheCity.end(), table.name) == kStaysInTheCity.end())
      tables.push_back(table.name);
  return tables;
}

Result<std::vector<ReplicatedTable>> replicate(Store& below, Store& above, const ModelCatalog& catalog,
                                               const std::vector<std::string>& tables, const Control& control) {
  for (const std::string& name : tables)
    if (catalog.find(name) == nullptr)
      return Error(Errc::not_found, "the catalogue has no table of this name: " + name);
  std::vector<ReplicatedTable> told;
  STAYSAIL_TRY(auto erased, Tombstones::load(above.entities()));
  Ascent ascent(below, above, std::move(erased), control);
  for (const TableDescription& table : catalog.tables()) {
    if (std::find(tables.begin(), tables.end(), table.name) == tables.end()) continue;
    STAYSAIL_TRY(told.emplace_back(), ascent.carry(table));
  }
  return told;
}

}  // namespace staysail
