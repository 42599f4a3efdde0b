// From cells to a sheet of compiled tests and outputs.
#include <algorithm>
#include <array>
#include <filesystem>

#include "decision/table_cells.hpp"
#include "decision/table_sheet.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail {
namespace {

using Row = std::vector<CsvCell>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool is_blank(const Row& row) {
  return std::all_of(row.begin(), row.end(), [](const CsvCell& cell) { return trimmed(cell.text).empty(); });
}

bool is_comment(const Row& row) { return trimmed(row.front().text).starts_with("#"); }

std::optional<HitPolicy> policy_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, HitPolicy>, 11> kPolicies = {{{"U", HitPolicy::unique},
                                                                                 {"F", HitPolicy::first},
                                                                                 {"A", HitPolicy::any},
                                                                                 {"P", HitPolicy::priority},
                                                                                 {"C", HitPolicy::collect},
                                                                                 {"R", HitPolicy::rule_order},
                                                                                 {"O", HitPolicy::output_order},
                                                                                 {"C+", HitPolicy::collect_sum},
                                                                                 {"C<", HitPolicy::collect_min},
                                                                                 {"C>", HitPolicy::collect_max},
                                                                                 {"C#", HitPolicy::collect_count}}};
  for (const auto& [name, policy] : kPolicies)
    if (name == text) return policy;
  return std::nullopt;
}

enum class ColumnRole : std::uint8_t { input, output, note };

class SheetReader {
 public:
  SheetReader(const decision::TableCells& cells, const Scope& scope, Profile profile)
      : cells_(cells), csv_(cells.csv), scope_(scope), profile_(profile) {}

  Result<DecisionTable::Sheet> read() {
    for (const Row& row : csv_.rows)
      if (cells_.from_model() || (!is_blank(row) && !is_comment(row))) rows_.push_back(&row);
    sheet_.name = csv_.name;
    sheet_.decision = cells_.decision;
    STAYSAIL_CHECK(read_policy());
    STAYSAIL_CHECK(read_header());
    for (std::size_t i = 2; i < rows_.size(); ++i) STAYSAIL_CHECK(read_rule(*rows_[i]));
    STAYSAIL_CHECK(check_priority());
    return std::move(sheet_);
  }

 private:
  Error error(const Row& row, std::size_t column, Errc code, const std::string& message) const {
    const CsvCell& cell = row[std::min(column, row.size() - 1)];
    return Error::at(csv_.place(cell), code, cell_name(row, column) + ": " + message);
  }

  std::string cell_name(const Row& row, std::size_t column) const {
    const auto number = static_cast<std::size_t>(std::find(rows_.begin(), rows_.end(), &row) - rows_.begin());
    return cells_.name_of(number, column, row[std::min(column, row.size() - 1)].line);
  }

  Error missing(std::uint64_t line, const std::string& what) const {
    return Error::at({csv_.name, line, 1}, Errc::malformed_file, what);
  }

  Status read_policy() {
    if (rows_.empty())
      return missing(
          1, "a decision table begins with a row `hit=F` (U, F, A, P, R, O, C, C+, C<, C>, C#); the file is empty");
    const Row& row = *rows_.front();
    const std::string_view text = trimmed(row.front().text);
    const auto policy = text.starts_with("hit=") ? policy_of(trimmed(text.substr(4))) : std::nullopt;
    if (!policy)
      return error(
          row, 0, Errc::malformed_file,
          "hit=U, F, A, P, R, O, C, C+, C<, C> or C# was expected, not `" + std::string(text.substr(0, 64)) + "`");
    for (std::size_t column = 1; column < row.size(); ++column)
      if (!trimmed(row[column].text).empty())
        return error(row, column, Errc::malformed_file, "nothing was expected beside the hit policy");
    sheet_.policy = *policy;
    return ok();
  }

  Status read_header() {
    if (rows_.size() < 2)
      return missing(rows_.front()->front().line + 1, "a row of `when: EXPRESSION` and `then: NAME` was expected");
    const Row& row = *rows_[1];
    for (std::size_t column = 0; column < row.size(); ++column) STAYSAIL_CHECK(read_heading(row, column));
    if (sheet_.output_names.empty())
      return error(row, row.size() - 1, Errc::malformed_file, "at least one column `then: NAME` was expected");
    return ok();
  }

