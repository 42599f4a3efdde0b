#include "staysail/view/data_quality.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "entity_frame.hpp"
#include "party_text.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/base/int128.hpp"
#include "staysail/files/value_text.hpp"
#include "staysail/model/record.hpp"
#include "staysail/view/told_day.hpp"

namespace staysail {
namespace {

using view::Contribution;

struct Share {
  std::uint64_t good = 0, all = 0;
  void count(bool is_good) {
    ++all;
    good += is_good ? 1 : 0;
  }
};

struct Counts {
  std::uint64_t known = 0;
  Share valid, timely, consistent;
  std::vector<std::uint64_t> values;  // hashes, where uniqueness counts
};

// Of one source.
struct Spoken {
  std::uint64_t records = 0;
  std::vector<Counts> attributes;  // as the table has them
  std::map<std::string, Counts, std::less<>> extensions;
};

// Whether a value can be true; nothing where any value can.
class Check {
 public:
  Check(const TableDescription& table, const ViewRules& rules, Day as_of)
      : table_(table), rules_(rules), as_of_(as_of) {}

  std::optional<bool> of(const Attribute& attribute, std::string_view bytes) const {
    switch (attribute.type) {
      case AttributeType::phone: return !view::comparable_phone(bytes).empty();
      case AttributeType::identity_number: return view::comparable_identity(bytes).valid;
      case AttributeType::birth_day: {
        const auto days = small_integer_in(bytes);
        return days && *days < as_of_.days_since_epoch();
      }
      default: return std::nullopt;
    }
  }

  std::optional<bool> of_extension(std::string_view name, std::string_view text) const {
    const Field field = rules_.field_of_extension(table_.name, name);
    NumberPattern pattern;
    pattern.scale = field.scale;
    switch (field.type) {
      case ColumnType::number: return parse_number(text, pattern).has_value();
      case ColumnType::day: return Day::parse(text).has_value();
      case ColumnType::boolean: return parse_truth(text, {}).has_value();
      default: return std::nullopt;
    }
  }

 private:
  const TableDescription& table_;
  const ViewRules& rules_;
  Day as_of_;
};

// What makes two values of an attribute the same for uniqueness; empty where uniqueness says nothing.
std::string unique_form(AttributeType type, std::string_view bytes) {
  if (type == AttributeType::phone) return view::comparable_phone(bytes);
  return type == AttributeType::identity_number ? view::comparable_identity(bytes).number : std::string();
}

class TableTally {
 public:
  TableTally(const TableDescription& table, const ViewRules& rules, Day as_of)
      : table_(table), rules_(rules), check_(table, rules, as_of), as_of_(as_of) {}

  Status add(const Record& record) {
    STAYSAIL_TRY(const auto contributions, view::decode_contributions(record.payload));
    std::vector<view::MergedEntity> each;
    for (const auto& contribution : contributions) {
      STAYSAIL_TRY(auto alone, view::merge(table_, {contribution}));
      each.push_back(std::move(alone));
    }
    for (std::size_t i = 0; i < each.size(); ++i) hear(contributions[i], each, i);
    return ok();
  }

  void finish(std::vector<QualityFigure>& out) {
    for (auto& [source, spoken] : sources_) {
      for (std::size_t i = 0; i < table_.attributes.size(); ++i)
        append(table_.attributes[i].name, source, spoken.records, spoken.attributes[i], out);
      for (auto& [name, counts] : spoken.extensions) append(name, source, spoken.records, counts, out);
    }
  }

 private:
  Spoken& source_of(std::string_view name) {
    auto found = sources_.find(name);
    if (found == sources_.end()) {
      found = sources_.emplace(std::string(name), Spoken{}).first;
      found->second.attributes.resize(table_.attributes.size());
    }
    return found->second;
  }

  void hear(const Contribution& said, const std::vector<view::MergedEntity>& each, std::size_t own) {
    Spoken& spoken = source_of(said.source);
    ++spoken.records;
    for (std::size_t i = 0; i < table_.attributes.size(); ++i) {
      const auto& bytes = each[own].values[i].bytes;
      if (!bytes) continue;
      const Attribute& attribute = table_.attributes[i];
      Counts& counts = spoken.attributes[i];
      count(said, attribute.name, check_.of(attribute, *bytes), counts);
      const std::string form = unique_form(attribute.type, *bytes);
      if (!form.empty()) counts.values.push_back(hash_of(form));
      compare(*bytes, each, own, counts, [i](const view::MergedEntity& one) { return one.values[i].bytes; });
    }
    for (const auto& extension : each[own].extensions) {
      const std::string name(extension.first);
      Counts& counts = spoken.extensions[name];
      count(said, name, check_.of_extension(name, *extension.second.bytes), counts);
      compare(*extension.second.bytes, each, own, counts, [&](const view::MergedEntity& one) {
        const auto found = one.extensions.find(name);
        return found == one.extensions.end() ? std::optional<std::string_view>() : found->second.bytes;
      });
    }
  }

