#include "boss/table_guess.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "boss/name_hints.hpp"
#include "boss/type_fit.hpp"

namespace staysail::boss {
namespace {
std::string percent(double share) { return std::to_string(static_cast<int>(share * 100 + 0.5)) + " %"; }
bool is_id(const Attribute& attribute) { return attribute.type == AttributeType::identifier; }

// The owners' ids: what files share.
bool is_shared_id(std::string_view attribute) {
  constexpr std::array<std::string_view, 4> kIds = {"subscription_id", "account_id", "customer_id", "party_id"};
  return std::find(kIds.begin(), kIds.end(), attribute) != kIds.end();
}

// One way to fill an attribute of a table from a column.
struct Match {
  int fit = 0;
  std::size_t attribute = 0, column = 0;
  std::string evidence;
  bool sure = true;
};

class Guesser {
 public:
  explicit Guesser(std::vector<SampledFeed>& feeds) : feeds_(feeds) {}

  void guess() {
    find_shared_ids();
    for (auto& feed : feeds_) guess_subject(feed);
    tell_parties();
    for (const char* table : {"customers", "subscriptions", "accounts"}) tell_missing(table);
    for (auto& feed : feeds_)
      for (auto& entity : feed.entities) support_ids(feed, entity);
  }

 private:
  struct Shared {
    std::string attribute, evidence;
  };

  // Columns without a known name whose values stand in a column with one.
  void find_shared_ids() {
    shared_.resize(feeds_.size());
    for (std::size_t f = 0; f < feeds_.size(); ++f) {
      const auto& columns = feeds_[f].sample.columns;
      shared_[f].resize(columns.size());
      for (std::size_t c = 0; c < columns.size(); ++c)
        if (!is_known_name(columns[c].name) && looks_like_an_id(columns[c])) shared_[f][c] = shared_with(f, columns[c]);
    }
  }

  static bool looks_like_an_id(const ColumnProfile& column) {
    return column.values() > 1 && column.distinct().size() > 1 && column.mean_size() >= 2 &&
           column.numbers() == column.whole_numbers() && column.phones() < 0.5 && column.days().share < 0.5;
  }

  Shared shared_with(std::size_t own, const ColumnProfile& column) const {
    Shared best;
    double most = 0.5;
    for (std::size_t f = 0; f < feeds_.size(); ++f) {
      if (f == own) continue;
      for (const auto& other : feeds_[f].sample.columns) {
        const std::string attribute = named_id(other.name);
        const double share = std::max(column.contained_in(other), other.contained_in(column));
        if (attribute.empty() || share <= most || !looks_like_an_id(other)) continue;
        most = share;
        best = {attribute, percent(column.contained_in(other)) + " of its values stand in column '" + other.name +
                               "' of " + feeds_[f].sample.file};
      }
    }
    return best;
  }

  static std::string named_id(const std::string& name) {
    for (const char* attribute : {"subscription_id", "account_id", "customer_id", "party_id"})
      if (name_fit("", attribute, name) == 3) return attribute;
    return {};
  }

  void guess_subject(SampledFeed& feed) {
    std::optional<EntityGuess> best;
    for (const auto& table : model_tables())
      if (auto guess = try_table(feed, table); guess && (!best || guess->score > best->score)) best = std::move(guess);
    if (!best) return;
    best->version = version_of(feed);
    feed.entities.push_back(*std::move(best));
  }

  std::size_t index_of(const SampledFeed& feed) const { return static_cast<std::size_t>(&feed - feeds_.data()); }

  std::vector<Match> matches_of(const SampledFeed& feed, const TableDescription& table) const {
    std::vector<Match> matches;
    const auto& shared = shared_[index_of(feed)];
    const bool spoken = file_speaks_of(table.name, feed.sample.file);
    for (std::size_t a = 0; a < table.attributes.size(); ++a)
      for (std::size_t c = 0; c < feed.sample.columns.size(); ++c) {
        const Attribute& attribute = table.attributes[a];
        const ColumnProfile& column = feed.sample.columns[c];
        if (version_of(feed) == c || !fits_type(attribute, column)) continue;
        const int fit = name_fit(table.name, attribute.name, column.name);
        if (fit > 0) matches.push_back({fit, a, c, fit == 3 ? "by its name" : "its name speaks of it", fit == 3});
        else if (shared[c].attribute == attribute.name) matches.push_back({2, a, c, shared[c].evidence, false});
        else if (column.name.empty() || feed.sample.fixed_width)
          add_by_values(attribute, column, spoken, a, c, matches);
      }
    // Better fits first; of equal ones the earlier attribute and column.
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) { return a.fit > b.fit; });
    return matches;
  }