  Status read_heading(const Row& row, std::size_t column) {
    const std::string_view text = trimmed(row[column].text);
    if (text.starts_with("note:")) {
      roles_.push_back(ColumnRole::note);
      return ok();
    }
    if (text.starts_with("when:")) return read_input(row, column);
    if (text.starts_with("then:")) return read_output(row, column, std::string(trimmed(text.substr(5))));
    return error(
        row, column, Errc::malformed_file,
        "`when: EXPRESSION`, `then: NAME` or `note:` was expected, not `" + std::string(text.substr(0, 64)) + "`");
  }

  Status read_input(const Row& row, std::size_t column) {
    const std::string& text = row[column].text;
    const std::size_t skipped = std::min(text.find_first_not_of(' ', text.find("when:") + 5), text.size());
    STAYSAIL_TRY(Expression input, compiled(row, column, skipped, nullptr));
    sheet_.inputs.push_back(std::move(input));
    roles_.push_back(ColumnRole::input);
    return ok();
  }

  Status read_output(const Row& row, std::size_t column, std::string name) {
    const auto& names = sheet_.output_names;
    if (name.empty() || name == "rule")
      return error(row, column, Errc::malformed_file, "a name other than `rule` was expected after `then:`");
    if (std::find(names.begin(), names.end(), name) != names.end())
      return error(row, column, Errc::malformed_file, "this output occurs twice: " + name);
    sheet_.output_symbols.push_back(symbols_of(name));
    sheet_.output_types.push_back(FeelType::of(ValueKind::null));
    sheet_.output_names.push_back(std::move(name));
    roles_.push_back(ColumnRole::output);
    return ok();
  }

  // In the order that P and O rank by: as the model lists them, else as the scope does.
  std::vector<std::string> symbols_of(const std::string& name) const {
    const std::size_t output = sheet_.output_symbols.size();
    if (output < cells_.symbols.size() && !cells_.symbols[output].empty()) return cells_.symbols[output];
    const FeelType* known = scope_.find(name);
    return known != nullptr && known->symbols() != nullptr ? *known->symbols() : std::vector<std::string>{};
  }

  // The cell's text from byte `skipped` on, as an expression or, for an input, as tests of it.
  Result<Expression> compiled(const Row& row, std::size_t column, std::size_t skipped, const FeelType* tested) {
    const CsvCell& cell = row[column];
    const std::string_view text = std::string_view(cell.text).substr(skipped);
    Place place = csv_.place(cell);
    place.column += skipped;
    auto expression = tested != nullptr ? Expression::compile_tests(text, *tested, scope_, place, profile_)
                                        : Expression::compile(text, scope_, place, profile_);
    if (!expression) return expression.error().within(cell_name(row, column));
    for (const Warning& warning : expression->warnings()) sheet_.warnings.push_back(warning);
    return expression;
  }

  Status read_rule(const Row& row) {
    DecisionTable::Sheet::Rule rule;
    rule.place = {csv_.name, row.front().line, 1};
    rule.line = static_cast<std::uint32_t>(cells_.from_model() ? sheet_.rules.size() + 1 : row.front().line);
    for (std::size_t column = 0; column < std::max(row.size(), roles_.size()); ++column)
      STAYSAIL_CHECK(read_cell(row, column, rule));
    sheet_.rules.push_back(std::move(rule));
    return ok();
  }

  Status read_cell(const Row& row, std::size_t column, DecisionTable::Sheet::Rule& rule) {
    const bool blank = column >= row.size() || trimmed(row[column].text).empty();
    if (column >= roles_.size()) {
      if (blank) return ok();
      return error(row, column, Errc::malformed_file,
                   "this cell stands under no heading; a text with a comma needs quotes around the cell");
    }
    if (roles_[column] == ColumnRole::note) return ok();
    if (blank)
      return error(row, column, Errc::malformed_file,
                   roles_[column] == ColumnRole::input ? "an empty cell; write - for any"
                                                       : "an empty cell; write null for none");
    return roles_[column] == ColumnRole::input ? read_test(row, column, rule) : read_result(row, column, rule);
  }