  void count(const Contribution& said, const std::string& attribute, std::optional<bool> valid, Counts& counts) const {
    ++counts.known;
    if (valid) counts.valid.count(*valid);
    const AttributeRule* rule = rules_.find(table_.name, attribute);
    const auto told = told_day(said.version);
    if (rule != nullptr && rule->stale_after_days && told)
      counts.timely.count(*told + *rule->stale_after_days > as_of_);
  }

  // With the values of the other sources, where they have one.
  template <class Value>
  static void compare(std::string_view bytes, const std::vector<view::MergedEntity>& each, std::size_t own,
                      Counts& counts, const Value& value_of) {
    bool spoken = false, agree = true;
    for (std::size_t i = 0; i < each.size(); ++i) {
      const auto other = i == own ? std::optional<std::string_view>() : value_of(each[i]);
      spoken |= other.has_value();
      agree &= !other || *other == bytes;
    }
    if (spoken) counts.consistent.count(agree);
  }

  void append(const std::string& attribute, const std::string& source, std::uint64_t records, Counts& counts,
              std::vector<QualityFigure>& out) const {
    const auto add = [&](const char* measure, std::uint64_t good, std::uint64_t all) {
      if (all != 0) out.push_back(QualityFigure{table_.name, attribute, source, measure, good, all});
    };
    add("completeness", counts.known, records);
    add("consistency", counts.consistent.good, counts.consistent.all);
    add("timeliness", counts.timely.good, counts.timely.all);
    std::sort(counts.values.begin(), counts.values.end());
    const auto different = std::unique(counts.values.begin(), counts.values.end()) - counts.values.begin();
    add("uniqueness", static_cast<std::uint64_t>(different), counts.values.size());
    add("validity", counts.valid.good, counts.valid.all);
  }

  const TableDescription& table_;
  const ViewRules& rules_;
  Check check_;
  Day as_of_;
  std::map<std::string, Spoken, std::less<>> sources_;
};

Result<std::vector<QualityFigure>> measure_table(EntityStore& store, const TableDescription& table,
                                                 const ViewRules& rules, Day as_of, const Control& control) {
  TableTally tally(table, rules, as_of);
  FindRequest request;
  request.kind = table.name;
  request.parts = RecordParts::payload;
  STAYSAIL_CHECK(control.check());
  STAYSAIL_CHECK(for_each_record(store, request, [&](const Record& record) { return tally.add(record); }));
  std::vector<QualityFigure> figures;
  tally.finish(figures);
  return figures;
}

}  // namespace

std::int64_t QualityFigure::share() const {
  return static_cast<std::int64_t>(divide_half_even(Int128{good} * 10'000, Int128{all}));
}

void sort_figures(std::vector<QualityFigure>& figures) {
  std::sort(figures.begin(), figures.end(), [](const QualityFigure& a, const QualityFigure& b) {
    return std::tie(a.table, a.attribute, a.source, a.measure) < std::tie(b.table, b.attribute, b.source, b.measure);
  });
}

Result<std::vector<QualityFigure>> measure_quality(EntityStore& store, std::vector<std::string> tables, Day as_of,
                                                   Executor* executor, const Control& control) {
  if (tables.empty())
    for (const auto& table : model_tables())
      if (table.kind == TableKind::entity) tables.push_back(table.name);
  std::sort(tables.begin(), tables.end());
  STAYSAIL_TRY(const ViewRules rules, ViewRules::load(store));
  InlineExecutor here;
  STAYSAIL_TRY(auto parts, collect(executor != nullptr ? *executor : here, tables.size(),
                                   [&](std::size_t i) -> Result<std::vector<QualityFigure>> {
                                     const TableDescription* table = find_model_table(tables[i]);
                                     if (table == nullptr || table->kind != TableKind::entity)
                                       return Error(Errc::not_found,
                                                    "there is no entity table of this name: " + tables[i]);
                                     return measure_table(store, *table, rules, as_of, control);
                                   }));
  std::vector<QualityFigure> all;
  for (auto& part : parts)
    all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
  sort_figures(all);
  return all;
}

Result<Batch> quality_frame(const std::vector<QualityFigure>& figures) {
  BatchBuilder builder(*Schema::of({{"table", ColumnType::text, 0, {}},
                                    {"attribute", ColumnType::text, 0, {}},
                                    {"source", ColumnType::text, 0, {}},
                                    {"measure", ColumnType::text, 0, {}},
                                    {"good", ColumnType::number, 0, {}},
                                    {"all", ColumnType::number, 0, {}},
                                    {"percent", ColumnType::number, 2, "%"}}));
  for (const auto& figure : figures) {
    builder.column(0).append_text(figure.table);
    builder.column(1).append_text(figure.attribute);
    builder.column(2).append_text(figure.source);
    builder.column(3).append_text(figure.measure);
    builder.column(4).append_number(static_cast<std::int64_t>(figure.good));
    builder.column(5).append_number(static_cast<std::int64_t>(figure.all));
    builder.column(6).append_number(figure.share());
  }
  return builder.finish();
}

}  // namespace staysail
