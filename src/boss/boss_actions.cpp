#include "staysail/boss/boss_actions.hpp"

#include <algorithm>
#include <array>

namespace staysail {
namespace {

constexpr std::array<std::string_view, 7> kKinds = {"renew",        "open_service",   "close_service", "change_plan",
                                                    "adjust_limit", "apply_discount", "raise_fault"};
constexpr std::array<std::string_view, 6> kStatuses = {"unknown", "accepted", "refused", "done", "failed", "in_doubt"};

// The position of `name`, or an error that lists what there is.
template <class Names>
Result<std::size_t> position_in(const Names& names, std::string_view name, std::string_view what) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return i;
    list += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  return Error(Errc::not_found, std::string(what) + " is one of " + list + ": '" + std::string(name) + "'");
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%': out += "%25"; break;
      case ';': out += "%3B"; break;
      case '=': out += "%3D"; break;
      default: out.push_back(c);
    }
  }
  return out;
}

Result<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    const std::string_view code = text.substr(i, 3);
    if (code != "%25" && code != "%3B" && code != "%3D")
      return Error(Errc::malformed_text, "%25, %3B or %3D was expected in parameters: '" + std::string(code) + "'");
    out.push_back(code == "%25" ? '%' : code == "%3B" ? ';' : '=');
    i += 2;
  }
  return out;
}

Error malformed(const std::string& message) { return Error(Errc::invalid_argument, message); }

}  // namespace

std::string_view name_of(ActionKind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(ActionStatus status) noexcept { return kStatuses[static_cast<std::size_t>(status)]; }

Result<ActionKind> action_kind_of(std::string_view name) {
  STAYSAIL_TRY(const std::size_t position, position_in(kKinds, name, "an action"));
  return static_cast<ActionKind>(position);
}

Result<ActionStatus> action_status_of(std::string_view name) {
  STAYSAIL_TRY(const std::size_t position, position_in(kStatuses, name, "the status of an action"));
  return static_cast<ActionStatus>(position);
}

std::string parameters_text(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) text += (text.empty() ? "" : ";") + escaped(name) + "=" + escaped(value);
  return text;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_parameters(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos)
      return Error(Errc::malformed_text, "name=value was expected in parameters: '" + std::string(part) + "'");
    STAYSAIL_TRY(auto name, unescaped(part.substr(0, equals)));
    STAYSAIL_TRY(auto value, unescaped(part.substr(equals + 1)));
    parameters.emplace_back(std::move(name), std::move(value));
  }
  return parameters;
}

Status check_action(const BossAction& action) {
  if (action.subscription.empty()) return malformed("an action names the subscription it is for");
  for (std::size_t i = 0; i < action.parameters.size(); ++i) {
    if (action.parameters[i].first.empty()) return malformed("a parameter of an action has a name");
    if (i > 0 && action.parameters[i - 1].first >= action.parameters[i].first)
      return malformed("parameters of an action are sorted by name, each once: " + action.parameters[i].first);
  }
  return ok();
}

std::string action_token(std::string_view token, std::size_t index) {
  return std::string(token) + "." + std::to_string(index + 1);
}

Result<std::vector<ActionReceipt>> BossActions::submit_again(std::span<const BossAction> actions,
                                                             std::span<const std::string> action_tokens) {
  for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
  return status(action_tokens);
}

void BossActions::recall(std::span<const ActionReceipt>) {}

}  // namespace staysail
