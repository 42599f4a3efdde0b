#include "departures.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "entity_frame.hpp"
#include "staysail/base/field_digester.hpp"
#include "staysail/model/record.hpp"

namespace staysail::view {
namespace {

constexpr const char* kWhole = "told_whole";
constexpr char kSeparator = '\x1f';
constexpr std::size_t kPage = 4096;

Status apply_all(EntityStore& store, ChangeSet& changes) {
  if (changes.empty()) return ok();
  STAYSAIL_CHECK(store.apply(changes, token_of(changes)));
  changes = ChangeSet();
  return ok();
}

}  // namespace

std::string gone_kind(const std::string& table) { return "gone:" + table; }

std::string token_of(const ChangeSet& changes) {
  FieldDigester digester;
  for (const auto& put : changes.puts)
    digester.add(put.record.key.id).add(static_cast<std::int64_t>(put.expected)).add(put.record.payload);
  for (const auto& erased : changes.erasures)
    digester.add("erased").add(erased.key.id).add(static_cast<std::int64_t>(erased.expected));
  return "intake:" + digester.finish().to_string();
}

Result<bool> leave_out_deleted(std::vector<Contribution>& contributions, const std::optional<Record>& gone) {
  if (!gone) return false;
  STAYSAIL_TRY(const auto deletions, decode_contributions(gone->payload));
  const auto is_deleted = [&](const Contribution& one) {
    return std::any_of(deletions.begin(), deletions.end(), [&](const Contribution& said) {
      return said.source == one.source && said.version >= one.version;
    });
  };
  return std::erase_if(contributions, is_deleted) != 0;
}

Status put_deletion(const std::string& table, const std::string& key, const Contribution& said,
                    const std::optional<Record>& gone, ChangeSet& changes) {
  std::vector<Contribution> deletions;
  if (gone) {
    STAYSAIL_TRY(deletions, decode_contributions(gone->payload));
  }
  const auto place = std::lower_bound(deletions.begin(), deletions.end(), said,
                                      [](const Contribution& a, const Contribution& b) { return a.source < b.source; });
  const bool before = place != deletions.end() && place->source == said.source;
  if (before && place->version >= said.version) return ok();
  if (before) *place = said;
  else deletions.insert(place, said);
  Record record;
  record.key = EntityKey{gone_kind(table), key};
  record.payload = encode_contributions(deletions);
  changes.put(std::move(record), gone ? gone->version : absent);
  return ok();
}

Status put_entity(const TableDescription& table, const std::string& key, const std::vector<Contribution>& contributions,
                  std::uint64_t expected, ChangeSet& changes) {
  if (contributions.empty()) {
    changes.erase(EntityKey{table.name, key}, expected);
    return ok();
  }
  Record record;
  record.key = EntityKey{table.name, key};
  record.payload = encode_contributions(contributions);
  STAYSAIL_TRY(record.indexes, index_entries(table, contributions));
  changes.put(std::move(record), expected);
  return ok();
}

Result<Departures> Departures::load(EntityStore& store, const ModelCatalog& catalog) {
  Departures departures;
  for (const auto& table : catalog.tables()) {
    if (table.kind != TableKind::entity) continue;
    FindRequest request;
    request.kind = gone_kind(table.name);
    request.limit = 1;
    request.parts = RecordParts::key;
    STAYSAIL_TRY(const auto page, store.find(request));
    if (!page.records.empty()) departures.note(table.name);
  }
  FindRequest request;
  request.kind = kWhole;
  STAYSAIL_CHECK(for_each_record(store, request, [&](const Record& record) -> Status {
    STAYSAIL_TRY(auto reader, RecordReader::open(record.payload));
    STAYSAIL_TRY(const auto version, reader.next_integer());
    const std::size_t parted = record.key.id.find(kSeparator);
    if (!version || parted == std::string::npos)
      return Error(Errc::malformed_record,
                   "what a source told as a whole has a table and a version; run `staysail verify`");
    departures.whole_[{record.key.id.substr(0, parted), record.key.id.substr(parted + 1)}] = *version;
    return ok();
  }));
  return departures;
}

std::int64_t Departures::told_whole_as_of(const std::string& table, std::string_view source) const {
  if (whole_.empty()) return std::numeric_limits<std::int64_t>::min();
  const auto found = whole_.find({table, std::string(source)});
  return found == whole_.end() ? std::numeric_limits<std::int64_t>::min() : found->second;
}

Status Departures::leave_out_untold(EntityStore& store, const TableDescription& table, const std::string& source,
                                    std::int64_t version) {
  if (told_whole_as_of(table.name, source) >= version) return ok();
  ChangeSet changes;
  std::vector<EntityKey> gone;
  const auto flush = [&]() -> Status {
    STAYSAIL_TRY(const auto before, store.get(gone));
    for (std::size_t i = 0; i < gone.size(); ++i) {
      const std::string key = gone[i].id;
      if (auto noted = put_deletion(table.name, key, {source, version - 1, {}, {}}, before[i], changes); !noted)
        return noted;
    }
    gone.clear();
    return apply_all(store, changes);
  };
  FindRequest request;
  request.kind = table.name;
  request.parts = RecordParts::payload;
  const auto leave_out = [&](const Record& record) -> Status {
    STAYSAIL_TRY(auto contributions, decode_contributions(record.payload));
    const auto untold = std::erase_if(
        contributions, [&](const Contribution& one) { return one.source == source && one.version < version; });
    if (untold == 0) return ok();
    STAYSAIL_CHECK(put_entity(table, record.key.id, contributions, record.version, changes));
    gone.push_back(EntityKey{gone_kind(table.name), record.key.id});
    return gone.size() < kPage ? ok() : flush();
  };
  STAYSAIL_CHECK(for_each_record(store, request, leave_out));
  note(table.name);
  STAYSAIL_CHECK(flush());
  // Last: should the rest be cut short, it is done again.
  Record record;
  record.key = EntityKey{kWhole, table.name + kSeparator + source};
  RecordWriter writer(1);
  writer.add_integer(version);
  record.payload = writer.finish();
  changes.put(std::move(record), any_version);
  whole_[{table.name, source}] = version;
  return apply_all(store, changes);
}

}  // namespace staysail::view
