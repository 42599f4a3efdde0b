#include "workload.hpp"

#include <algorithm>
#include <cmath>

namespace staysail::bench {
namespace {

constexpr std::size_t kAttributes = 36, kSample = 4000;

// SplitMix64.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t count) { return next() % count; }
  double share() { return static_cast<double>(next() >> 11) / 9007199254740992.0; }

 private:
  std::uint64_t state_;
};

ColumnType type_of(std::size_t column) {
  constexpr ColumnType kTypes[] = {ColumnType::number, ColumnType::text,   ColumnType::number,
                                   ColumnType::day,    ColumnType::number, ColumnType::boolean};
  return kTypes[column % 6];
}

// Money is skewed, counts are small, days lie within three years, the first texts are the most frequent.
std::int64_t value_of(const PlainColumn& column, Dice& dice) {
  const double share = dice.share();
  switch (column.type) {
    case ColumnType::boolean: return share < 0.2 ? 1 : 0;
    case ColumnType::day: return 19700 + static_cast<std::int64_t>(share * 1100);
    case ColumnType::text: return static_cast<std::int64_t>(share * share * static_cast<double>(column.texts.size()));
    default:
      return column.scale == 0 ? static_cast<std::int64_t>(share * 120)
                               : static_cast<std::int64_t>(2000 * std::exp(3 * share * share)) + 500;
  }
}

PlainColumn make_column(std::size_t index, std::size_t customers, Dice& dice) {
  PlainColumn column;
  column.name = "attribute_" + std::to_string(index);
  column.type = type_of(index);
  column.scale = index % 6 == 0 ? 2 : 0;
  if (column.type == ColumnType::text)
    for (std::size_t i = 0; i < 8 + index; ++i) column.texts.push_back("kind " + std::to_string(i));
  const double absent = index % 3 == 0 ? 0.3 * dice.share() : 0;
  for (std::size_t row = 0; row < customers; ++row) {
    column.present.push_back(dice.share() >= absent ? 1 : 0);
    column.values.push_back(column.present.back() != 0 ? value_of(column, dice) : 0);
  }
  for (std::size_t i = 0; i < kSample; ++i) column.sorted.push_back(value_of(column, dice));
  std::sort(column.sorted.begin(), column.sorted.end());
  return column;
}

Column to_column(const PlainColumn& plain) {
  ColumnBuilder builder({plain.name, plain.type, plain.scale, ""});
  builder.reserve(plain.values.size());
  for (std::size_t row = 0; row < plain.values.size(); ++row) {
    const std::int64_t value = plain.values[row];
    if (plain.present[row] == 0) builder.append_null();
    else if (plain.type == ColumnType::text) builder.append_text(plain.texts[static_cast<std::size_t>(value)]);
    else if (plain.type == ColumnType::boolean) builder.append_boolean(value != 0);
    else if (plain.type == ColumnType::day) builder.append_day(static_cast<std::int32_t>(value));
    else builder.append_number(value);
  }
  return builder.finish();
}

// Makes questions that hold for about a given share of the customers.
class Asker {
 public:
  Asker(const std::vector<PlainColumn>& columns, Dice& dice) : columns_(columns), dice_(dice) {}

  // A strategy asks two to five things, some of them groups.
  Question strategy() {
    const double share = std::exp(std::log(1e-4) + dice_.share() * std::log(0.3 / 1e-4));
    const std::size_t parts = 2 + dice_.below(4);
    Question all{Question::Kind::all, 0, {}, {}};
    for (std::size_t i = 0; i < parts; ++i)
      all.parts.push_back(part(std::pow(share, 1.0 / static_cast<double>(parts)), 2));
    return all;
  }

 private:
  Question part(double share, int depth) {
    const std::size_t die = depth > 0 ? dice_.below(10) : 9;
    if (die == 0) return {Question::Kind::negation, 0, {}, {part(1 - share, depth - 1)}};
    if (die > 2) return leaf(share);
    const bool any = die == 1;
    Question group{any ? Question::Kind::any : Question::Kind::all, 0, {}, {}};
    const double each = any ? 1 - std::sqrt(1 - share) : std::sqrt(share);
    group.parts = {part(each, depth - 1), part(each, depth - 1)};
    return group;
  }

  Question leaf(double share) {
    const std::size_t column = dice_.below(columns_.size());
    switch (columns_[column].type) {
      case ColumnType::boolean: return boolean(column, share);
      case ColumnType::text: return texts(column, share);
      default: return range(column, share);
    }
  }

  Question boolean(std::size_t column, double share) {
    if (dice_.below(8) == 0) return {Question::Kind::absent, column - 2, {}, {}};  // a day that may be null
    return {share < 0.5 ? Question::Kind::equal : Question::Kind::unequal, column, {1}, {}};
  }

