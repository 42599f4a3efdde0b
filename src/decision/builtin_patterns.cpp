// Functions of regular expressions.
#include "decision/builtin.hpp"
#include "decision/regular_pattern.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

// The compiled pattern; null, with the reason noted, when an argument is missing or the pattern is none.
const RegularPattern* pattern_of(Arguments a, std::size_t needed, Evaluation& evaluation) {
  for (std::size_t i = 0; i < needed; ++i)
    if (a[i].kind() != Kind::text) return nullptr;
  const std::string flags = a.size() > needed && a[needed].kind() == Kind::text ? a[needed].as_text() : "";
  const auto pattern = compiled_pattern(a[1].as_text(), flags);
  if (pattern) return *pattern;
  evaluation.note(std::string(pattern.error().message()));
  return nullptr;
}

// The searches of one function call.
class Searches {
 public:
  Searches(const RegularPattern& pattern, const std::string& text, Evaluation& evaluation)
      : pattern_(pattern), text_(text), evaluation_(evaluation) {}
  // What they took counts against the steps of the evaluation too, so that a loop of them ends as well.
  ~Searches() { evaluation_.steps += (kMaxPatternSteps - left_) / kStepsOfOne; }
  Searches(const Searches&) = delete;
  Searches& operator=(const Searches&) = delete;

  // Empty when the search was given up; the reason is noted.
  std::optional<bool> next(std::size_t from, std::span<std::string_view> found) {
    if (evaluation_.steps > kMaxSteps) return std::nullopt;
    const auto matches = pattern_.search(text_, from, found, left_);
    if (matches) return *matches;
    evaluation_.note(std::string(matches.error().message()));
    return std::nullopt;
  }

  // Calls `take` with the groups of every match; 0 is the match itself. False when a match is empty.
  template <class Take>
  bool each(Take take) {
    std::vector<std::string_view> found(std::min(pattern_.groups(), kMostGroups - 1) + 1);
    for (std::size_t at = 0;;) {
      const auto matches = next(at, found);
      if (!matches || !*matches) return matches.has_value();
      if (found[0].empty()) return false;
      at = static_cast<std::size_t>(found[0].data() - text_.data()) + found[0].size();
      if (!take(std::span<const std::string_view>(found))) return false;
    }
  }

 private:
  static constexpr std::uint64_t kStepsOfOne = 16;  // as long as one step of a loop, about
  static constexpr std::size_t kMostGroups = 64;

  const RegularPattern& pattern_;
  const std::string& text_;
  Evaluation& evaluation_;
  std::uint64_t left_ = kMaxPatternSteps;
};

Value matches(Arguments a, Evaluation& evaluation) {
  const RegularPattern* pattern = pattern_of(a, 2, evaluation);
  if (pattern == nullptr) return Value();
  const auto found = Searches(*pattern, a[0].as_text(), evaluation).next(0, {});
  return found ? Value::boolean(*found) : Value();
}

// What a replacement is made of: literal text, or the number of a group.
struct Piece {
  std::string text;
  std::size_t group = 0;
  bool is_group = false;
};

// "$1" and "\\$"; the number takes as many digits as there are groups for. Empty when it is malformed.
std::optional<std::vector<Piece>> pieces_of(std::string_view text, std::size_t groups) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$' && text[i] != '\\') {
      pieces.push_back({std::string(1, text[i])});
      continue;
    }
    const bool escape = text[i] == '\\';
    const char next = ++i < text.size() ? text[i] : '\0';
    if (escape ? next != '$' && next != '\\' : next < '0' || next > '9') return std::nullopt;
    std::size_t group = static_cast<std::size_t>(next - '0');
    while (!escape && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9' &&
           group * 10 + static_cast<std::size_t>(text[i + 1] - '0') <= groups)
      group = group * 10 + static_cast<std::size_t>(text[++i] - '0');
    pieces.push_back({std::string(1, next), group, !escape});
  }
  return pieces;
}

Value replace(Arguments a, Evaluation& evaluation) {
  const RegularPattern* pattern = pattern_of(a, 3, evaluation);
  if (pattern == nullptr) return Value();
  const std::string& text = a[0].as_text();
  const bool literal = a.size() > 3 && a[3].kind() == Kind::text && a[3].as_text().find('q') != std::string::npos;
  const auto pieces = literal ? std::vector<Piece>{{a[2].as_text()}} : pieces_of(a[2].as_text(), pattern->groups());
  std::string out;
  const char* copied = text.data();
  const bool whole = pieces && Searches(*pattern, text, evaluation).each([&](std::span<const std::string_view> groups) {
    out.append(copied, groups[0].data());
    for (const Piece& piece : *pieces) {
      if (!piece.is_group) out += piece.text;
      else if (piece.group < groups.size()) out.append(groups[piece.group].data(), groups[piece.group].size());
    }
    copied = groups[0].data() + groups[0].size();
    return out.size() <= kMaxTextBytes;
  });
  if (!whole) return Value();
  return Value::text(out.append(copied, text.data() + text.size()));
}

Value split(Arguments a, Evaluation& evaluation) {
  const RegularPattern* pattern = pattern_of(a, 2, evaluation);
  if (pattern == nullptr) return Value();
  const std::string& text = a[0].as_text();
  ValueList parts;
  const char* begin = text.data();
  const bool whole = Searches(*pattern, text, evaluation).each([&](std::span<const std::string_view> groups) {
    parts.push_back(Value::text(std::string(begin, groups[0].data())));
    begin = groups[0].data() + groups[0].size();
    return parts.size() < kMaxListItems;
  });
  if (!whole) return Value();
  parts.push_back(Value::text(std::string(begin, text.data() + text.size())));
  return Value::list(std::move(parts));
}

}  // namespace

std::span<const Builtin> pattern_functions() {
  static const std::vector<Builtin> functions = {
      {"matches",
       Gives::boolean,
       2,
       false,
       true,
       {{"input", Takes::text}, {"pattern", Takes::text}, {"flags", Takes::text}},
       nullptr,
       matches,
       {},
       false,
       false,
       1},
      {"replace",
       Gives::text,
       3,
       false,
       true,
       {{"input", Takes::text}, {"pattern", Takes::text}, {"replacement", Takes::text}, {"flags", Takes::text}},
       nullptr,
       replace,
       {},
       false,
       false,
       1},
      {"split",
       Gives::list_of_text,
       2,
       false,
       true,
       {{"string", Takes::text}, {"delimiter", Takes::text}},
       nullptr,
       split,
       {},
       false,
       false,
       1},
  };
  return functions;
}

}  // namespace staysail::decision