  // In a file without names only what no other attribute looks like can be told.
  static void add_by_values(const Attribute& attribute, const ColumnProfile& column, bool spoken, std::size_t a,
                            std::size_t c, std::vector<Match>& matches) {
    if (attribute.type == AttributeType::phone && column.phones() > 0.8)
      matches.push_back({2, a, c, percent(column.phones()) + " of its values are mobile numbers", false});
    if (attribute.type == AttributeType::identity_number && column.identity_numbers() > 0.8)
      matches.push_back({2, a, c, percent(column.identity_numbers()) + " of its values are identity numbers", false});
    if (attribute.type == AttributeType::person_name && column.chinese_names() > 0.8)
      matches.push_back({1, a, c, percent(column.chinese_names()) + " of its values look like names", false});
    if (attribute.type == AttributeType::month && column.months().share >= kMostOfValues && column.values() > 0)
      matches.push_back({1, a, c, "its values are months", false});
    const bool amounts = attribute.name == "amount" && spoken && column.numbers() >= kMostOfValues;
    if (amounts && column.months().share < 0.5 && column.days().share < 0.5 && column.phones() < 0.5)
      matches.push_back({1, a, c, "its values are numbers, and the name of the file speaks of amounts", false});
    const bool first_days =
        attribute.name == "activated" || attribute.name == "terminated" || attribute.name == "since";
    if (first_days && column.values() > 0 && column.days().share >= kMostOfValues)
      matches.push_back({1, a, c, "its values are days, and none of the columns has a name", false});
  }

  std::optional<EntityGuess> try_table(const SampledFeed& feed, const TableDescription& table) const {
    EntityGuess guess;
    guess.table = &table;
    std::set<std::size_t> attributes, columns;
    std::vector<std::optional<FieldGuess>> found(table.attributes.size());
    for (const Match& match : matches_of(feed, table)) {
      if (attributes.count(match.attribute) != 0 || columns.count(match.column) != 0) continue;
      attributes.insert(match.attribute);
      columns.insert(match.column);
      found[match.attribute] = FieldGuess{
          FieldGuess::Source::column, &table.attributes[match.attribute], match.column, {}, match.evidence, match.sure};
      guess.score += 2 * match.fit;
    }
    const std::size_t named = columns.size();
    if (!complete(feed, table, found, columns, guess)) return std::nullopt;
    for (auto& field : found)
      if (field) guess.fields.push_back(*std::move(field));
    const bool spoken = file_speaks_of(table.name, feed.sample.file);
    guess.score += spoken ? 12 : 0;
    guess.sure = guess.sure && (spoken || named >= 3);
    guess.evidence = std::to_string(named) + " of " + std::to_string(feed.sample.columns.size()) + " columns fit it" +
                     (spoken ? ", and the name of the file speaks of it" : "");
    return named == 0 ? std::nullopt : std::optional(std::move(guess));
  }

  // Fills what a table cannot do without; false when it cannot be.
  bool complete(const SampledFeed& feed, const TableDescription& table, std::vector<std::optional<FieldGuess>>& found,
                std::set<std::size_t>& columns, EntityGuess& guess) const {
    const auto at = [&](std::string_view name) -> std::optional<FieldGuess>& { return found[table.index_of(name)]; };
    if (!table.dated_by.empty() && !at(table.dated_by) && !only_day(feed, table, columns, at(table.dated_by)) &&
        !date_of_name(feed, table, at(table.dated_by)))
      return false;
    const bool owned =
        std::any_of(table.owners.begin(), table.owners.end(), [&](const auto& name) { return at(name).has_value(); });
    if (!table.owners.empty() && !owned) return false;
    if (table.kind == TableKind::entity && !key_of_entity(feed, table, found, columns, guess)) return false;
    for (std::size_t a = 0; a < found.size(); ++a) {
      const Attribute& attribute = table.attributes[a];
      if (!attribute.required || found[a]) continue;
      if (!is_id(attribute)) return false;
      if (table.kind == TableKind::fact) found[a] = digest_of_row(attribute, "no column holds it");
      else if (attribute.name == "customer_id" && at(table.key.front()))
        found[a] = stand_in(attribute, *at(table.key.front()));
      else return false;
      guess.score -= 3;
    }
    return true;
  }

  // The one column of days that nothing else is read from.
  static bool only_day(const SampledFeed& feed, const TableDescription& table, std::set<std::size_t>& columns,
                       std::optional<FieldGuess>& field) {
    std::vector<std::size_t> free;
    for (std::size_t c = 0; c < feed.sample.columns.size(); ++c)
      if (columns.count(c) == 0 && version_of(feed) != c && feed.sample.columns[c].values() > 0 &&
          fits_type(*table.find(table.dated_by), feed.sample.columns[c]))
        free.push_back(c);
    if (free.size() != 1) return false;
    columns.insert(free.front());
    field = FieldGuess{FieldGuess::Source::column,
                       table.find(table.dated_by),
                       free.front(),
                       {},
                       "the only column of dates left",
                       false};
    return true;
  }

