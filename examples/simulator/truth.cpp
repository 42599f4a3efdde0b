#include "simulator/truth.hpp"

#include <charconv>
#include <cstdio>
#include <map>

#include "simulator/names.hpp"
#include "simulator/person.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/csv_table.hpp"

namespace staysail::simulator {
namespace {

constexpr int kLayout = 1;

std::string state_path(const std::string& folder) { return truth_folder(folder) + "/state.csv"; }

using Values = std::map<std::string, CsvCell>;

Result<std::int64_t> whole(const Values& values, const std::string& path, const std::string& name) {
  const auto found = values.find(name);
  if (found == values.end())
    return Error::at({path, 1, 1}, Errc::malformed_file, "this state of a simulation lacks: " + name);
  const std::string& text = found->second.text;
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return value;
  return Error::at({path, found->second.line, found->second.column}, Errc::malformed_file,
                   name + " is a whole number, not: " + text);
}

Result<Values> read_values(const std::string& path) {
  auto table = load_csv_table(path);
  if (!table)
    return Error(Errc::not_found, "no simulation stands here (make one with `staysail simulate --out DIR`): " + path);
  Values values;
  for (const auto& row : table->rows)
    if (row.size() == 2) values[row[0].text] = row[1];
  return values;
}

std::string fixed(double value) {
  char text[48];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

void append_traits(std::string& out, const LineState& line) {
  const Traits& traits = line.traits;
  out += subscription_id(line.line) + "," + fixed(traits.spend_yuan) + "," + fixed(traits.price_sensitivity) + "," +
         fixed(traits.attachment) + "," + fixed(traits.rival_affinity) + "," + fixed(traits.offer_affinity) + "," +
         fixed(traits.reach) + "," + (traits.do_not_disturb ? "true" : "false") + "\n";
}

bool is_told_in(std::int16_t entry, std::int32_t month) {
  return month == 0 ? entry == kBeforeHistory : entry == month;
}

Status write_traits(const std::string& path, const Operator& lived, std::int32_t month) {
  std::string out =
      "subscription_id,spend,price_sensitivity,attachment,rival_affinity,offer_affinity,reach,do_not_disturb\n";
  for (const LineState& line : lived.lines())
    if (is_told_in(line.entry, month)) append_traits(out, line);
  return write_file(path, out);
}

// Those of the month who are to another as `relation` says.
Status write_relations(const std::string& path, const std::string& header, const Operator& lived, std::int32_t month,
                       std::uint32_t Customer::*relation) {
  std::string out = header;
  for (const Customer& customer : lived.population().customers())
    if (customer.*relation != kNobody && is_told_in(customer.entry, month))
      out += party_id(customer.number) + "," + party_id(customer.*relation) + "," +
             person_of(lived.population(), customer).variation + "\n";
  return write_file(path, out);
}

Status write_dirt(const std::string& path, const PlantedRows& planted) {
  std::string out = "file,line,fault,fate,column\n";
  for (const auto& [file, row] : planted)
    out += file + "," + std::to_string(row.line) + "," + std::string(name_of(row.fault)) + "," +
           std::string(fate_of(row.fault)) + "," + std::string(row.column) + "\n";
  return write_file(path, out);
}

}  // namespace

std::string truth_folder(const std::string& folder) { return folder + "/truth"; }
std::string kept_actions_path(const std::string& folder, Month month) {
  return truth_folder(folder) + "/actions_" + compact(month) + ".csv";
}

Status save_operator(const std::string& folder, const SavedOperator& saved) {
  const Options& options = saved.options;
  std::string text = "name,value\n";
  const auto add = [&](const char* name, std::int64_t value) {
    text += std::string(name) + "," + std::to_string(value) + "\n";
  };
  add("layout", kLayout);
  add("subscribers", options.subscribers);
  add("seed", static_cast<std::int64_t>(options.seed));
  add("months", options.months);
  add("first_month", options.first_month.year() * 100 + options.first_month.month());
  add("dirt_per_million", static_cast<std::int64_t>(options.dirt * 1e6 + 0.5));
  add("gb18030", options.encoding == ExportEncoding::gb18030 ? 1 : 0);
  add("months_lived", saved.months_lived);
  return write_file(state_path(folder), text);
}

Result<SavedOperator> read_saved_operator(const std::string& folder) {
  const std::string path = state_path(folder);
  STAYSAIL_TRY(const Values values, read_values(path));
  STAYSAIL_TRY(const std::int64_t layout, whole(values, path, "layout"));
  if (layout != kLayout)
    return Error(Errc::unsupported, "this simulation was made by another version; make it anew: " + path);
  SavedOperator saved;
  STAYSAIL_TRY(const std::int64_t subscribers, whole(values, path, "subscribers"));
  STAYSAIL_TRY(const std::int64_t seed, whole(values, path, "seed"));
  STAYSAIL_TRY(const std::int64_t months, whole(values, path, "months"));
  STAYSAIL_TRY(const std::int64_t first_month, whole(values, path, "first_month"));
  STAYSAIL_TRY(const std::int64_t dirt, whole(values, path, "dirt_per_million"));
  STAYSAIL_TRY(const std::int64_t gb18030, whole(values, path, "gb18030"));
  STAYSAIL_TRY(const std::int64_t lived, whole(values, path, "months_lived"));
  saved.options.subscribers = static_cast<std::uint32_t>(subscribers);
  saved.options.seed = static_cast<std::uint64_t>(seed);
  saved.options.out = folder;
  saved.options.months = static_cast<int>(months);
  saved.options.first_month = Month::of(static_cast<int>(first_month / 100), static_cast<int>(first_month % 100));
  saved.options.dirt = static_cast<double>(dirt) / 1e6;
  saved.options.encoding = gb18030 != 0 ? ExportEncoding::gb18030 : ExportEncoding::utf8;
  saved.months_lived = static_cast<std::int32_t>(lived);
  STAYSAIL_CHECK(saved.options.validate());
  return saved;
}

Status write_month_truth(const std::string& folder, const Operator& lived, const MonthContext& month,
                         const PlantedRows& planted) {
  const std::string suffix = "_" + compact(month.month) + ".csv";
  STAYSAIL_CHECK(write_dirt(truth_folder(folder) + "/dirt" + suffix, planted));
  STAYSAIL_CHECK(write_traits(truth_folder(folder) + "/traits" + suffix, lived, month.number));
  STAYSAIL_CHECK(write_relations(truth_folder(folder) + "/duplicates" + suffix, "party_id,same_person_as,variation\n",
                                 lived, month.number, &Customer::same_person_as));
  return write_relations(truth_folder(folder) + "/look_alikes" + suffix, "party_id,looks_like,relation\n", lived,
                         month.number, &Customer::looks_like);
}

Status write_effects(const std::string& folder, const Operator& lived) {
  const Month first_month = lived.options().first_month;
  STAYSAIL_CHECK(write_file(truth_folder(folder) + "/effects.csv", lived.effects().table(first_month)));
  return write_file(truth_folder(folder) + "/counterfactual.csv", lived.effects().lines(first_month));
}

}  // namespace staysail::simulator
