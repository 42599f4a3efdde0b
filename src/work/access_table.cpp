// The table of access as it is written: a sheet of words.
#include <algorithm>
#include <array>

#include "staysail/files/csv_table.hpp"
#include "staysail/model/table.hpp"
#include "staysail/work/access.hpp"

namespace staysail {
namespace {

constexpr std::array<std::string_view, 5> kHeader = {"role", "objects", "actions", "fields", "reach"};

constexpr std::string_view kUsualTable =
    R"(role,objects,actions,fields,reach
customer,customer ticket order,read,* !manager_id !note !value !loyalty !indicators,own
customer,ticket,open,*,own
sales,customer task,read,* !identity_number,unit
sales,care win_back lead opportunity quote order renewal visit,*,*,unit
service,customer task,read,*,unit
service,care collection ticket recovery win_back visit order,*,*,unit
technical,customer,read,* !identity_number !value !loyalty !indicators,unit
technical,ticket visit order,*,*,unit
account_manager,customer portfolio plan knowledge,read,*,unit
account_manager,task,read claim assign advance accept close cancel split merge escalate,*,unit
account_manager,care collection ticket recovery win_back lead opportunity quote order renewal visit,*,*,unit
analyst,customer,read,* !name !phone !identity_number !address !birth_day,all
analyst,plan evaluation report indicators segment knowledge portfolio quality,read,*,all
marketer,plan campaign lead care knowledge evaluation segment,*,* !identity_number !phone,under
marketer,customer task report,read,* !name !phone !identity_number !address !birth_day,under
manager,*,*,*,under
administrator,store staff unit quality feed,*,*,all
)";

Error fault(const CsvTable& table, const CsvCell& cell, const std::string& what) {
  return Error::at(table.place(cell), Errc::playbook_invalid, what);
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char letter : text) {
    if (letter != ' ') words.back() += letter;
    else if (!words.back().empty()) words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

Status check_header(const CsvTable& table) {
  if (table.rows.empty()) return Error(Errc::playbook_invalid, "a table of access has no row: " + table.name);
  const auto& header = table.rows.front();
  const bool right =
      header.size() == kHeader.size() && std::equal(header.begin(), header.end(), kHeader.begin(),
                                                    [](const CsvCell& cell, auto name) { return cell.text == name; });
  if (right) return ok();
  return fault(table, header.front(), "the header of a table of access is role,objects,actions,fields,reach");
}

Result<std::string> read_role(const CsvTable& table, const CsvCell& cell) {
  const auto& known = find_model_table("staff")->find("role")->symbols;
  if (cell.text == "customer" || std::find(known.begin(), known.end(), cell.text) != known.end()) return cell.text;
  return fault(table, cell, "there is no role of this name: " + cell.text);
}

Result<Reach> read_reach(const CsvTable& table, const CsvCell& cell) {
  for (const Reach reach : {Reach::own, Reach::unit, Reach::under, Reach::all})
    if (name_of(reach) == cell.text) return reach;
  return fault(table, cell, "a role reaches own, unit, under or all; not: " + cell.text);
}

Result<AccessRule> read_rule(const CsvTable& table, const std::vector<CsvCell>& row) {
  if (row.size() != kHeader.size()) return fault(table, row.front(), "a row of a table of access has five cells");
  AccessRule rule;
  STAYSAIL_TRY(rule.role, read_role(table, row[0]));
  rule.objects = words_in(row[1].text);
  rule.actions = words_in(row[2].text);
  rule.fields = words_in(row[3].text);
  STAYSAIL_TRY(rule.reach, read_reach(table, row[4]));
  if (rule.objects.empty() || rule.actions.empty())
    return fault(table, row.front(), "a row of a table of access names objects and actions; * is all");
  return rule;
}

}  // namespace

std::string_view usual_access_table() { return kUsualTable; }

Result<std::vector<AccessRule>> parse_access_table(std::string_view csv, const std::string& name) {
  STAYSAIL_TRY(const CsvTable table, read_csv_table(csv, name));
  STAYSAIL_CHECK(check_header(table));
  std::vector<AccessRule> rules;
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    STAYSAIL_TRY(AccessRule rule, read_rule(table, table.rows[i]));
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace staysail
