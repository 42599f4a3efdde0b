// The only unit of the room that pays for the JSON parser.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "staysail/base/nearest_name.hpp"
#include "staysail/strategy/rule_list.hpp"

namespace staysail {
namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 16;

// Line and column (characters) of a byte, counted from 1.
Place place_at(std::string_view text, std::size_t byte, const std::string& name) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n');
  const std::string_view last = before.substr(before.rfind('\n') + 1);
  const auto characters =
      std::count_if(last.begin(), last.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return {name, static_cast<std::uint64_t>(line) + 1, static_cast<std::uint64_t>(characters) + 1};
}

Error invalid(const std::string& where, std::string message) {
  return Error::at({where, 0, 0}, Errc::playbook_invalid, std::move(message));
}

// An error of the parser, or one for a text that would nest without end.
Result<Json> parse(std::string_view text, const std::string& name) {
  bool too_deep = false;
  const auto shallow = [&](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kDeepest;
    return depth <= kDeepest;
  };
  try {
    Json parsed = Json::parse(text, shallow);
    if (too_deep) return invalid(name, "a list of strategies is not nested that deep");
    return parsed;
  } catch (const Json::parse_error& problem) {
    const std::string what = problem.what();
    const std::size_t byte = problem.byte == 0 ? 0 : problem.byte - 1;
    return Error::at(
        place_at(text, byte, name), Errc::playbook_invalid,
        "this is no JSON: " + what.substr(what.rfind("; ") == std::string::npos ? 0 : what.rfind("; ") + 2));
  }
}

Result<std::string> text_of(const Json& rule, const char* key, const std::string& where) {
  const auto found = rule.find(key);
  if (found != rule.end() && found->is_string() && !found->get_ref<const std::string&>().empty())
    return found->get<std::string>();
  std::vector<std::string> keys;
  for (const auto& [name, value] : rule.items()) keys.push_back(name);
  const std::string hint = found == rule.end() ? did_you_mean(key, keys) : "";
  return invalid(where, std::string("a strategy has id and when as texts; there is no ") + key + hint);
}

Result<MatchRule> rule_of(const Json& object, const std::string& where) {
  if (!object.is_object()) return invalid(where, "a strategy is an object of id, when and priority");
  MatchRule rule;
  STAYSAIL_TRY(std::string id, text_of(object, "id", where));
  STAYSAIL_TRY(rule.when, text_of(object, "when", where));
  rule.id = StrategyId::of(std::move(id));
  rule.place = {where + ".when", 1, 1};
  const auto priority = object.find("priority");
  if (priority == object.end() || priority->is_null()) return rule;
  if (!priority->is_number_integer()) return invalid(where, "a priority is a whole number, not: " + priority->dump());
  rule.priority = priority->get<std::int64_t>();
  return rule;
}

}  // namespace

Result<std::vector<MatchRule>> parse_rule_json(std::string_view text, const std::string& name) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  STAYSAIL_TRY(const Json whole, parse(text, name));
  const bool wrapped = whole.is_object() && whole.contains("strategies");
  const Json& list = wrapped ? whole.at("strategies") : whole;
  if (!list.is_array() || list.empty())
    return invalid(name, "a list of strategies was expected: [{\"id\": ..., \"when\": ..., \"priority\": ...}]");
  std::vector<MatchRule> rules;
  for (const Json& object : list) {
    STAYSAIL_TRY(MatchRule rule, rule_of(object, name + "[" + std::to_string(rules.size()) + "]"));
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace staysail
