#include "staysail/work/matter_life.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "staysail/base/nearest_name.hpp"
#include "staysail/model/life_cycles.hpp"
#include "staysail/model/table.hpp"
#include "work/life_tables.hpp"

namespace staysail {
namespace {

constexpr std::array<std::string_view, kMatterKinds> kKindNames = {"care",     "collection", "ticket",  "recovery",
                                                                   "win_back", "campaign",   "lead",    "opportunity",
                                                                   "quote",    "order",      "renewal", "visit"};
constexpr std::array<std::string_view, 9> kGuardNames = {"reason",         "cause",    "second_person",
                                                         "attempts_left",  "rung_due", "no_open_part",
                                                         "accepted_quote", "quoted",   "total"};

using Words = std::vector<std::string_view>;

Words words_of(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::size_t place_of(const Words& words, std::string_view wanted) {
  return static_cast<std::size_t>(std::find(words.begin(), words.end(), wanted) - words.begin());
}

void add_new(Words& words, std::string_view word) {
  if (place_of(words, word) == words.size()) words.push_back(word);
}

Error not_known(std::string_view what, std::string_view name, const Words& known) {
  std::string list;
  for (const std::string_view each : known) list += (list.empty() ? "" : ", ") + std::string(each);
  return Error(Errc::not_found, std::string(what) + " is one of " + list + "; not: " + std::string(name) +
                                    did_you_mean(name, std::vector<std::string>(known.begin(), known.end())));
}

// Precondition: the tables of life_tables.cpp name guards of this list only, which the tests hold.
std::vector<MatterGuard> guards_of(std::string_view text) {
  std::vector<MatterGuard> guards;
  const Words known(kGuardNames.begin(), kGuardNames.end());
  for (const std::string_view word : words_of(text)) guards.push_back(static_cast<MatterGuard>(place_of(known, word)));
  return guards;
}

// A life and the names that its shape points at.
struct Declared {
  MatterLife life;
  Words states, events;
};

StateShape shape_of_rows(const LifeTable& table, Declared& declared) {
  for (const LifeRow& row : table.rows) add_new(declared.states, row.from);
  for (const LifeRow& row : table.rows) add_new(declared.states, row.to);
  for (const EventRow& row : table.events) declared.events.push_back(row.event);
  StateShape shape{table.thing, declared.states, declared.events, 0, std::vector<bool>(declared.states.size(), true),
                   {}};
  for (const LifeRow& row : table.rows) {
    const std::size_t from = place_of(declared.states, row.from);
    shape.rows.push_back({from, place_of(declared.events, row.event), place_of(declared.states, row.to)});
    shape.final[from] = false;
  }
  return shape;
}

StateShape shape_of_table(const LifeTable& table, Declared& declared) {
  if (table.kind == MatterKind::ticket) return shape_of(kTicketLife);
  if (table.kind == MatterKind::campaign) return shape_of(kCampaignLife);
  return shape_of_rows(table, declared);
}

std::unique_ptr<Declared> declare(const LifeTable& table) {
  auto declared = std::make_unique<Declared>();
  MatterLife& life = declared->life;
  life.kind = table.kind;
  life.shape = shape_of_table(table, *declared);
  life.clock_stops = words_of(table.clock_stops);
  for (const std::string_view name : life.shape.events) {
    const auto row = std::find_if(table.events.begin(), table.events.end(),
                                  [name](const EventRow& each) { return each.event == name; });
    if (row == table.events.end()) life.events.push_back({name, {}, {}});  // nobody may
    else life.events.push_back({name, words_of(row->roles), guards_of(row->guards)});
  }
  return declared;
}

std::vector<std::unique_ptr<Declared>> declare_all() {
  std::vector<std::unique_ptr<Declared>> all;
  for (const LifeTable& table : life_tables()) all.push_back(declare(table));
  return all;
}

}  // namespace

std::string_view name_of(MatterKind kind) noexcept { return kKindNames[static_cast<std::size_t>(kind)]; }
std::string_view name_of(MatterGuard guard) noexcept { return kGuardNames[static_cast<std::size_t>(guard)]; }

Result<MatterKind> matter_kind_of(std::string_view name) {
  const Words known(kKindNames.begin(), kKindNames.end());
  const std::size_t place = place_of(known, name);
  if (place == known.size()) return not_known("a kind of matter", name, known);
  return static_cast<MatterKind>(place);
}

const std::vector<std::string_view>& subjects_of(MatterKind kind) {
  static const std::vector<Words> all = [] {
    std::vector<Words> subjects;
    for (const LifeTable& table : life_tables()) subjects.push_back(words_of(table.subjects));
    return subjects;
  }();
  return all[static_cast<std::size_t>(kind)];
}

const std::vector<std::string_view>& complaint_causes() {
  static const Words causes = [] {
    const auto& symbols = find_model_table("tickets")->find("cause")->symbols;
    return Words(symbols.begin(), symbols.end());
  }();
  return causes;
}

Result<std::size_t> MatterLife::event_number(std::string_view name) const {
  const Words known(shape.events.begin(), shape.events.end());
  const std::size_t place = place_of(known, name);
  if (place == known.size()) return not_known("an event of " + std::string(shape.thing), name, known);
  return place;
}

Result<std::string_view> MatterLife::next(std::string_view state, std::string_view event) const {
  STAYSAIL_TRY(const std::size_t from, state_number(shape, state));
  STAYSAIL_TRY(const std::size_t number, event_number(event));
  for (const StateShape::Row& row : shape.rows)
    if (row.from == from && row.event == number) return shape.states[row.to];
  return illegal_transition(shape, from, number);
}

bool MatterLife::is_final(std::string_view state) const {
  const auto number = state_number(shape, state);
  return number && shape.final[*number];
}

bool MatterLife::clock_stands(std::string_view state) const {
  return place_of(clock_stops, state) != clock_stops.size();
}

const MatterLife& life_of(MatterKind kind) {
  static const std::vector<std::unique_ptr<Declared>> all = declare_all();
  return all[static_cast<std::size_t>(kind)]->life;
}

}  // namespace staysail
