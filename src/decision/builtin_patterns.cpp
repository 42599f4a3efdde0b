// Functions of regular expressions.
#include <re2/re2.h>

#include "decision/builtin.hpp"
#include "decision/regular_pattern.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;
using re2::RE2;
using re2::StringPiece;

constexpr int kMostGroups = 64;

// The compiled pattern; null, with the reason noted, when an argument is missing or the pattern is none.
const RE2* pattern_of(Arguments a, std::size_t needed, Evaluation& evaluation) {
  for (std::size_t i = 0; i < needed; ++i)
    if (a[i].kind() != Kind::text) return nullptr;
  const std::string flags = a.size() > needed && a[needed].kind() == Kind::text ? a[needed].as_text() : "";
  const auto pattern = compiled_pattern(a[1].as_text(), flags);
  if (pattern) return *pattern;
  evaluation.note(std::string(pattern.error().message()));
  return nullptr;
}

Value matches(Arguments a, Evaluation& evaluation) {
  const RE2* pattern = pattern_of(a, 2, evaluation);
  return pattern == nullptr ? Value() : Value::boolean(RE2::PartialMatch(a[0].as_text(), *pattern));
}

// Calls `take` with the groups of every match; 0 is the match itself. False when a match is empty.
template <class Take>
bool for_each_match(const std::string& text, const RE2& pattern, Take take) {
  const int groups = std::min(pattern.NumberOfCapturingGroups(), kMostGroups - 1) + 1;
  StringPiece found[kMostGroups];
  for (std::size_t at = 0; pattern.Match(text, at, text.size(), RE2::UNANCHORED, found, groups);) {
    if (found[0].empty()) return false;
    at = static_cast<std::size_t>(found[0].data() - text.data()) + found[0].size();
    if (!take(std::span<const StringPiece>(found, static_cast<std::size_t>(groups)))) return false;
  }
  return true;
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
  const RE2* pattern = pattern_of(a, 3, evaluation);
  if (pattern == nullptr) return Value();
  const std::string& text = a[0].as_text();
  const bool literal = a.size() > 3 && a[3].kind() == Kind::text && a[3].as_text().find('q') != std::string::npos;
  const auto pieces = literal ? std::vector<Piece>{{a[2].as_text()}}
                              : pieces_of(a[2].as_text(), static_cast<std::size_t>(pattern->NumberOfCapturingGroups()));
  std::string out;
  const char* copied = text.data();
  const bool whole = pieces && for_each_match(text, *pattern, [&](std::span<const StringPiece> groups) {
                       out.append(copied, groups[0].data());
                       for (const Piece& piece : *pieces) {
                         if (!piece.is_group) out += piece.text;
                         else if (piece.group < groups.size())
                           out.append(groups[piece.group].data(), groups[piece.group].size());
                       }
                       copied = groups[0].data() + groups[0].size();
                       return out.size() <= kMaxTextBytes;
                     });
  if (!whole) return Value();
  return Value::text(out.append(copied, text.data() + text.size()));
}

Value split(Arguments a, Evaluation& evaluation) {
  const RE2* pattern = pattern_of(a, 2, evaluation);
  if (pattern == nullptr) return Value();
  const std::string& text = a[0].as_text();
  ValueList parts;
  const char* begin = text.data();
  const bool whole = for_each_match(text, *pattern, [&](std::span<const StringPiece> groups) {
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
       matches},
      {"replace",
       Gives::text,
       3,
       false,
       true,
       {{"input", Takes::text}, {"pattern", Takes::text}, {"replacement", Takes::text}, {"flags", Takes::text}},
       nullptr,
       replace},
      {"split",
       Gives::list_of_text,
       2,
       false,
       true,
       {{"string", Takes::text}, {"delimiter", Takes::text}},
       nullptr,
       split},
  };
  return functions;
}

}  // namespace staysail::decision
