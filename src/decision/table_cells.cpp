#include "decision/table_cells.hpp"

#include <algorithm>
#include <filesystem>

#include "decision/dmn_program.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kFirstRule = 2;  // below the policy and the headings
constexpr std::string_view kWhen = "when: ", kThen = "then: ";

// "B4", as a spreadsheet has it.
std::string sheet_name(std::size_t column, std::uint64_t line) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return "cell " + letters + std::to_string(line);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

CsvCell cell(std::string text, const Place& place) { return {std::move(text), place.line, place.column}; }

// The text inside, where it stands; a heading's word is written before its place.
CsvCell cell_of(const XmlElement& owner, std::string_view heading = {}) {
  const XmlElement* text = owner.child("text");
  Place place = text == nullptr ? owner.place : text->text_place;
  place.column -= heading.size();
  return cell(std::string(heading) + (text == nullptr ? std::string() : text->text), place);
}

struct PolicyLetter {
  std::string_view policy, aggregation, letter;
};
constexpr PolicyLetter kLetters[] = {{"", "", "U"},
                                     {"UNIQUE", "", "U"},
                                     {"FIRST", "", "F"},
                                     {"ANY", "", "A"},
                                     {"PRIORITY", "", "P"},
                                     {"RULE ORDER", "", "R"},
                                     {"OUTPUT ORDER", "", "O"},
                                     {"COLLECT", "", "C"},
                                     {"COLLECT", "SUM", "C+"},
                                     {"COLLECT", "MIN", "C<"},
                                     {"COLLECT", "MAX", "C>"},
                                     {"COLLECT", "COUNT", "C#"}};

Result<CsvCell> policy_of(const XmlElement& table) {
  const std::string_view policy = table.attribute("hitPolicy"), aggregation = table.attribute("aggregation");
  for (const PolicyLetter& each : kLetters)
    if (each.policy == policy && (each.aggregation == aggregation || policy != "COLLECT"))
      return cell("hit=" + std::string(each.letter), table.place);
  return table.error(Errc::syntax_error, "there is no such hit policy: " + std::string(policy) +
                                             (aggregation.empty() ? "" : " with " + std::string(aggregation)));
}

struct Found {
  const XmlElement* decision = nullptr;
  const XmlElement* table = nullptr;
};

Result<Found> table_in(const XmlElement& model, const std::string& file) {
  const std::string wanted = std::filesystem::path(file).stem().string();
  std::vector<Found> tables;
  std::string names;
  for (const XmlElement* decision : model.all("decision")) {
    const XmlElement* table = decision->child("decisionTable");
    if (table == nullptr) continue;
    tables.push_back({decision, table});
    names += (names.empty() ? "" : ", ") + std::string(decision->attribute("name"));
    if (decision->attribute("name") == wanted) return tables.back();
  }
  if (tables.size() == 1) return tables.front();
  if (tables.empty()) return model.error(Errc::not_found, "a decision with a decision table was expected");
  return model.error(Errc::not_found, "one decision table was expected, or one of a decision called " + wanted +
                                          " as the file; the model has " + names);
}

class Layout {
 public:
  Layout(Found found, const std::string& file) : found_(found) {
    cells_.csv.name = file;
    cells_.decision = found.decision->attribute("name");
    if (cells_.decision.empty()) cells_.decision = "without a name";
  }

  Result<TableCells> run() {
    STAYSAIL_TRY(CsvCell policy, policy_of(*found_.table));
    cells_.csv.rows.push_back({std::move(policy)});
    STAYSAIL_CHECK(headings());
    for (const XmlElement* rule : found_.table->all("rule")) STAYSAIL_CHECK(take_rule(*rule));
    return std::move(cells_);
  }

 private:
  Status headings() {
    std::vector<CsvCell> row;
    for (const XmlElement* input : found_.table->all("input")) {
      const XmlElement* expression = input->child("inputExpression");
      if (expression == nullptr) return input->error(Errc::syntax_error, "an input without an inputExpression");
      row.push_back(cell_of(*expression, kWhen));
    }
    cells_.inputs = row.size();
    const auto outputs = found_.table->all("output");
    for (const XmlElement* output : outputs) {
      if (output->child("defaultOutputEntry") != nullptr)
        return output->error(Errc::unsupported, "a playbook's table has no default output; write a last rule instead");
      row.push_back(cell(std::string(kThen) + name_of_output(*output, outputs.size() == 1), output->place));
      cells_.symbols.push_back(symbols_of(*output));
    }
    if (row.empty()) return found_.table->error(Errc::syntax_error, "a decision table has inputs and outputs");
    cells_.csv.rows.push_back(std::move(row));
    return ok();
  }

  std::string name_of_output(const XmlElement& output, bool single) const {
    std::string_view name = output.attribute("name");
    const XmlElement* variable = found_.decision->child("variable");
    if (name.empty() && single && variable != nullptr) name = variable->attribute("name");
    return std::string(name.empty() && single ? found_.decision->attribute("name") : name);
  }

  // "high", "low": what is no text is not ranked.
  static std::vector<std::string> symbols_of(const XmlElement& output) {
    std::vector<std::string> symbols;
    const XmlElement* values = output.child("outputValues");
    std::string_view rest = values == nullptr ? std::string_view() : values->text_of("text");
    for (std::size_t quote = rest.find('"'); quote != std::string_view::npos; quote = rest.find('"')) {
      rest.remove_prefix(quote + 1);
      const std::size_t end = std::min(rest.find('"'), rest.size());
      symbols.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return symbols;
  }

  Status take_rule(const XmlElement& rule) {
    std::vector<CsvCell> row;
    const auto tests = rule.all("inputEntry"), results = rule.all("outputEntry");
    if (tests.size() != cells_.inputs || results.size() != cells_.symbols.size())
      return rule.error(Errc::malformed_file, "decision " + cells_.decision + ", rule " +
                                                  std::to_string(cells_.csv.rows.size() - kFirstRule + 1) + " has " +
                                                  std::to_string(tests.size()) + " tests and " +
                                                  std::to_string(results.size()) + " outputs; the table has " +
                                                  std::to_string(cells_.inputs) + " and " +
                                                  std::to_string(cells_.symbols.size()));
    for (const XmlElement* test : tests) {
      row.push_back(cell_of(*test));
      if (trimmed(row.back().text).empty()) row.back().text = "-";
    }
    for (const XmlElement* result : results) row.push_back(cell_of(*result));
    cells_.csv.rows.push_back(std::move(row));
    return ok();
  }

  Found found_;
  TableCells cells_;
};

}  // namespace

std::string TableCells::name_of(std::size_t row, std::size_t column, std::uint64_t line) const {
  if (!from_model()) return sheet_name(column, line);
  std::string name = "decision " + decision;
  if (row >= kFirstRule) name += ", rule " + std::to_string(row - kFirstRule + 1);
  if (row == 0) return name + ", hit policy";
  const bool is_input = column < inputs;
  return name + (is_input ? ", input " : ", output ") + std::to_string((is_input ? column : column - inputs) + 1);
}

Result<TableCells> cells_of_model(std::string_view xml, const std::string& file) {
  DmnLoader loader;
  STAYSAIL_CHECK(loader.add_text(xml, file));
  STAYSAIL_TRY(const Found found, table_in(loader.documents.front().root, file));
  return Layout(found, file).run();
}

}  // namespace staysail::decision
