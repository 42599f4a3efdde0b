// From cells to a sheet of compiled tests and outputs.
#include <algorithm>
#include <array>

#include "decision/table_sheet.hpp"
#include "staysail/files/csv_table.hpp"

namespace staysail {
namespace {

using Row = std::vector<CsvCell>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// "B4": the cell as a spreadsheet calls it.
std::string cell_name(std::size_t column, std::uint64_t line) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return "cell " + letters + std::to_string(line);
}

bool is_blank(const Row& row) {
  return std::all_of(row.begin(), row.end(), [](const CsvCell& cell) { return trimmed(cell.text).empty(); });
}

bool is_comment(const Row& row) { return trimmed(row.front().text).starts_with("#"); }

std::optional<HitPolicy> policy_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, HitPolicy>, 9> kPolicies = {{{"U", HitPolicy::unique},
                                                                                {"F", HitPolicy::first},
                                                                                {"A", HitPolicy::any},
                                                                                {"P", HitPolicy::priority},
                                                                                {"C", HitPolicy::collect},
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
  SheetReader(const CsvTable& csv, const Scope& scope, Profile profile) : csv_(csv), scope_(scope), profile_(profile) {}

  Result<DecisionTable::Sheet> read() {
    for (const Row& row : csv_.rows)
      if (!is_blank(row) && !is_comment(row)) rows_.push_back(&row);
    sheet_.name = csv_.name;
    STAYSAIL_CHECK(read_policy());
    STAYSAIL_CHECK(read_header());
    for (std::size_t i = 2; i < rows_.size(); ++i) STAYSAIL_CHECK(read_rule(*rows_[i]));
    STAYSAIL_CHECK(check_priority());
    return std::move(sheet_);
  }

 private:
  Error error(const Row& row, std::size_t column, Errc code, const std::string& message) const {
    const CsvCell& cell = row[std::min(column, row.size() - 1)];
    return Error::at(csv_.place(cell), code, cell_name(column, cell.line) + ": " + message);
  }

  Error missing(std::uint64_t line, const std::string& what) const {
    return Error::at({csv_.name, line, 1}, Errc::malformed_file, what);
  }

  Status read_policy() {
    if (rows_.empty())
      return missing(1,
                     "a decision table begins with a row `hit=F` (U, F, A, P, C, C+, C<, C>, C#); the file is empty");
    const Row& row = *rows_.front();
    const std::string_view text = trimmed(row.front().text);
    const auto policy = text.starts_with("hit=") ? policy_of(trimmed(text.substr(4))) : std::nullopt;
    if (!policy)
      return error(row, 0, Errc::malformed_file,
                   "hit=U, F, A, P, C, C+, C<, C> or C# was expected, not `" + std::string(text.substr(0, 64)) + "`");
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
    const FeelType* known = scope_.find(name);
    sheet_.output_symbols.push_back(known != nullptr && known->symbols() != nullptr ? *known->symbols()
                                                                                    : std::vector<std::string>{});
    sheet_.output_types.push_back(FeelType::of(ValueKind::null));
    sheet_.output_names.push_back(std::move(name));
    roles_.push_back(ColumnRole::output);
    return ok();
  }

  // The cell's text from byte `skipped` on, as an expression or, for an input, as tests of it.
  Result<Expression> compiled(const Row& row, std::size_t column, std::size_t skipped, const FeelType* tested) {
    const CsvCell& cell = row[column];
    const std::string_view text = std::string_view(cell.text).substr(skipped);
    Place place = csv_.place(cell);
    place.column += skipped;
    auto expression = tested != nullptr ? Expression::compile_tests(text, *tested, scope_, place, profile_)
                                        : Expression::compile(text, scope_, place, profile_);
    if (!expression) return expression.error().within(cell_name(column, cell.line));
    for (const Warning& warning : expression->warnings()) sheet_.warnings.push_back(warning);
    return expression;
  }

  Status read_rule(const Row& row) {
    DecisionTable::Sheet::Rule rule;
    rule.line = static_cast<std::uint32_t>(row.front().line);
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
    if (sheet_.policy != HitPolicy::priority) return ok();
    if (sheet_.output_symbols.front().empty())
      return missing(rows_.front()->front().line,
                     "hit=P ranks by the symbols of the first output; give the scope the symbols of " +
                         sheet_.output_names.front());
    for (const auto& rule : sheet_.rules)
      if (rule.outputs.front().constant() == nullptr)
        return missing(rule.line, "hit=P needs texts in the first output column, not expressions");
    return ok();
  }

  const CsvTable& csv_;
  const Scope& scope_;
  Profile profile_;
  std::vector<const Row*> rows_;
  std::vector<ColumnRole> roles_;
  DecisionTable::Sheet sheet_;
};

}  // namespace

Result<DecisionTable> DecisionTable::load(const std::string& path, const Scope& scope, Profile profile) {
  STAYSAIL_TRY(const CsvTable csv, load_csv_table(path));
  SheetReader reader(csv, scope, profile);
  STAYSAIL_TRY(Sheet sheet, reader.read());
  return DecisionTable(std::make_shared<const Sheet>(std::move(sheet)));
}

Result<DecisionTable> DecisionTable::parse(std::string_view text, std::string name, const Scope& scope,
                                           Profile profile) {
  STAYSAIL_TRY(const CsvTable csv, read_csv_table(text, std::move(name)));
  SheetReader reader(csv, scope, profile);
  STAYSAIL_TRY(Sheet sheet, reader.read());
  return DecisionTable(std::make_shared<const Sheet>(std::move(sheet)));
}

}  // namespace staysail
