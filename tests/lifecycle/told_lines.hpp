// Decision frames for scenario tables: lines told as rows of model tables, seen through the shipped catalogue.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "indicators/told_operator.hpp"
#include "staysail/lifecycle/stage_rules.hpp"

namespace staysail::testing {

inline std::string playbook_folder() { return std::string(STAYSAIL_SOURCE_DIR) + "/examples/playbook"; }

// A copy of the shipped playbook in which one file has another text; gone when this is.
class ChangedPlaybook {
 public:
  ChangedPlaybook(const std::string& file, const std::string& text)
      : folder_(std::filesystem::temp_directory_path() / ("staysail-playbook-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(playbook_folder(), folder_, std::filesystem::copy_options::recursive);
    std::ofstream(folder_ / file) << text;
  }
  ~ChangedPlaybook() { std::filesystem::remove_all(folder_); }
  ChangedPlaybook(const ChangedPlaybook&) = delete;
  ChangedPlaybook& operator=(const ChangedPlaybook&) = delete;
  std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

inline const Catalogue& catalogue() {
  static const Catalogue shipped = shipped_catalogue();
  return shipped;
}

inline Schema frame_schema() { return decision_schema(subscription_schema(), catalogue().schema()); }

inline Batch frame_of(const Population& population) {
  return decision_frame(population.subscriptions(), computed(catalogue(), population).columns).value();
}

inline std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// ";name=value", or nothing for an empty value.
inline std::string given(const std::string& name, const std::string& value) {
  return value.empty() ? "" : ";" + name + "=" + value;
}

inline std::string month_before(const std::string& as_of, int months) {
  return (Day::parse(as_of).value().month_of() - months).to_string();
}

// A frame of one row from texts, for tables that need no facts: every other column is null.
inline Batch told_frame(const Schema& schema, const std::map<std::string, std::string>& values) {
  BatchBuilder builder(schema);
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const auto& field = schema.field(i);
    const auto found = values.find(field.name);
    auto& column = builder.column(i);
    if (found == values.end() || found->second.empty()) column.append_null();
    else if (field.type == ColumnType::number) column.append_number(parse_decimal(found->second, field.scale).value());
    else if (field.type == ColumnType::boolean) column.append_boolean(found->second == "true");
    else if (field.type == ColumnType::day) column.append_day(Day::parse(found->second).value());
    else column.append_text(found->second);
  }
  return builder.finish().value();
}

}  // namespace staysail::testing
