#include "staysail/view/identity_rules.hpp"

#include <algorithm>
#include <vector>

#include "staysail/base/nearest_name.hpp"
#include "staysail/files/toml_document.hpp"

namespace staysail {
namespace {

constexpr std::array<std::string_view, kIdentityEvidence> kNames = {"identity_number",
                                                                    "identity_number_near",
                                                                    "other_identity_number",
                                                                    "phone",
                                                                    "name",
                                                                    "name_near",
                                                                    "other_name",
                                                                    "address",
                                                                    "address_near",
                                                                    "birth_day",
                                                                    "other_birth_day",
                                                                    "other_gender",
                                                                    "other_kind"};

Result<int> whole_between(const TomlTable& table, std::string_view key, int fallback, int least, int greatest) {
  STAYSAIL_TRY(const std::int64_t value, table.integer_or(key, fallback));
  if (value < least || value > greatest)
    return table.find(key)->error(Errc::playbook_invalid, "this lies between " + std::to_string(least) + " and " +
                                                              std::to_string(greatest) +
                                                              ", not: " + std::to_string(value));
  return static_cast<int>(value);
}

Status read_points(const TomlTable& document, IdentityRules& out) {
  if (!document.has("points")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("points"));
  const std::vector<std::string> known(kNames.begin(), kNames.end());
  for (const auto& key : table.keys()) {
    const auto place = std::find(kNames.begin(), kNames.end(), key);
    if (place == kNames.end())
      return table.find(key)->error(Errc::playbook_invalid,
                                    "there is no evidence of this name: " + key + did_you_mean(key, known));
    int& points = out.points[static_cast<std::size_t>(place - kNames.begin())];
    STAYSAIL_TRY(points, whole_between(table, key, points, -1000, 1000));
  }
  return ok();
}

}  // namespace

std::string_view name_of(IdentityEvidence evidence) noexcept { return kNames[static_cast<std::size_t>(evidence)]; }

Result<IdentityRules> IdentityRules::parse(std::string_view toml, const std::string& name) {
  IdentityRules rules;
  STAYSAIL_TRY(const TomlTable table, TomlTable::parse(toml, name));
  STAYSAIL_CHECK(table.only({"persons", "same", "review", "largest_block", "neighbours", "points"}));
  STAYSAIL_TRY(rules.persons, table.boolean_or("persons", rules.persons));
  STAYSAIL_TRY(rules.same, whole_between(table, "same", rules.same, 1, 10'000));
  STAYSAIL_TRY(rules.review, whole_between(table, "review", std::min(rules.review, rules.same), 1, 10'000));
  if (rules.review > rules.same)
    return table.find("review")->error(Errc::playbook_invalid,
                                       "review is not above same, which is " + std::to_string(rules.same));
  STAYSAIL_TRY(const int block, whole_between(table, "largest_block", 64, 2, 1000));
  STAYSAIL_TRY(const int neighbours, whole_between(table, "neighbours", 8, 1, 100));
  rules.largest_block = static_cast<std::uint32_t>(block);
  rules.neighbours = static_cast<std::uint32_t>(neighbours);
  STAYSAIL_CHECK(read_points(table, rules));
  return rules;
}

}  // namespace staysail
