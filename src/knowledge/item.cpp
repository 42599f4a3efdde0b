#include "staysail/knowledge/item.hpp"

#include <array>

namespace staysail {
namespace {

constexpr std::array<std::string_view, 5> kKinds = {"case", "practice", "rule", "faq", "synonyms"};
constexpr std::array<std::string_view, 4> kStates = {"draft", "reviewed", "published", "deprecated"};
constexpr std::array<std::string_view, 4> kEvents = {"review", "send_back", "publish", "deprecate"};
constexpr std::size_t kMostBytes = 1 << 20;

struct Transition {
  KnowledgeState from;
  KnowledgeEvent event;
  KnowledgeState to;
};

// The whole life of an item. Anything not listed is illegal; deprecated is final.
constexpr std::array kTransitions = {
    Transition{KnowledgeState::draft, KnowledgeEvent::review, KnowledgeState::reviewed},
    Transition{KnowledgeState::draft, KnowledgeEvent::deprecate, KnowledgeState::deprecated},
    Transition{KnowledgeState::reviewed, KnowledgeEvent::publish, KnowledgeState::published},
    Transition{KnowledgeState::reviewed, KnowledgeEvent::send_back, KnowledgeState::draft},
    Transition{KnowledgeState::reviewed, KnowledgeEvent::deprecate, KnowledgeState::deprecated},
    Transition{KnowledgeState::published, KnowledgeEvent::deprecate, KnowledgeState::deprecated},
};

std::string possible_events(KnowledgeState state) {
  std::string names;
  for (const Transition& transition : kTransitions)
    if (transition.from == state) names += (names.empty() ? "" : ", ") + std::string(name_of(transition.event));
  return names.empty() ? "nothing" : names;
}

template <class Enum, std::size_t N>
Result<Enum> by_name(const std::array<std::string_view, N>& names, std::string_view name, const char* what) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  std::string known;
  for (const std::string_view other : names) known += (known.empty() ? "" : ", ") + std::string(other);
  return Error(Errc::invalid_argument,
               "unknown " + std::string(what) + ", expected one of " + known + ": " + std::string(name));
}

}  // namespace

std::string_view name_of(KnowledgeKind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(KnowledgeState state) noexcept { return kStates[static_cast<std::size_t>(state)]; }
std::string_view name_of(KnowledgeEvent event) noexcept { return kEvents[static_cast<std::size_t>(event)]; }

Result<KnowledgeKind> knowledge_kind_of(std::string_view name) {
  return by_name<KnowledgeKind>(kKinds, name, "kind of knowledge item");
}

Result<KnowledgeState> knowledge_state_of(std::string_view name) {
  return by_name<KnowledgeState>(kStates, name, "state of a knowledge item");
}

Result<KnowledgeState> next_state(KnowledgeState state, KnowledgeEvent event) {
  for (const Transition& transition : kTransitions)
    if (transition.from == state && transition.event == event) return transition.to;
  return Error(Errc::illegal_transition, "a " + std::string(name_of(state)) + " knowledge item allows " +
                                             possible_events(state) + ", not " + std::string(name_of(event)));
}

Status KnowledgeItem::validate() const {
  if (id.empty() || title.empty())
    return Error(Errc::invalid_argument, "a knowledge item needs an id and a title; item " + id.text());
  if (valid_from && valid_to && *valid_to <= *valid_from)
    return Error(Errc::invalid_argument,
                 "a knowledge item must be valid on some day: valid_to is exclusive; item " + id.text());
  if (id.text().size() + title.size() + body.size() + action.size() > kMostBytes)
    return Error(Errc::invalid_argument, "a knowledge item holds at most 1 MiB; split item " + id.text());
  return ok();
}

bool KnowledgeItem::is_served(const std::optional<Day>& day) const {
  if (state != KnowledgeState::published) return false;
  return !day || ((!valid_from || *valid_from <= *day) && (!valid_to || *day < *valid_to));
}

}  // namespace staysail
