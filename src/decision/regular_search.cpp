// Runs a RegularProgram: depth first, with the ways that are still open on a stack.
#include <re2/re2.h>

#include <algorithm>

#include "decision/code_points.hpp"
#include "decision/letter_case.hpp"
#include "decision/regular_program.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kMostOpenWays = 1'000'000;
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

char32_t folded(char32_t c) { return lowered(raised(c)); }

class Search {
 public:
  Search(const RegularProgram& program, std::string_view text, std::uint64_t& steps)
      : program_(program),
        text_(text),
        steps_(steps),
        slots_(2 * program.groups + 2, kNowhere),
        marks_(program.marks, kNowhere) {}

  // Whether a match begins exactly at `from`.
  Result<bool> at(std::size_t from) {
    std::fill(slots_.begin(), slots_.end(), kNowhere);
    open_.clear();
    place_ = from;
    slots_[0] = from;
    for (next_ = 0; next_ < program_.steps.size();) {
      if (steps_ == 0)
        return Error(Errc::limit_exceeded, "the regular expression refers to its groups and tries too many ways");
      if (open_.size() > kMostOpenWays)
        return Error(Errc::limit_exceeded, "the regular expression keeps too many ways open for a text of this length");
      --steps_;
      if (!advance(program_.steps[next_]) && !go_back()) return false;
    }
    slots_[1] = place_;
    return true;
  }

  void groups_into(std::span<std::string_view> found) const {
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = group(i);
  }

 private:
  // A way to go back to, or the old value of a slot or mark that is set back on the way there.
  struct Way {
    std::size_t* value = nullptr;
    std::size_t next = 0, place = 0;
  };

  std::string_view group(std::size_t number) const {
    if (number > program_.groups || slots_[2 * number] == kNowhere || slots_[2 * number + 1] == kNowhere) return {};
    return text_.substr(slots_[2 * number], slots_[2 * number + 1] - slots_[2 * number]);
  }

  void set(std::size_t& value) {
    open_.push_back({&value, 0, value});
    value = place_;
  }

  std::size_t target(std::int32_t by) const {
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(next_) + by);
  }

  bool go_back() {
    while (!open_.empty()) {
      const Way way = open_.back();
      open_.pop_back();
      if (way.value != nullptr) {
        *way.value = way.place;
        continue;
      }
      next_ = way.next;
      place_ = way.place;
      return true;
    }
    return false;
  }

  // False: this way ends here.
  bool advance(const RegularStep& step) {
    const auto x = static_cast<std::size_t>(step.x);
    switch (step.op) {
      case RegularOp::split:
        open_.push_back({nullptr, target(step.y), place_});
        next_ = target(step.x);
        return true;
      case RegularOp::jump: next_ = target(step.x); return true;
      case RegularOp::save: set(slots_[x]); break;
      case RegularOp::mark: set(marks_[x]); break;
      case RegularOp::progress:
        if (marks_[x] == place_) return false;
        break;
      default:
        if (!read(step)) return false;
    }
    ++next_;
    return true;
  }

  bool read(const RegularStep& step) {
    switch (step.op) {
      case RegularOp::begin: return place_ == 0 || (program_.lines && text_[place_ - 1] == '\n');
      case RegularOp::end: return place_ == text_.size() || (program_.lines && text_[place_] == '\n');
      case RegularOp::reference: return read_again(group(static_cast<std::size_t>(step.x)));
      default: break;
    }
    const CodePoint next = code_point_at(text_.substr(place_));
    const std::string_view bytes = text_.substr(place_, next.bytes);
    const bool fits =
        next.bytes > 0 && (step.op == RegularOp::letter ? is_same(next.value, step.letter)
                                                        : re2::RE2::FullMatch({bytes.data(), bytes.size()}, *step.set));
    place_ += fits ? next.bytes : 0;
    return fits;
  }

  bool is_same(char32_t a, char32_t b) const { return a == b || (program_.any_case && folded(a) == folded(b)); }

  bool read_again(std::string_view wanted) {
    std::string_view rest = text_.substr(place_);
    // A long group costs as many steps as it has characters.
    steps_ -= std::min<std::uint64_t>(steps_, wanted.size());
    while (!wanted.empty()) {
      const CodePoint want = code_point_at(wanted), have = code_point_at(rest);
      if (have.bytes == 0 || want.bytes == 0 || !is_same(want.value, have.value)) return false;
      wanted.remove_prefix(want.bytes);
      rest.remove_prefix(have.bytes);
    }
    place_ = text_.size() - rest.size();
    return true;
  }

  const RegularProgram& program_;
  std::string_view text_;
  std::uint64_t& steps_;
  std::vector<std::size_t> slots_, marks_;
  std::vector<Way> open_;
  std::size_t next_ = 0, place_ = 0;
};

}  // namespace

Result<bool> RegularProgram::search(std::string_view text, std::size_t from, std::span<std::string_view> found,
                                    std::uint64_t& remaining) const {
  Search search(*this, text, remaining);
  for (std::size_t at = from; at <= text.size();) {
    STAYSAIL_TRY(const bool matches, search.at(at));
    if (matches) {
      search.groups_into(found);
      return true;
    }
    at += std::max<std::uint32_t>(code_point_at(text.substr(at)).bytes, 1);
  }
  return false;
}

}  // namespace staysail::decision
