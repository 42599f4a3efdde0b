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

// Writes the pattern anew for the engine.
class Translator {
 public:
  Translator(std::string_view pattern, bool dot_all) : rest_(pattern), dot_all_(dot_all) {}

  Result<std::string> run() {
    while (!rest_.empty()) STAYSAIL_CHECK(take());
    return std::move(out_);
  }

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
    if (rest_.size() > 1 && rest_[1] >= '0' && rest_[1] <= '9') return back_reference(rest_[1] - '0');
    STAYSAIL_TRY(const CharacterSet set, escaped_characters(rest_));
    out_ += set.to_class();
    return ok();
  }

  Error back_reference(int group) const {
    if (group < 1 || group > groups_) return bad_pattern("a reference to a group that is not there");
    return Error(Errc::unsupported, "references to groups are not offered: matching them takes time without bound");
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
    out_ += rest_.substr(0, inside.size() + 2);
    rest_.remove_prefix(inside.size() + 2);
    return ok();
  }

  std::string_view rest_;
  bool dot_all_;
  int groups_ = 0;
  std::string out_;
};

struct Compiled {
  std::string pattern, flags;
  std::unique_ptr<re2::RE2> program;
};

}  // namespace

Result<std::string> engine_pattern(std::string_view pattern, std::string_view flags) {
  const auto has = [flags](char flag) { return flags.find(flag) != std::string_view::npos; };
  if (flags.find_first_not_of("smixq") != std::string_view::npos)
    return bad_pattern("the flags are s, m, i, x and q, not " + std::string(flags));
  if (pattern.size() > kMostPatternBytes) return Error(Errc::limit_exceeded, "a regular expression may have 64 KiB");
  const std::string prefix = std::string(has('i') ? "(?i)" : "") + (has('m') && !has('q') ? "(?m)" : "");
  if (has('q')) return prefix + re2::RE2::QuoteMeta(re2::StringPiece(pattern.data(), pattern.size()));
  const std::string text = has('x') ? without_blanks(pattern) : std::string(pattern);
  STAYSAIL_TRY(const std::string translated, Translator(text, has('s')).run());
  return prefix + translated;
}

Result<const re2::RE2*> compiled_pattern(std::string_view pattern, std::string_view flags) {
  thread_local Compiled last;
  if (last.program != nullptr && last.pattern == pattern && last.flags == flags) return last.program.get();
  STAYSAIL_TRY(const std::string text, engine_pattern(pattern, flags));
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  auto program = std::make_unique<re2::RE2>(text, options);
  if (program->error_code() == re2::RE2::ErrorPatternTooLarge)
    return Error(Errc::limit_exceeded, "the regular expression needs too much memory");
  if (!program->ok()) return bad_pattern(program->error());
  last = {std::string(pattern), std::string(flags), std::move(program)};
  return last.program.get();
}

}  // namespace staysail::decision
