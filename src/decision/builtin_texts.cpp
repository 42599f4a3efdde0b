// Functions of strings. Positions and lengths count characters (code points), from 1.
#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/code_points.hpp"
#include "decision/letter_case.hpp"
#include "decision/semantics.hpp"

namespace staysail::decision {
namespace {

using Kind = ValueKind;
using Arguments = std::span<const Value>;

Value length(Arguments a) { return Value::number(static_cast<std::int64_t>(code_point_count(a[0].as_text()))); }

// Code points before the start of a substring; empty when the position lies outside.
std::optional<std::int64_t> start_of(std::int64_t position, std::int64_t size) {
  if (position == 0 || position > size || position < -size) return std::nullopt;
  return position > 0 ? position - 1 : size + position;
}

Value substring(Arguments a) {
  const std::string& text = a[0].as_text();
  const auto position = a[1].as_number().to_scaled(0, Rounding::down);
  const auto count = a.size() > 2 ? a[2].as_number().to_scaled(0, Rounding::down)
                                  : std::optional<std::int64_t>(static_cast<std::int64_t>(text.size()));
  const auto start = position ? start_of(*position, static_cast<std::int64_t>(code_point_count(text))) : std::nullopt;
  if (!start || !count || *count < 1) return Value();
  const std::string_view rest = std::string_view(text).substr(bytes_of(text, static_cast<std::size_t>(*start)));
  return Value::text(std::string(rest.substr(0, bytes_of(rest, static_cast<std::size_t>(*count)))));
}

constexpr char32_t kSharpS = 0xDF;  // the one letter in common use whose capital is two

Value recased(std::string_view text, char32_t (*change)(char32_t)) {
  std::string out;
  for (CodePoint next = code_point_at(text); next.bytes != 0; next = code_point_at(text)) {
    if (next.value == kSharpS && change == raised) out += "SS";
    else append_code_point(out, change(next.value));
    text.remove_prefix(next.bytes);
  }
  return Value::text(std::move(out));
}

Value upper_case(Arguments a) { return recased(a[0].as_text(), raised); }
Value lower_case(Arguments a) { return recased(a[0].as_text(), lowered); }

Value substring_before(Arguments a) {
  const std::size_t at = a[0].as_text().find(a[1].as_text());
  return Value::text(at == std::string::npos ? "" : a[0].as_text().substr(0, at));
}

Value substring_after(Arguments a) {
  const std::size_t at = a[0].as_text().find(a[1].as_text());
  return Value::text(at == std::string::npos ? "" : a[0].as_text().substr(at + a[1].as_text().size()));
}

Value contains(Arguments a) { return Value::boolean(a[0].as_text().find(a[1].as_text()) != std::string::npos); }
Value starts_with(Arguments a) { return Value::boolean(a[0].as_text().starts_with(a[1].as_text())); }
Value ends_with(Arguments a) { return Value::boolean(a[0].as_text().ends_with(a[1].as_text())); }

// Null items are left out, and a null delimiter is none.
Value join(Arguments a) {
  if (a[0].is_null()) return Value();
  const std::string delimiter = a.size() > 1 && a[1].kind() == Kind::text ? a[1].as_text() : "";
  std::string out;
  bool first = true;
  for (const Value& item : a[0].as_list()) {
    if (item.is_null()) continue;
    if (item.kind() != Kind::text || out.size() > kMaxTextBytes) return Value();
    out += (first ? "" : delimiter) + item.as_text();
    first = false;
  }
  return Value::text(std::move(out));
}

Builtin of_two(std::string_view name, Gives gives, Value (*call)(Arguments)) {
  return {name, gives, 2, false, false, {{"string", Takes::text}, {"match", Takes::text}}, call};
}

}  // namespace

std::span<const Builtin> text_functions() {
  static const std::vector<Builtin> functions = {
      {"string length", Gives::number, 1, false, false, {{"string", Takes::text}}, length},
      {"substring",
       Gives::text,
       2,
       false,
       false,
       {{"string", Takes::text}, {"start position", Takes::number}, {"length", Takes::number}},
       substring},
      {"upper case", Gives::text, 1, false, false, {{"string", Takes::text}}, upper_case},
      {"lower case", Gives::text, 1, false, false, {{"string", Takes::text}}, lower_case},
      of_two("substring before", Gives::text, substring_before),
      of_two("substring after", Gives::text, substring_after),
      of_two("contains", Gives::boolean, contains),
      of_two("starts with", Gives::boolean, starts_with),
      of_two("ends with", Gives::boolean, ends_with),
      {"string join", Gives::text, 1, false, true, {{"list", Takes::list}, {"delimiter", Takes::text}}, join},
  };
  return functions;
}

}  // namespace staysail::decision