  Question texts(std::size_t column, double share) {
    const PlainColumn& plain = columns_[column];
    Question question{Question::Kind::among, column, {}, {}};
    const auto wanted = static_cast<std::size_t>(share * static_cast<double>(plain.texts.size())) + 1;
    for (std::size_t i = 0; i < std::min<std::size_t>(wanted, 6); ++i)
      question.values.push_back(static_cast<std::int64_t>(dice_.below(plain.texts.size())));
    std::sort(question.values.begin(), question.values.end());
    question.values.erase(std::unique(question.values.begin(), question.values.end()), question.values.end());
    return question;
  }

  // Planners choose round bounds: percentiles for most attributes, finer ones for money.
  std::int64_t quantile(std::size_t column, double share) const {
    const PlainColumn& plain = columns_[column];
    const double steps = plain.scale == 2 ? 1000 : 100;
    const double rounded = std::round(std::clamp(share, 0.0, 1.0) * steps) / steps;
    return plain.sorted[std::min(plain.sorted.size() - 1,
                                 static_cast<std::size_t>(rounded * static_cast<double>(plain.sorted.size())))];
  }

  Question range(std::size_t column, double share) {
    const std::size_t die = dice_.below(5);
    if (die < 2) return {Question::Kind::at_least, column, {quantile(column, 1 - share)}, {}};
    if (die < 4) return {Question::Kind::less, column, {quantile(column, share)}, {}};
    const double from = dice_.share() * (1 - share);
    return {Question::Kind::between, column, {quantile(column, from), quantile(column, from + share)}, {}};
  }

  const std::vector<PlainColumn>& columns_;
  Dice& dice_;
};

std::string literal(const PlainColumn& column, std::int64_t value) {
  switch (column.type) {
    case ColumnType::boolean: return value != 0 ? "true" : "false";
    case ColumnType::day: return "date(\"" + Day::since_epoch(static_cast<std::int32_t>(value)).to_string() + "\")";
    case ColumnType::text: return "\"" + column.texts[static_cast<std::size_t>(value)] + "\"";
    default: return Decimal::scaled(value, column.scale).to_string();
  }
}

std::string to_feel(const std::vector<PlainColumn>& columns, const Question& question);

std::string joined(const std::vector<PlainColumn>& columns, const std::vector<Question>& parts, const char* word) {
  std::string text;
  for (const Question& part : parts) text += (text.empty() ? "" : word) + to_feel(columns, part);
  return "(" + text + ")";
}

std::string to_feel(const std::vector<PlainColumn>& columns, const Question& question) {
  const PlainColumn& column = columns[question.column];
  const auto bound = [&](std::size_t i) { return literal(column, question.values[i]); };
  std::string list;
  switch (question.kind) {
    case Question::Kind::all: return joined(columns, question.parts, " and ");
    case Question::Kind::any: return joined(columns, question.parts, " or ");
    case Question::Kind::negation: return "not(" + to_feel(columns, question.parts.front()) + ")";
    case Question::Kind::less: return column.name + " < " + bound(0);
    case Question::Kind::at_least: return column.name + " >= " + bound(0);
    case Question::Kind::equal: return column.name + " = " + bound(0);
    case Question::Kind::unequal: return column.name + " != " + bound(0);
    case Question::Kind::between: return column.name + " between " + bound(0) + " and " + bound(1);
    case Question::Kind::absent: return column.name + " = null";
    case Question::Kind::among:
      for (std::size_t i = 0; i < question.values.size(); ++i) list += (i > 0 ? ", " : "") + bound(i);
      return column.name + " in (" + list + ")";
  }
  return "";
}

}  // namespace

Workload make_workload(std::size_t customers, std::size_t strategies, std::uint64_t seed) {
  Dice dice(seed);
  Workload work;
  std::vector<Column> columns;
  for (std::size_t i = 0; i < kAttributes; ++i) {
    work.columns.push_back(make_column(i, customers, dice));
    columns.push_back(to_column(work.columns.back()));
  }
  work.frame = Batch::of(std::move(columns)).value();
  Asker asker(work.columns, dice);
  for (std::size_t i = 0; i < strategies; ++i) {
    work.questions.push_back(asker.strategy());
    work.rules.push_back({StrategyId::of("s" + std::to_string(i)), to_feel(work.columns, work.questions.back()),
                          static_cast<std::int64_t>(dice.below(100)), Place{"strategies", i + 1, 1}});
  }
  return work;
}

std::string to_json(const Question& question) {
  constexpr const char* kNames[] = {"all",   "any",     "negation", "less",  "at_least",
                                    "equal", "unequal", "between",  "among", "absent"};
  std::string text = std::string("[\"") + kNames[static_cast<std::size_t>(question.kind)] + "\", ";
  std::string inner;
  for (const Question& part : question.parts) inner += (inner.empty() ? "" : ", ") + to_json(part);
  for (const std::int64_t value : question.values) inner += (inner.empty() ? "" : ", ") + std::to_string(value);
  if (question.parts.empty()) text += std::to_string(question.column) + ", ";
  return text + "[" + inner + "]]";
}

}  // namespace staysail::bench