  static bool date_of_name(const SampledFeed& feed, const TableDescription& table, std::optional<FieldGuess>& field) {
    const Attribute& attribute = *table.find(table.dated_by);
    const bool is_month = attribute.type == AttributeType::month;
    if (feed.date_in_name.empty() || (!is_month && feed.date_in_name != "yyyyMMdd")) return false;
    field = FieldGuess{FieldGuess::Source::file_name,
                       &attribute,
                       0,
                       feed.date_in_name,
                       "no column holds it; the names of the files do",
                       true};
    return true;
  }

  // Rows of an entity have an id of their own: each stands once in the file.
  bool key_of_entity(const SampledFeed& feed, const TableDescription& table,
                     std::vector<std::optional<FieldGuess>>& found, std::set<std::size_t>& columns,
                     EntityGuess& guess) const {
    if (table.key.size() > 1) return true;
    const std::size_t key = table.index_of(table.key.front());
    if (found[key]) {
      const ColumnProfile& column = feed.sample.columns[found[key]->column];
      const double different =
          column.values() == 0 ? 0
                               : static_cast<double>(column.distinct().size()) / static_cast<double>(column.values());
      guess.score += different > 0.9 ? 4 : different < 0.6 ? -12 : 0;
      return true;
    }
    guess.score -= 4;
    for (std::size_t c = 0; c < feed.sample.columns.size(); ++c) {
      const ColumnProfile& column = feed.sample.columns[c];
      const bool free = columns.count(c) == 0 && !is_known_name(column.name);
      if (!free || !column.is_unique() || column.nulls() != 0 || !looks_like_an_id(column)) continue;
      found[key] = FieldGuess{
          FieldGuess::Source::column, &table.attributes[key], c, {}, "each of its values stands once", false};
      columns.insert(c);
      return true;
    }
    found[key] = digest_of_row(table.attributes[key], "no column holds an id");
    return is_shared_id(table.key.front());
  }

  static FieldGuess digest_of_row(const Attribute& attribute, const std::string& why) {
    return {FieldGuess::Source::row_digest, &attribute, 0, {}, why + "; equal rows are then one", false};
  }
  // An id that no column holds: the key of the row stands for it.
  static FieldGuess stand_in(const Attribute& attribute, FieldGuess key) {
    key.attribute = &attribute;
    key.evidence = "no column holds it; the id of the row stands for it";
    key.sure = false;
    return key;
  }

  static std::optional<std::size_t> version_of(const SampledFeed& feed) {
    for (std::size_t c = 0; c < feed.sample.columns.size(); ++c)
      if (tells_version(feed.sample.columns[c])) return c;
    return std::nullopt;
  }

  bool is_told(std::string_view table) const {
    return std::any_of(feeds_.begin(), feeds_.end(), [&](const auto& feed) {
      return std::any_of(feed.entities.begin(), feed.entities.end(),
                         [&](const auto& entity) { return entity.table->name == table; });
    });
  }

  // Names, phones and the like in a file about something else are those of the party behind it.
  void tell_parties() {
    for (auto& feed : feeds_) {
      if (feed.entities.empty() || feed.entities.front().table->kind != TableKind::entity) continue;
      const std::string subject = feed.entities.front().table->name;
      if (subject != "customers" && subject != "subscriptions" && subject != "accounts") continue;
      const FieldGuess* party = feed.entities.front().find("party_id");
      const FieldGuess* id = party != nullptr ? party : feed.entities.front().find("customer_id");
      if (id == nullptr) continue;
      EntityGuess parties = person_of(feed, *id);
      if (parties.fields.size() < 2) continue;
      if (party == nullptr && subject == "customers") add_party_id(feed.entities.front(), *id);
      feed.entities.push_back(std::move(parties));
    }
  }

  EntityGuess person_of(const SampledFeed& feed, const FieldGuess& id) const {
    const TableDescription& table = *find_model_table("parties");
    EntityGuess guess;
    guess.table = &table;
    guess.evidence = "the file also tells who the customer is";
    for (const auto& attribute : table.attributes) {
      if (attribute.name == "party_id") guess.fields.push_back(stand_in(attribute, id));
      if (!is_personal(attribute.type)) continue;
      for (std::size_t c = 0; c < feed.sample.columns.size(); ++c) {
        const ColumnProfile& column = feed.sample.columns[c];
        if (feed.entities.front().uses(c) || guess.uses(c) || !fits_type(attribute, column)) continue;
        if (name_fit("parties", attribute.name, column.name) == 0) continue;
        guess.fields.push_back({FieldGuess::Source::column, &attribute, c, {}, "by its name", true});
        break;
      }
    }
    return guess;
  }

