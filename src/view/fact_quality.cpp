#include "staysail/view/fact_quality.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "fact_intake.hpp"
#include "fact_merge.hpp"
#include "orphanage.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail {
namespace {

constexpr int kMonthsLookedAt = 3;

struct Share {
  std::uint64_t good = 0, all = 0;
  void count(bool is_good) {
    ++all;
    good += is_good ? 1 : 0;
  }
};

// Of one source.
struct Told {
  std::uint64_t rows = 0, waiting = 0, numbered = 0;  // numbered: rows with an id of their own
  std::vector<std::uint64_t> present;                 // by attribute
  std::vector<std::uint64_t> contents;                // hashes of rows without their ids
  std::map<std::string, Share> agreeing;              // by identifier
  std::set<Month> months;
};

// Names the row itself and nothing else.
bool is_own_id(const Attribute& attribute) {
  return attribute.type == AttributeType::identifier && attribute.refers_to.empty();
}

std::vector<std::uint64_t> hashes_of(const Dictionary& dictionary) {
  std::vector<std::uint64_t> hashes;
  for (std::int32_t code = 0; code < static_cast<std::int32_t>(dictionary.size()); ++code)
    hashes.push_back(hash_of(dictionary.at(code)));
  return hashes;
}

// Mixes what each row has in `column` into its hash; nulls too.
void mix(const Column& column, std::vector<std::uint64_t>& hashes) {
  const auto texts = column.type() == ColumnType::text ? hashes_of(column.dictionary()) : std::vector<std::uint64_t>();
  for (std::size_t row = 0; row < hashes.size(); ++row) {
    std::uint64_t words[2] = {hashes[row], 0};
    if (!column.is_null(row)) {
      switch (column.type()) {
        case ColumnType::text: words[1] = texts[static_cast<std::size_t>(column.codes()[row])]; break;
        case ColumnType::day: words[1] = static_cast<std::uint64_t>(column.days()[row]); break;
        case ColumnType::boolean: words[1] = column.booleans()[row]; break;
        case ColumnType::instant: words[1] = static_cast<std::uint64_t>(column.instants()[row]); break;
        default: words[1] = static_cast<std::uint64_t>(column.numbers()[row]);
      }
    }
    hashes[row] = hash_of({reinterpret_cast<const char*>(words), sizeof words}, column.is_null(row) ? 1 : 0);
  }
}

class TableTally {
 public:
  TableTally(Store& store, const Population& population, const TableDescription& table)
      : store_(store), population_(population), table_(table), last_(population.as_of().month_of() - 1) {}

  Result<std::vector<QualityFigure>> figures() {
    STAYSAIL_TRY(const auto months, population_.months_of(table_.name));
    if (months.empty() || months.front() > last_) return std::vector<QualityFigure>();
    looked_at_ = std::min(kMonthsLookedAt, last_ - months.front() + 1);
    STAYSAIL_TRY(const auto month, population_.facts(table_.name, last_, last_));
    for (const auto& facts : month) add(facts);
    STAYSAIL_CHECK(add_waiting());
    STAYSAIL_CHECK(add_months());
    return settled();
  }

 private:
  Told& told_by(std::string_view source) {
    Told& told = sources_[std::string(source)];
    told.present.resize(table_.attributes.size(), 0);
    return told;
  }

  // `each(told, row)` for every row that has a source.
  template <class Each>
  void for_each_told(const Batch& rows, const Each& each) {
    const Column& sources = *rows.find(view::kSourceColumn);
    std::vector<Told*> by_code(static_cast<std::size_t>(sources.dictionary().size()), nullptr);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (sources.is_null(row)) continue;
      Told*& told = by_code[static_cast<std::size_t>(sources.codes()[row])];
      if (told == nullptr) told = &told_by(sources.text(row));
      each(*told, row);
    }
  }

  void add(const FactBatch& facts) {
    const Batch& rows = facts.rows;
    std::vector<std::uint64_t> contents(rows.rows(), 0);
    std::vector<std::uint8_t> numbered(rows.rows(), 0);
    for (std::size_t i = 0; i < table_.attributes.size(); ++i) {
      const Column* column = rows.find(table_.attributes[i].name);
      if (column == nullptr) continue;
      const bool own_id = is_own_id(table_.attributes[i]);
      if (!own_id) mix(*column, contents);
      for_each_told(rows, [&](Told& told, std::size_t row) {
        if (column->is_null(row)) return;
        ++told.present[i];
        if (own_id) numbered[row] = 1;
      });
    }
    for_each_told(rows, [&](Told& told, std::size_t row) {
      ++told.rows;
      told.numbered += numbered[row];
      told.contents.push_back(contents[row]);
    });
    compare_links(facts, "account_id", Grain::account, population_.account_of());
    compare_links(facts, "customer_id", Grain::customer, population_.customer_of());
  }

