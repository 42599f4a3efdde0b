#include "staysail/view/identity_desk.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "entity_frame.hpp"
#include "identity_record.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/view/id_index.hpp"

namespace staysail {
namespace {

constexpr const char* kLink = "party_link";
constexpr const char* kRuling = "identity_ruling";
constexpr const char* kSurvivor = "survivor";
// Written with every change: its version tells changes apart that look alike, and keeps two writers apart.
const EntityKey kChanged{"identity_state", "links"};

using Numbers = std::map<std::string, std::string>;

struct Stored {
  view::StoredPairs found;
  std::map<std::string, std::vector<IdentityRuling>> rulings;  // by record id, all of them
  std::map<std::string, std::uint64_t> versions;               // of those records

  std::vector<IdentityRuling> standing() const {
    std::vector<IdentityRuling> latest;
    for (const auto& [id, all] : rulings)
      if (!all.empty()) latest.push_back(all.back());
    return latest;
  }
};

Result<Stored> load(Store& store) {
  Stored stored;
  STAYSAIL_TRY(stored.found, view::load_pairs(store.facts()));
  FindRequest request;
  request.kind = kRuling;
  STAYSAIL_CHECK(for_each_record(store.entities(), request, [&](const Record& record) -> Status {
    STAYSAIL_TRY(stored.rulings[record.key.id], view::decode_rulings(record.payload, record.key.id));
    stored.versions[record.key.id] = record.version;
    return ok();
  }));
  return stored;
}

// The parties of which the links speak.
std::set<std::string> parties_in(const std::vector<IdentityPair>& pairs, const std::vector<IdentityRuling>& rulings) {
  std::set<std::string> parties;
  for (const auto& pair : pairs)
    if (pair.answer == IdentityAnswer::same) parties.insert({pair.a, pair.b});
  for (const auto& ruling : rulings) parties.insert({ruling.a, ruling.b});
  return parties;
}

Numbers numbers_in_frame(const std::set<std::string>& parties, const Batch& frame) {
  Numbers numbers;
  const Column *ids = frame.find("party_id"), *written = frame.find("identity_number");
  if (ids == nullptr || written == nullptr) return numbers;
  const IdIndex index(*ids);
  for (const auto& party : parties) {
    const std::uint32_t row = index.find(party);
    std::string number = row == kNoRow ? std::string() : valid_identity_number(written->text(row));
    if (!number.empty()) numbers.emplace(party, std::move(number));
  }
  return numbers;
}

Result<Numbers> numbers_in_store(const std::set<std::string>& parties, EntityStore& store) {
  const TableDescription& table = *find_model_table("parties");
  const std::size_t place = table.index_of("identity_number");
  STAYSAIL_TRY(const ViewRules rules, ViewRules::load(store));
  const view::TableRules of_parties(rules, table);
  std::vector<EntityKey> keys;
  for (const auto& party : parties) keys.push_back(EntityKey{table.name, party});
  STAYSAIL_TRY(const auto records, store.get(keys));
  Numbers numbers;
  for (const auto& record : records) {
    if (!record) continue;
    STAYSAIL_TRY(const auto contributions, view::decode_contributions(record->payload));
    STAYSAIL_TRY(const auto merged, view::merge(table, contributions, of_parties));
    const auto& bytes = merged.values[place].bytes;
    std::string number = bytes ? valid_identity_number(*bytes) : std::string();
    if (!number.empty()) numbers.emplace(record->key.id, std::move(number));
  }
  return numbers;
}

struct StoredLinks {
  PartyLinks links;
  std::map<std::string, std::uint64_t> versions;
  std::uint64_t changed = absent;  // the version of kChanged
};

Result<StoredLinks> load_links(EntityStore& store) {
  StoredLinks stored;
  FindRequest request;
  request.kind = kLink;
  STAYSAIL_CHECK(for_each_record(store, request, [&](const Record& record) -> Status {
    stored.links.emplace(record.key.id, record.payload);
    stored.versions.emplace(record.key.id, record.version);
    return ok();
  }));
  STAYSAIL_TRY(const auto state, store.get({kChanged}));
  if (state.front()) stored.changed = state.front()->version;
  return stored;
}

// What makes the stored links into `links`.
void put_links(const StoredLinks& known, const PartyLinks& links, ChangeSet& changes) {
  for (const auto& [party, survivor] : links) {
    const auto before = known.links.find(party);
    if (before != known.links.end() && before->second == survivor) continue;
    Record record;
    record.key = EntityKey{kLink, party};
    record.payload = survivor;
    record.indexes = {IndexEntry{kSurvivor, survivor}};
    changes.put(std::move(record), before == known.links.end() ? absent : known.versions.at(party));
  }
  for (const auto& [party, survivor] : known.links)
    if (links.count(party) == 0) changes.erase(EntityKey{kLink, party}, known.versions.at(party));
}

Status apply(EntityStore& store, ChangeSet changes, std::uint64_t changed, const std::string& what) {
  if (changes.empty()) return ok();
  Record state;
  state.key = kChanged;
  changes.put(std::move(state), changed);
  Digester token;
  for (const auto& put : changes.puts)
    token.add(put.record.key.id).add(put.record.payload).add(static_cast<std::int64_t>(put.expected));
  for (const auto& gone : changes.erasures) token.add(gone.key.id).add(static_cast<std::int64_t>(gone.expected));
  STAYSAIL_CHECK(store.apply(changes, what + ":" + token.finish().to_string()));
  return ok();
}

std::set<std::pair<std::string, std::string>> ruled_pairs(const std::vector<IdentityRuling>& rulings) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const auto& ruling : rulings) pairs.emplace(ruling.a, ruling.b);
  return pairs;
}

