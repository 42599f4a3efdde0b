#include "decision/regular_pattern.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "decision/character_set.hpp"
#include "decision/code_points.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kMostPatternBytes = 64 * 1024;
constexpr std::int64_t kMostMemory = 8 << 20;
constexpr int kMostGroups = 64;  // that a match is asked for

Error bad_pattern(const std::string& what) {
  return Error(Errc::syntax_error, "this is no regular expression: " + what);
}

std::string without_blanks(std::string_view pattern) {
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const bool escaped = i > 0 && pattern[i - 1] == '\\' && (i < 2 || pattern[i - 2] != '\\');
    if (c == '[' && !escaped) ++depth;
    if (c == ']' && !escaped && depth > 0) --depth;
    if (depth > 0 || std::string_view(" \t\n\r").find(c) == std::string_view::npos) out += c;
  }
  return out;
}

// "00,3" as the engine takes it, "0,3": to the engine a count with leading zeros, and one above a thousand, is a text.
Result<std::string> counts_of(std::string_view counts) {
  std::string out;
  while (true) {
    const std::string_view digits = counts.substr(0, counts.find(','));
    const std::string_view number = digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
    if (number.size() > 4 || (number.size() == 4 && number > "1000"))
      return Error(Errc::limit_exceeded, "a count in a regular expression is at most 1000");
    out += number.empty() && !digits.empty() ? "0" : std::string(number);
    if (digits.size() == counts.size()) return out;
    out += ',';
    counts.remove_prefix(digits.size() + 1);
  }
}

// Writes the pattern anew for the engine. A reference to a group is nothing there: what refers to groups does not run
// on the engine, which only says whether the rest is well formed.
class Translator {
 public:
  Translator(std::string_view pattern, bool dot_all) : rest_(pattern), dot_all_(dot_all) {}

  Result<std::string> run() {
    while (!rest_.empty()) STAYSAIL_CHECK(take());
    return std::move(out_);
  }
  bool refers_to_groups() const { return refers_; }

 private:
  char drop() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  Status take() {
    switch (rest_.front()) {
      case '\\': return take_escape();
      case '[': return take_set();
      case '(': return take_group();
      case '{': return take_count();
      case '.':
        out_ += dot_all_ ? "(?s:.)" : "[^\\n\\r]";
        drop();
        return ok();
      case ']':
      case '}': return bad_pattern("a bracket that nothing opened: " + std::string(rest_.substr(0, 16)));
      default: out_ += drop(); return ok();
    }
  }

  Status take_escape() {
    if (rest_.size() > 1 && rest_[1] >= '0' && rest_[1] <= '9') return take_reference(rest_[1] - '0');
    STAYSAIL_TRY(const CharacterSet set, escaped_characters(rest_));
    out_ += set.to_class();
    return ok();
  }

  // The digits that follow are left: whether they belong to the number is nothing to the engine.
  Status take_reference(int group) {
    if (group < 1 || group > groups_) return bad_pattern("a reference to a group that is not there");
    refers_ = true;
    rest_.remove_prefix(2);
    out_ += "(?:)";
    return ok();
  }

  Status take_set() {
    STAYSAIL_TRY(const CharacterSet set, set_in_brackets(rest_, 0));
    out_ += set.to_class();
    return ok();
  }

  Status take_group() {
    out_ += drop();
    if (!rest_.starts_with('?')) {
      ++groups_;
      return ok();
    }
    if (!rest_.starts_with("?:")) return bad_pattern("`(?` is followed by `:` only");
    out_ += "?:";
    rest_.remove_prefix(2);
    return ok();
  }

  Status take_count() {
    const std::string_view inside = rest_.substr(1, rest_.find('}') - 1);
    const bool plain = !inside.empty() && inside.front() != ',' && std::count(inside.begin(), inside.end(), ',') < 2 &&
                       inside.find_first_not_of("0123456789,") == std::string_view::npos;
    if (!plain || rest_.size() < inside.size() + 2) return bad_pattern("`{` begins a count such as {2,5}");
    STAYSAIL_TRY(const std::string counts, counts_of(inside));
    out_ += "{" + counts + "}";
    rest_.remove_prefix(inside.size() + 2);
    return ok();
  }