  // What the row says of its line's account or customer, against what the line itself says.
  void compare_links(const FactBatch& facts, const char* identifier, Grain grain,
                     std::span<const std::uint32_t> of_line) {
    const Column* ids = facts.rows.find(identifier);
    if (ids == nullptr || facts.rows.find("subscription_id") == nullptr) return;
    const auto by_code = population_.rows_of(grain, ids->dictionary());
    for_each_told(facts.rows, [&](Told& told, std::size_t row) {
      if (ids->is_null(row) || facts.grain[row] != Grain::subscription || facts.owner[row] == kNoRow) return;
      const std::uint32_t known = of_line[facts.owner[row]];
      if (known != kNoRow)
        told.agreeing[identifier].count(by_code[static_cast<std::size_t>(ids->codes()[row])] == known);
    });
  }

  Status add_waiting() {
    STAYSAIL_TRY(const Batch rows, view::waiting_rows(store_.facts(), table_));
    if (rows.rows() == 0) return ok();
    const Column& date = *rows.find(table_.dated_by);
    std::vector<std::uint32_t> of_month;
    for (std::uint32_t row = 0; row < rows.rows(); ++row)
      if (!date.is_null(row) && view::month_at(date, row) == last_) of_month.push_back(row);
    for_each_told(rows.take(of_month), [](Told& told, std::size_t) { ++told.waiting; });
    return ok();
  }

  Status add_months() {
    ScanRequest request;
    request.table = table_.name;
    request.first = last_ - (looked_at_ - 1);
    request.last = last_;
    request.columns = {view::kSourceColumn};
    STAYSAIL_TRY(const auto scanned, store_.facts().scan(request));
    for (const auto& chunk : scanned.chunks)
      for_each_told(chunk.batch, [&](Told& told, std::size_t) { told.months.insert(chunk.month); });
    return ok();
  }

  std::vector<QualityFigure> settled() {
    std::vector<QualityFigure> figures;
    const auto add = [&](const std::string& attribute, const std::string& source, const char* measure,
                         std::uint64_t good, std::uint64_t all) {
      if (all != 0) figures.push_back(QualityFigure{table_.name, attribute, source, measure, good, all});
    };
    const auto months = static_cast<std::uint64_t>(looked_at_);
    for (auto& [source, told] : sources_) {
      for (std::size_t i = 0; i < table_.attributes.size(); ++i)
        add(table_.attributes[i].name, source, "completeness", told.present[i], told.rows);
      if (told.numbered != 0) add("row", source, "uniqueness", different(told.contents), told.rows);
      add("owner", source, "consistency", told.rows, told.rows + told.waiting);
      for (const auto& [identifier, share] : told.agreeing)
        add(identifier, source, "consistency", share.good, share.all);
      add(table_.dated_by, source, "timeliness", told.months.size(), months);
    }
    if (sources_.empty()) add(table_.dated_by, "all sources", "timeliness", 0, months);
    return figures;
  }

  static std::uint64_t different(std::vector<std::uint64_t>& contents) {
    std::sort(contents.begin(), contents.end());
    return static_cast<std::uint64_t>(std::unique(contents.begin(), contents.end()) - contents.begin());
  }

  Store& store_;
  const Population& population_;
  const TableDescription& table_;
  Month last_;  // the last closed one
  int looked_at_ = 0;
  std::map<std::string, Told> sources_;
};

Result<std::vector<const TableDescription*>> tables_named(const ModelCatalog& catalog,
                                                          const std::vector<std::string>& names) {
  std::vector<const TableDescription*> tables;
  std::vector<std::string> known;
  for (const auto& table : catalog.tables()) {
    if (table.kind != TableKind::fact) continue;
    known.push_back(table.name);
    if (names.empty()) tables.push_back(&table);
  }
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return Error(Errc::not_found, "there is no fact table of this name: " + name + did_you_mean(name, known));
    tables.push_back(catalog.find(name));
  }
  return tables;
}

}  // namespace

Result<std::vector<QualityFigure>> measure_fact_quality(Store& store, const Population& population,
                                                        std::vector<std::string> tables, Executor* executor,
                                                        const Control& control) {
  STAYSAIL_TRY(const auto described, tables_named(population.catalog(), tables));
  InlineExecutor here;
  STAYSAIL_TRY(auto parts, collect(executor != nullptr ? *executor : here, described.size(),
                                   [&](std::size_t i) -> Result<std::vector<QualityFigure>> {
                                     STAYSAIL_CHECK(control.check());
                                     return TableTally(store, population, *described[i]).figures();
                                   }));
  std::vector<QualityFigure> all;
  for (auto& part : parts)
    all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
  sort_figures(all);
  return all;
}

}  // namespace staysail