IdentitySummary summary_of(const std::vector<IdentityPair>& pairs, const std::vector<IdentityRuling>& rulings,
                           const LinkedParties& linked) {
  const auto ruled = ruled_pairs(rulings);
  IdentitySummary summary;
  for (const auto& pair : pairs) {
    summary.same += pair.answer == IdentityAnswer::same ? 1 : 0;
    summary.review += pair.answer == IdentityAnswer::review && ruled.count({pair.a, pair.b}) == 0 ? 1 : 0;
  }
  summary.refused = linked.refused.size();
  summary.groups = linked.groups;
  summary.merged = linked.links.size();
  summary.rulings = rulings.size();
  return summary;
}

Result<LinkedParties> linked_in_store(Store& store, const std::vector<IdentityPair>& pairs,
                                      const std::vector<IdentityRuling>& rulings) {
  STAYSAIL_TRY(const Numbers numbers, numbers_in_store(parties_in(pairs, rulings), store.entities()));
  return link_parties(pairs, rulings, numbers);
}

std::string told(const IdentityRuling& ruling) {
  return ruling.a + " and " + ruling.b + " by " + ruling.who + " on " + ruling.when.day().to_string() + " (" +
         ruling.why + ")";
}

// The links by rulings alone: what no points have a say in.
LinkedParties ruled_links(const std::vector<IdentityRuling>& rulings) { return link_parties({}, rulings, {}); }

// A ruling that the merge would break: it parts two parties that rulings would hold together.
Status check_no_ruling_parts(const std::vector<IdentityRuling>& rulings) {
  std::vector<IdentityRuling> together;
  for (const auto& ruling : rulings)
    if (ruling.together) together.push_back(ruling);
  const PartyLinks links = ruled_links(together).links;
  for (const auto& ruling : rulings)
    if (!ruling.together && survivor_of(links, ruling.a) == survivor_of(links, ruling.b))
      return Error(Errc::conflict, "a ruling keeps parties of this group apart; take it back first: " + told(ruling));
  return ok();
}

// Where other rulings still hold the two together, an unmerge would say the opposite of them.
Status check_no_ruling_joins(const std::vector<IdentityRuling>& rulings, const IdentityAsk& ask) {
  std::vector<IdentityRuling> together;
  std::string names;
  for (const auto& ruling : rulings)
    if (ruling.together) together.push_back(ruling);
  const PartyLinks links = ruled_links(together).links;
  const auto survivor = survivor_of(links, ask.party);
  if (survivor != survivor_of(links, ask.other)) return ok();
  for (const auto& ruling : together)
    if (survivor_of(links, ruling.a) == survivor) names += (names.empty() ? "" : "; ") + told(ruling);
  return Error(Errc::conflict, "rulings hold these two together by way of others; unmerge one of those: " + names);
}

