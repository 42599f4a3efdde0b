#include "staysail/decision/value.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace staysail {
namespace {

constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint32_t kDeepest = 100;
constexpr std::size_t kTextUnit = 64;  // bytes of text that weigh as much as one value

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    else out += c;
  }
  return out + "\"";
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// Whether a key can stand in a context literal without quotes.
bool is_plain_key(std::string_view key) {
  const auto plain = [](char c) { return is_word_byte(c) || (c >= '0' && c <= '9') || c == ' '; };
  return !key.empty() && is_word_byte(key.front()) && std::all_of(key.begin(), key.end(), plain);
}

std::string list_text(const ValueList& items) {
  std::string out = "[";
  for (const Value& item : items) out += (out.size() > 1 ? ", " : "") + item.to_feel();
  return out + "]";
}

std::string context_text(const ValueContext& entries) {
  std::string out = "{";
  for (const auto& [key, value] : entries)
    out += (out.size() > 1 ? ", " : "") + (is_plain_key(key) ? key : quoted(key)) + ": " + value.to_feel();
  return out + "}";
}

std::string range_text(const ValueRange& range) {
  if (range.low.is_null() && !range.high.is_null()) return (range.high_closed ? "<= " : "< ") + range.high.to_feel();
  if (range.high.is_null() && !range.low.is_null()) return (range.low_closed ? ">= " : "> ") + range.low.to_feel();
  return (range.low_closed ? "[" : "(") + range.low.to_feel() + ".." + range.high.to_feel() +
         (range.high_closed ? "]" : ")");
}

std::string call_text(std::string_view function, const std::string& text) {
  return std::string(function) + "(\"" + text + "\")";
}

// Order of entries has no meaning.
bool same_entries(const ValueContext& a, const ValueContext& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.begin(), a.end(), [&b](const auto& entry) {
    return std::any_of(b.begin(), b.end(), [&entry](const auto& other) { return other == entry; });
  });
}

}  // namespace

std::string_view name_of(ValueKind kind) noexcept {
  constexpr std::array<std::string_view, 13> names = {"null",
                                                      "boolean",
                                                      "number",
                                                      "string",
                                                      "date",
                                                      "date and time",
                                                      "time",
                                                      "days and time duration",
                                                      "years and months duration",
                                                      "list",
                                                      "range",
                                                      "context",
                                                      "function"};
  return names[static_cast<std::size_t>(kind)];
}

struct Value::Items {
  ValueList items;
  Size size;
};

struct Value::Bounds {
  ValueRange range;
};

struct Value::Entries {
  ValueContext entries;
  Size size;
};

Value Value::list(ValueList items) {
  Size size;
  for (const Value& item : items) size.hold(item.size());
  return Value(Data(std::make_shared<const Items>(Items{std::move(items), size})));
}

Value Value::range(ValueRange range) { return Value(Data(std::make_shared<const Bounds>(Bounds{std::move(range)}))); }

Value Value::context(ValueContext entries) {
  Size size;
  for (const auto& entry : entries) size.hold(entry.second.size());
  return Value(Data(std::make_shared<const Entries>(Entries{std::move(entries), size})));
}

const ValueList& Value::as_list() const { return (*std::get_if<std::shared_ptr<const Items>>(&data_))->items; }
const ValueRange& Value::as_range() const { return (*std::get_if<std::shared_ptr<const Bounds>>(&data_))->range; }
const ValueContext& Value::as_context() const {
  return (*std::get_if<std::shared_ptr<const Entries>>(&data_))->entries;
}

void Value::Size::hold(Size part) {
  weight += std::min(part.weight, kEndless - weight);
  depth = std::max(depth, part.depth + 1);
}

Value::Size Value::size() const {
  if (kind() == ValueKind::list) return (*std::get_if<std::shared_ptr<const Items>>(&data_))->size;
  if (kind() == ValueKind::context) return (*std::get_if<std::shared_ptr<const Entries>>(&data_))->size;
  return {kind() == ValueKind::text ? 1 + as_text().size() / kTextUnit : 1, 1};
}

std::uint64_t Value::weight() const {
  const Size held = size();
  return held.depth > kDeepest ? kEndless : held.weight;
}

const Value* Value::entry(std::string_view name) const {
  if (kind() != ValueKind::context) return nullptr;
  for (const auto& [key, value] : as_context())
    if (key == name) return &value;
  return nullptr;
}

std::string Value::to_string() const {
  switch (kind()) {
    case ValueKind::null: return "null";
    case ValueKind::boolean: return as_boolean() ? "true" : "false";
    case ValueKind::number: return as_number().to_string();
    case ValueKind::text: return as_text();
    case ValueKind::date: return as_date().to_string();
    case ValueKind::date_time: return as_date_time().to_string();
    case ValueKind::time: return as_time().to_string();
    case ValueKind::days_duration: return as_days_duration().to_string();
    case ValueKind::months_duration: return as_months_duration().to_string();
    case ValueKind::list: return list_text(as_list());
    case ValueKind::range: return range_text(as_range());
    case ValueKind::context: return context_text(as_context());
    case ValueKind::function: return "function";
  }
  return {};
}

std::string Value::to_feel() const {
  switch (kind()) {
    case ValueKind::text: return quoted(as_text());
    case ValueKind::date: return call_text("date", to_string());
    case ValueKind::date_time: return call_text("date and time", to_string());
    case ValueKind::time: return call_text("time", to_string());
    case ValueKind::days_duration:
    case ValueKind::months_duration: return call_text("duration", to_string());
    default: return to_string();
  }
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::list: return a.as_list() == b.as_list();
    case ValueKind::range: return a.as_range() == b.as_range();
    case ValueKind::context: return same_entries(a.as_context(), b.as_context());
    default: return a.data_ == b.data_;
  }
}

Inputs Inputs::of_row(std::span<const Column> columns, std::size_t row) {
  Inputs inputs;
  for (const Column& column : columns) inputs.set(column.field().name, Value::of_row(column, row));
  return inputs;
}

Inputs& Inputs::set(std::string name, Value value) {
  values_.insert_or_assign(std::move(name), std::move(value));
  return *this;
}

const Value* Inputs::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

}  // namespace staysail