  Status read_test(const Row& row, std::size_t column, DecisionTable::Sheet::Rule& rule) {
    const FeelType type = sheet_.inputs[rule.tests.size()].type();
    STAYSAIL_TRY(Expression test, compiled(row, column, 0, &type));
    if (test.type().may_be(ValueKind::boolean)) {
      rule.tests.push_back(std::move(test));
      return ok();
    }
    return error(row, column, Errc::type_mismatch, "a test was expected, not a " + test.type().to_string());
  }

  Status read_result(const Row& row, std::size_t column, DecisionTable::Sheet::Rule& rule) {
    const std::size_t output = rule.outputs.size();
    STAYSAIL_TRY(Expression result, compiled(row, column, 0, nullptr));
    STAYSAIL_CHECK(check_symbol(row, column, output, result));
    FeelType& type = sheet_.output_types[output];
    const bool clash = !type.is_any() && FeelType::join(type, result.type()).is_any() && !result.type().is_any();
    if (clash && profile_ == Profile::strict)
      return error(row, column, Errc::type_mismatch,
                   "the rules above give a " + type.to_string() + " here, this one a " + result.type().to_string());
    type = FeelType::join(type, result.type());
    rule.outputs.push_back(std::move(result));
    return ok();
  }

  Status check_symbol(const Row& row, std::size_t column, std::size_t output, const Expression& result) const {
    const auto& symbols = sheet_.output_symbols[output];
    const Value* value = result.constant();
    if (symbols.empty() || value == nullptr || value->kind() != ValueKind::text) return ok();
    if (std::find(symbols.begin(), symbols.end(), value->as_text()) != symbols.end()) return ok();
    const std::string nearest = nearest_name(value->as_text(), symbols);
    return error(row, column, Errc::unknown_name,
                 sheet_.output_names[output] + " is never " + value->to_feel() +
                     (nearest.empty() ? std::string() : "; did you mean \"" + nearest + "\"?"));
  }

  Status check_priority() const {
    if (!sheet_.ranks()) return ok();
    if (sheet_.output_symbols.front().empty())
      return missing(rows_.front()->front().line,
                     "hit=P and hit=O rank by the symbols of the first output; give the scope the symbols of " +
                         sheet_.output_names.front());
    for (const auto& rule : sheet_.rules)
      if (rule.outputs.front().constant() == nullptr)
        return missing(rule.place.line, "hit=P and hit=O need texts in the first output column, not expressions");
    return ok();
  }

  const decision::TableCells& cells_;
  const CsvTable& csv_;
  const Scope& scope_;
  Profile profile_;
  std::vector<const Row*> rows_;
  std::vector<ColumnRole> roles_;
  DecisionTable::Sheet sheet_;
};

bool is_model(const std::string& file) { return std::filesystem::path(file).extension() == ".dmn"; }

// A sheet that is not there may be a model of the same name beside it.
Result<std::string> file_of_table(const std::string& path) {
  if (is_model(path)) return path;
  const std::string model = std::filesystem::path(path).replace_extension(".dmn").string();
  std::error_code ignored;
  if (!std::filesystem::exists(model, ignored)) return path;
  if (!std::filesystem::exists(path, ignored)) return model;
  return Error::at({path, 0, 0}, Errc::conflict, "the table is there twice; keep this file or " + model);
}

Result<decision::TableCells> cells_of(std::string_view text, std::string name) {
  if (is_model(name)) return decision::cells_of_model(text, name);
  decision::TableCells cells;
  STAYSAIL_TRY(cells.csv, read_csv_table(text, std::move(name)));
  return cells;
}

}  // namespace

Result<DecisionTable> DecisionTable::load(const std::string& path, const Scope& scope, Profile profile) {
  STAYSAIL_TRY(const std::string file, file_of_table(path));
  STAYSAIL_TRY(const std::string text, read_file(file, kMaxCsvTableBytes));
  return parse(text, file, scope, profile);
}

Result<DecisionTable> DecisionTable::parse(std::string_view text, std::string name, const Scope& scope,
                                           Profile profile) {
  STAYSAIL_TRY(const decision::TableCells cells, cells_of(text, std::move(name)));
  STAYSAIL_TRY(Sheet sheet, SheetReader(cells, scope, profile).read());
  return DecisionTable(std::make_shared<const Sheet>(std::move(sheet)));
}

}  // namespace staysail