Status check_known(EntityStore& store, const IdentityAsk& ask) {
  if (ask.who.empty() || ask.why.empty())
    return Error(Errc::invalid_argument, "a ruling on two parties says who makes it and why");
  if (ask.party == ask.other)
    return Error(Errc::invalid_argument, "a party is always one with itself; name another: " + ask.party);
  STAYSAIL_TRY(const auto records, store.get({EntityKey{"parties", ask.party}, EntityKey{"parties", ask.other}}));
  for (std::size_t i = 0; i < 2; ++i)
    if (!records[i]) return Error(Errc::not_found, "no party has this id: " + (i == 0 ? ask.party : ask.other));
  return ok();
}

Status check_numbers(EntityStore& store, const IdentityAsk& ask) {
  STAYSAIL_TRY(const Numbers numbers, numbers_in_store({ask.party, ask.other}, store));
  if (numbers.size() == 2 && numbers.begin()->second != numbers.rbegin()->second)
    return Error(Errc::conflict,
                 "both parties have valid identity numbers, and different ones: they are two persons; if one number "
                 "is wrong, mend it in its source first: " +
                     ask.party + ", " + ask.other);
  return ok();
}

Result<Batch> text_batch(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
  std::vector<Field> fields;
  for (const auto& name : names) fields.push_back({name, ColumnType::text, 0, {}});
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) builder.column(i).append_text(row[i]);
  return builder.finish();
}

}  // namespace

Result<IdentitySummary> IdentityDesk::resolve(const Batch& parties, const IdentityRules& rules, Executor* executor,
                                              const Control& control) {
  STAYSAIL_TRY(const IdentityFindings findings, compare_parties(parties, rules, executor, control));
  STAYSAIL_TRY(const Stored stored, load(*store_));
  const auto rulings = stored.standing();
  const LinkedParties linked =
      link_parties(findings.pairs, rulings, numbers_in_frame(parties_in(findings.pairs, rulings), parties));
  STAYSAIL_TRY(const StoredLinks known, load_links(store_->entities()));
  ChangeSet changes;
  put_links(known, linked.links, changes);
  STAYSAIL_CHECK(view::save_pairs(store_->facts(), stored.found, findings.pairs));
  STAYSAIL_CHECK(apply(store_->entities(), std::move(changes), known.changed, "identity"));
  IdentitySummary summary = summary_of(findings.pairs, rulings, linked);
  summary.parties = parties.rows();
  summary.compared = findings.compared;
  return summary;
}

Status IdentityDesk::merge(const IdentityAsk& ask) {
  STAYSAIL_CHECK(check_known(store_->entities(), ask));
  STAYSAIL_CHECK(check_numbers(store_->entities(), ask));
  return rule(ask, true);
}

Status IdentityDesk::unmerge(const IdentityAsk& ask) {
  STAYSAIL_CHECK(check_known(store_->entities(), ask));
  return rule(ask, false);
}

Status IdentityDesk::rule(const IdentityAsk& ask, bool together) {
  STAYSAIL_TRY(Stored stored, load(*store_));
  STAYSAIL_TRY(const StoredLinks known, load_links(store_->entities()));
  const bool one = survivor_of(known.links, ask.party) == survivor_of(known.links, ask.other);
  if (one == together)
    return Error(Errc::conflict, std::string("these parties are ") + (one ? "one already" : "not one") +
                                     "; `staysail identity report` shows the groups: " + ask.party + ", " + ask.other);
  const std::string id = view::ruling_id(ask.party, ask.other);
  auto& all = stored.rulings[id];
  all.push_back(IdentityRuling{std::min(ask.party, ask.other), std::max(ask.party, ask.other), together, ask.who,
                               ask.why, ask.when});
  const auto rulings = stored.standing();
  STAYSAIL_CHECK(together ? check_no_ruling_parts(rulings) : check_no_ruling_joins(rulings, ask));
  STAYSAIL_TRY(const LinkedParties linked, linked_in_store(*store_, stored.found.pairs, rulings));
  ChangeSet changes;
  put_links(known, linked.links, changes);
  Record record;
  record.key = EntityKey{kRuling, id};
  record.payload = view::encode_rulings(all);
  record.indexes = {IndexEntry{"party", ask.party}, IndexEntry{"party", ask.other}};
  const auto version = stored.versions.find(id);
  changes.put(std::move(record), version == stored.versions.end() ? absent : version->second);
  return apply(store_->entities(), std::move(changes), known.changed, "ruling");
}

