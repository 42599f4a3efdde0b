#include "boss/json_value.hpp"

namespace staysail::boss {
namespace {

void append_quoted(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20) {
      out.append("\\u00").push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void append(std::string& out, const JsonValue& value) {
  char between = 0;
  const auto separate = [&] {
    if (between != 0) out.push_back(between);
    between = ',';
  };
  switch (value.kind) {
    case JsonValue::Kind::null: out.append("null"); break;
    case JsonValue::Kind::boolean:
    case JsonValue::Kind::number: out.append(value.text); break;
    case JsonValue::Kind::text: append_quoted(out, value.text); break;
    case JsonValue::Kind::array:
      out.push_back('[');
      for (const auto& item : value.items) separate(), append(out, item);
      out.push_back(']');
      break;
    case JsonValue::Kind::object:
      out.push_back('{');
      for (const auto& [name, member] : value.members) {
        separate();
        append_quoted(out, name);
        out.push_back(':');
        append(out, member);
      }
      out.push_back('}');
  }
}

JsonValue of_kind(JsonValue::Kind kind, std::string text = {}) {
  JsonValue value;
  value.kind = kind;
  value.text = std::move(text);
  return value;
}

}  // namespace

JsonValue JsonValue::of_text(std::string text) { return of_kind(Kind::text, std::move(text)); }
JsonValue JsonValue::of_number(std::string digits) { return of_kind(Kind::number, std::move(digits)); }
JsonValue JsonValue::array() { return of_kind(Kind::array); }
JsonValue JsonValue::object() { return of_kind(Kind::object); }

JsonValue& JsonValue::with(std::string name, JsonValue value) {
  members.emplace_back(std::move(name), std::move(value));
  return *this;
}

JsonValue& JsonValue::with(std::string name, std::string text_value) {
  return with(std::move(name), of_text(std::move(text_value)));
}

const JsonValue* JsonValue::find(std::string_view name) const {
  for (auto member = members.rbegin(); member != members.rend(); ++member)
    if (member->first == name) return &member->second;
  return nullptr;
}

JsonValue* JsonValue::find(std::string_view name) {
  return const_cast<JsonValue*>(static_cast<const JsonValue*>(this)->find(name));
}

std::string_view JsonValue::text_at(std::string_view name) const {
  const JsonValue* member = find(name);
  return member == nullptr ? std::string_view() : std::string_view(member->text);
}

std::string json_text(const JsonValue& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace staysail::boss