  std::string_view rest_;
  bool dot_all_;
  int groups_ = 0;
  bool refers_ = false;
  std::string out_;
};

// The pattern as the engine writes it.
struct Translated {
  std::string text;
  bool refers_to_groups = false;
};

bool has(std::string_view flags, char flag) { return flags.find(flag) != std::string_view::npos; }

Result<Translated> translated(std::string_view pattern, std::string_view flags) {
  const std::string prefix = std::string(has(flags, 'i') ? "(?i)" : "") + (has(flags, 'm') ? "(?m)" : "");
  Translator translator(pattern, has(flags, 's'));
  STAYSAIL_TRY(const std::string text, translator.run());
  return Translated{prefix + text, translator.refers_to_groups()};
}

Translated quoted(std::string_view pattern, std::string_view flags) {
  const std::string text = re2::RE2::QuoteMeta(re2::StringPiece(pattern.data(), pattern.size()));
  return {(has(flags, 'i') ? "(?i)" : "") + text, false};
}

Result<std::shared_ptr<const re2::RE2>> engine_of(const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  auto engine = std::make_shared<const re2::RE2>(text, options);
  if (engine->error_code() == re2::RE2::ErrorPatternTooLarge)
    return Error(Errc::limit_exceeded, "the regular expression needs too much memory");
  if (!engine->ok()) return bad_pattern(engine->error());
  return std::shared_ptr<const re2::RE2>(std::move(engine));
}

struct Compiled {
  std::string text, flags;
  std::optional<RegularPattern> pattern;
};

}  // namespace

Result<RegularPattern> RegularPattern::compile(std::string_view pattern, std::string_view flags) {
  if (flags.find_first_not_of("smixq") != std::string_view::npos)
    return bad_pattern("the flags are s, m, i, x and q, not " + std::string(flags));
  if (pattern.size() > kMostPatternBytes) return Error(Errc::limit_exceeded, "a regular expression may have 64 KiB");
  const std::string text = has(flags, 'x') && !has(flags, 'q') ? without_blanks(pattern) : std::string(pattern);
  STAYSAIL_TRY(const Translated translation,
               has(flags, 'q') ? Result<Translated>(quoted(text, flags)) : translated(text, flags));
  RegularPattern made;
  STAYSAIL_TRY(made.engine_, engine_of(translation.text));
  if (!translation.refers_to_groups) return made;
  STAYSAIL_TRY(RegularProgram program, RegularProgram::compile(text, flags));
  made.program_ = std::move(program);
  return made;
}

std::size_t RegularPattern::groups() const { return static_cast<std::size_t>(engine_->NumberOfCapturingGroups()); }

Result<bool> RegularPattern::search(std::string_view text, std::size_t from, std::span<std::string_view> found,
                                    std::uint64_t& steps) const {
  if (program_) return program_->search(text, from, found, steps);
  re2::StringPiece pieces[kMostGroups];
  const int asked = std::min({static_cast<int>(found.size()), static_cast<int>(groups()) + 1, kMostGroups});
  if (!engine_->Match({text.data(), text.size()}, from, text.size(), re2::RE2::UNANCHORED, pieces, asked)) return false;
  for (std::size_t i = 0; i < found.size(); ++i)
    found[i] =
        i < static_cast<std::size_t>(asked) ? std::string_view(pieces[i].data(), pieces[i].size()) : std::string_view();
  return true;
}

Result<const RegularPattern*> compiled_pattern(std::string_view pattern, std::string_view flags) {
  thread_local Compiled last;
  if (last.pattern && last.text == pattern && last.flags == flags) return &*last.pattern;
  STAYSAIL_TRY(RegularPattern made, RegularPattern::compile(pattern, flags));
  last = {std::string(pattern), std::string(flags), std::move(made)};
  return &*last.pattern;
}

}  // namespace staysail::decision