Result<IdentitySummary> IdentityDesk::summary() {
  STAYSAIL_TRY(const Stored stored, load(*store_));
  const auto rulings = stored.standing();
  STAYSAIL_TRY(const LinkedParties linked, linked_in_store(*store_, stored.found.pairs, rulings));
  return summary_of(stored.found.pairs, rulings, linked);
}

Result<PartyLinks> IdentityDesk::links() {
  STAYSAIL_TRY(StoredLinks stored, load_links(store_->entities()));
  return std::move(stored.links);
}

Result<std::vector<IdentityRuling>> IdentityDesk::rulings() {
  STAYSAIL_TRY(const Stored stored, load(*store_));
  return stored.standing();
}

Result<Batch> IdentityDesk::groups_table() {
  STAYSAIL_TRY(const PartyLinks found, links());
  std::set<std::pair<std::string, std::string>> rows;
  for (const auto& [party, survivor] : found) rows.insert({{survivor, party}, {survivor, survivor}});
  std::vector<std::vector<std::string>> texts;
  for (const auto& [survivor, party] : rows) texts.push_back({party, survivor});
  return text_batch({"party", "survivor"}, texts);
}

Result<Batch> IdentityDesk::review_table() {
  STAYSAIL_TRY(const Stored stored, load(*store_));
  const auto rulings = stored.standing();
  STAYSAIL_TRY(const LinkedParties linked, linked_in_store(*store_, stored.found.pairs, rulings));
  const auto ruled = ruled_pairs(rulings);
  std::vector<std::pair<const IdentityPair*, const char*>> open;
  for (const auto& pair : stored.found.pairs)
    if (pair.answer == IdentityAnswer::review && ruled.count({pair.a, pair.b}) == 0) open.emplace_back(&pair, "review");
  for (const auto& pair : linked.refused)
    if (ruled.count({pair.a, pair.b}) == 0) open.emplace_back(&pair, "refused");
  std::sort(open.begin(), open.end(), [](const auto& x, const auto& y) {
    return std::tie(y.first->points, x.first->a, x.first->b) < std::tie(x.first->points, y.first->a, y.first->b);
  });
  BatchBuilder builder(*Schema::of({{"party", ColumnType::text, 0, {}},
                                    {"other", ColumnType::text, 0, {}},
                                    {"points", ColumnType::number, 0, {}},
                                    {"why", ColumnType::text, 0, {}},
                                    {"evidence", ColumnType::text, 0, {}}}));
  for (const auto& [pair, why] : open) {
    builder.column(0).append_text(pair->a);
    builder.column(1).append_text(pair->b);
    builder.column(2).append_number(pair->points);
    builder.column(3).append_text(why);
    builder.column(4).append_text(pair->evidence_text());
  }
  return builder.finish();
}

Result<Batch> IdentityDesk::rulings_table() {
  STAYSAIL_TRY(const Stored stored, load(*store_));
  std::vector<std::vector<std::string>> rows;
  for (const auto& [id, all] : stored.rulings)
    for (const auto& ruling : all)
      rows.push_back({ruling.a, ruling.b, ruling.together ? "merge" : "unmerge", ruling.who, ruling.when.to_string(),
                      ruling.why, &ruling == &all.back() ? "yes" : "no"});
  return text_batch({"party", "other", "ruling", "who", "when", "why", "stands"}, rows);
}

Result<std::vector<std::string>> parties_of_person(EntityStore& store, std::string_view party) {
  STAYSAIL_TRY(const auto own, store.get({EntityKey{kLink, std::string(party)}}));
  std::vector<std::string> parties = {own.front() ? own.front()->payload : std::string(party)};
  STAYSAIL_TRY(const auto page, store.find(find_equal(kLink, kSurvivor, parties.front())));
  for (const auto& record : page.records) parties.push_back(record.key.id);
  return parties;
}

}  // namespace staysail
