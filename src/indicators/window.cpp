#include "staysail/indicators/window.hpp"

#include <charconv>
#include <vector>

namespace staysail {
namespace {

constexpr int kLongest = 1200;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    words.push_back(text.substr(0, text.find(' ')));
    text.remove_prefix(words.back().size());
  }
}

Error no_window(std::string_view text) {
  return Error(Errc::invalid_argument,
               "a window is written \"3 months\", \"3 months before 3 months\", \"90 days\" or \"all\", not: " +
                   std::string(text));
}

std::optional<int> length_of(std::string_view word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || value < 1 || value > kLongest) return std::nullopt;
  return value;
}

std::optional<Window::Span> span_of(std::string_view word) {
  if (word == "month" || word == "months") return Window::Span::months;
  if (word == "day" || word == "days") return Window::Span::days;
  return std::nullopt;
}

}  // namespace

Result<Window> Window::parse(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() == 1 && words[0] == "all") return Window{};
  if (words.size() != 2 && words.size() != 5) return no_window(text);
  const auto length = length_of(words[0]);
  const auto span = span_of(words[1]);
  if (!length || !span) return no_window(text);
  if (words.size() == 2) return Window{*span, *length, 0};
  const auto offset = length_of(words[3]);
  if (words[2] != "before" || !offset || span_of(words[4]) != span) return no_window(text);
  return Window{*span, *length, *offset};
}

std::string Window::to_string() const {
  if (span == Span::all) return "all";
  const std::string unit = span == Span::months ? " months" : " days";
  const auto text = std::to_string(length) + unit;
  return offset == 0 ? text : text + " before " + std::to_string(offset) + unit;
}

std::optional<Month> Window::first_month(Day as_of) const {
  if (span == Span::all) return std::nullopt;
  if (span == Span::days) return first_day(as_of).month_of();
  return as_of.month_of() - offset - length;
}

Month Window::last_month(Day as_of) const {
  if (span == Span::months) return as_of.month_of() - offset - 1;
  return span == Span::days ? last_day(as_of).month_of() : as_of.month_of();
}

Day Window::first_day(Day as_of) const { return offset == 0 ? as_of - length : as_of - (offset + length); }

Day Window::last_day(Day as_of) const { return offset == 0 ? as_of : as_of - (offset + 1); }

int months_between(Day from, Day to) {
  if (to < from) return -months_between(to, from);
  const int months = to.month_of() - from.month_of();
  return from.plus_months(months) <= to ? months : months - 1;
}

int months_begun_between(Day from, Day to) {
  if (to < from) return -months_between(to, from);
  const int months = to.month_of() - from.month_of();
  return from.plus_months(months) >= to ? months : months + 1;
}

}  // namespace staysail
