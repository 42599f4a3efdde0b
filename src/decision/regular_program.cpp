#include "decision/regular_program.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>

#include "decision/character_set.hpp"
#include "decision/code_points.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kMostSteps = 20'000;
constexpr int kDeepestGroup = 100;
constexpr std::size_t kEndless = 100'000;

using Steps = std::vector<RegularStep>;

RegularStep step(RegularOp op, std::size_t x = 0) {
  RegularStep made;
  made.op = op;
  made.x = static_cast<std::int32_t>(x);
  return made;
}

// Goes on with the next step, or jumps over `skipped` further ones; `lazy` tries the jump first.
RegularStep split(std::size_t skipped, bool lazy) {
  RegularStep made = step(RegularOp::split, 1);
  made.y = static_cast<std::int32_t>(skipped) + 1;
  if (lazy) std::swap(made.x, made.y);
  return made;
}

RegularStep jump(std::ptrdiff_t by) {
  RegularStep made = step(RegularOp::jump);
  made.x = static_cast<std::int32_t>(by);
  return made;
}

void append(Steps& steps, const Steps& more) { steps.insert(steps.end(), more.begin(), more.end()); }

Error too_large() { return Error(Errc::limit_exceeded, "the regular expression is too large to refer to its groups"); }

struct Count {
  std::size_t least = 1, most = 1;
  bool lazy = false;
};

class Compiler {
 public:
  Compiler(std::string_view pattern, std::string_view flags) : rest_(pattern) {
    program_.any_case = flags.find('i') != std::string_view::npos;
    program_.lines = flags.find('m') != std::string_view::npos;
    dot_ = flags.find('s') != std::string_view::npos ? "(?s:.)" : "[^\\n\\r]";
  }

  Result<RegularProgram> run() {
    STAYSAIL_TRY(program_.steps, branches());
    return std::move(program_);
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // a|b|c: each branch but the last is tried behind a split and jumps over those that follow.
  Result<Steps> branches() {
    STAYSAIL_TRY(Steps first, branch());
    if (!take('|')) return first;
    STAYSAIL_TRY(const Steps others, branches());
    Steps made = {split(first.size() + 1, false)};
    append(made, first);
    made.push_back(jump(static_cast<std::ptrdiff_t>(others.size()) + 1));
    append(made, others);
    return made;
  }

  Result<Steps> branch() {
    Steps made;
    while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      STAYSAIL_TRY(const Steps one, atom());
      STAYSAIL_TRY(const Steps all, repeated(one, count()));
      append(made, all);
      if (made.size() > kMostSteps) return too_large();
    }
    return made;
  }

  Result<Steps> atom() {
    switch (rest_.front()) {
      case '(': return group();
      case '[': return set_of(set_in_brackets(rest_, 0));
      case '\\': return escape();
      case '.': rest_.remove_prefix(1); return set(dot_);
      case '^': rest_.remove_prefix(1); return Steps{step(RegularOp::begin)};
      case '$': rest_.remove_prefix(1); return Steps{step(RegularOp::end)};
      default: break;
    }
    RegularStep made = step(RegularOp::letter);
    const CodePoint next = code_point_at(rest_);
    made.letter = next.value;
    rest_.remove_prefix(std::max<std::uint32_t>(next.bytes, 1));
    return Steps{made};
  }

  Result<Steps> group() {
    if (++depth_ > kDeepestGroup) return too_large();
    take('(');
    const bool captures = !rest_.starts_with("?:");
    if (!captures) rest_.remove_prefix(2);
    const std::size_t number = captures ? ++program_.groups : 0;
    STAYSAIL_TRY(Steps inner, branches());
    take(')');
    --depth_;
    if (!captures) return inner;
    closed_.push_back(number);
    inner.insert(inner.begin(), step(RegularOp::save, 2 * number));
    inner.push_back(step(RegularOp::save, 2 * number + 1));
    return inner;
  }

  Result<Steps> escape() {
    if (rest_.size() < 2 || rest_[1] < '0' || rest_[1] > '9') return set_of(escaped_characters(rest_));
    rest_.remove_prefix(1);
    std::size_t number = 0;
    // As many digits as there are groups for.
    for (bool first = true; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; first = false) {
      const std::size_t longer = number * 10 + static_cast<std::size_t>(rest_.front() - '0');
      if (!first && longer > program_.groups) break;
      number = longer;
      rest_.remove_prefix(1);
    }
    if (std::find(closed_.begin(), closed_.end(), number) == closed_.end())
      return Error(Errc::syntax_error, "this is no regular expression: a reference to a group that is not closed yet");
    return Steps{step(RegularOp::reference, number)};
  }

  Result<Steps> set_of(Result<CharacterSet> characters) {
    if (!characters) return characters.error();
    return set(characters->to_class());
  }

  Result<Steps> set(const std::string& text) const {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!program_.any_case);
    RegularStep made = step(RegularOp::set);
    made.set = std::make_shared<const re2::RE2>(text, options);
    return Steps{std::move(made)};
  }

  // `{2,5}`: the pattern was found well formed.
  std::size_t number() {
    std::size_t value = 0;
    const auto end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value).ptr;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  Count count() {
    Count made;
    if (take('*')) made = {0, kEndless};
    else if (take('+')) made = {1, kEndless};
    else if (take('?')) made = {0, 1};
    else if (take('{')) {
      made.least = made.most = number();
      if (take(',')) made.most = rest_.starts_with('}') ? kEndless : number();
      take('}');
    } else return made;
    made.lazy = take('?');
    return made;
  }

  Result<Steps> repeated(const Steps& one, Count count) {
    Steps made;
    const std::size_t optional = count.most == kEndless ? 1 : count.most - count.least;
    if ((count.least + optional) * (one.size() + 1) > kMostSteps) return too_large();
    for (std::size_t i = 0; i < count.least; ++i) append(made, one);
    if (count.most == kEndless) append(made, loop(one, count.lazy));
    else
      for (std::size_t left = optional; left > 0; --left) {
        made.push_back(split(left * (one.size() + 1) - 1, count.lazy));
        append(made, one);
      }
    return made;
  }

  Steps loop(const Steps& one, bool lazy) {
    const std::size_t mark = program_.marks++;
    Steps made = {split(one.size() + 3, lazy), step(RegularOp::mark, mark)};
    append(made, one);
    made.push_back(step(RegularOp::progress, mark));
    made.push_back(jump(-static_cast<std::ptrdiff_t>(one.size()) - 3));
    return made;
  }

  std::string_view rest_;
  std::string dot_;
  int depth_ = 0;
  std::vector<std::size_t> closed_;
  RegularProgram program_;
};

}  // namespace

Result<RegularProgram> RegularProgram::compile(std::string_view pattern, std::string_view flags) {
  return Compiler(pattern, flags).run();
}

}  // namespace staysail::decision