  static void add_party_id(EntityGuess& customers, const FieldGuess& id) {
    const Attribute* attribute = customers.table->find("party_id");
    const auto place = std::find_if(customers.fields.begin(), customers.fields.end(),
                                    [&](const FieldGuess& field) { return field.attribute > attribute; });
    customers.fields.insert(place, stand_in(*attribute, id));
  }

  // A table that no file is about, from a file that knows its ids.
  void tell_missing(std::string_view name) {
    if (is_told(name)) return;
    const TableDescription& table = *find_model_table(name);
    SampledFeed* teller = nullptr;
    for (auto& feed : feeds_) {
      const bool entity = !feed.entities.empty() && feed.entities.front().table->kind == TableKind::entity;
      if (teller == nullptr && entity && can_tell(feed, table)) teller = &feed;
    }
    if (teller != nullptr) teller->entities.push_back(told_by(*teller, table));
  }

  // Accounts need an id of their own; a customer or a subscription may have that of the row.
  static bool can_tell(const SampledFeed& feed, const TableDescription& table) {
    const EntityGuess& subject = feed.entities.front();
    const std::string& own = table.key.front();
    if (subject.find(own) != nullptr) return own != "account_id" || subject.find("customer_id") != nullptr;
    return own == "subscription_id" && subject.table->name == "customers";
  }

  EntityGuess told_by(const SampledFeed& feed, const TableDescription& table) const {
    const EntityGuess& subject = feed.entities.front();
    EntityGuess guess;
    guess.table = &table;
    guess.sure = false;
    guess.evidence = "no file is about them; this one knows their ids";
    for (const auto& attribute : table.attributes) {
      if (const FieldGuess* same = subject.find(attribute.name); same != nullptr && is_shared_id(attribute.name)) {
        guess.fields.push_back(stand_in(attribute, *same));
        guess.fields.back().evidence = "as above";
      } else if (attribute.required) {
        guess.fields.push_back(stand_in(attribute, *subject.find(subject.table->key.front())));
      } else {
        add_unused(feed, table, attribute, guess);
      }
    }
    return guess;
  }

  static void add_unused(const SampledFeed& feed, const TableDescription& table, const Attribute& attribute,
                         EntityGuess& guess) {
    for (std::size_t c = 0; c < feed.sample.columns.size() && !is_id(attribute); ++c) {
      const ColumnProfile& column = feed.sample.columns[c];
      const bool used = guess.uses(c) || std::any_of(feed.entities.begin(), feed.entities.end(),
                                                     [&](const auto& entity) { return entity.uses(c); });
      if (used || !fits_type(attribute, column) || name_fit(table.name, attribute.name, column.name) < 3) continue;
      guess.fields.push_back({FieldGuess::Source::column, &attribute, c, {}, "by its name", true});
      return;
    }
  }

  // Says where the values of ids stand as the key of their own table.
  void support_ids(const SampledFeed& feed, EntityGuess& entity) const {
    for (auto& field : entity.fields) {
      if (field.source != FieldGuess::Source::column || field.attribute->refers_to.empty()) continue;
      const ColumnProfile& column = feed.sample.columns[field.column];
      for (const auto& other : feeds_) {
        const auto* subject = other.entities.empty() ? nullptr : &other.entities.front();
        if (&other == &feed || subject == nullptr || subject->table->name != field.attribute->refers_to) continue;
        const FieldGuess* key = subject->find(subject->table->key.front());
        if (key == nullptr || key->source != FieldGuess::Source::column) continue;
        field.evidence += "; " + percent(column.contained_in(other.sample.columns[key->column])) +
                          " of its values are in " + other.sample.file;
      }
    }
  }

  std::vector<SampledFeed>& feeds_;
  std::vector<std::vector<Shared>> shared_;
};

}  // namespace

const FieldGuess* EntityGuess::find(std::string_view attribute) const {
  for (const auto& field : fields)
    if (field.attribute->name == attribute) return &field;
  return nullptr;
}

bool EntityGuess::uses(std::size_t column) const {
  return std::any_of(fields.begin(), fields.end(), [&](const FieldGuess& field) {
    return field.source == FieldGuess::Source::column && field.column == column;
  });
}

void guess_tables(std::vector<SampledFeed>& feeds) { Guesser(feeds).guess(); }

}  // namespace staysail::boss
