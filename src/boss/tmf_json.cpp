// The reader of JSON documents. The parser keeps its own stack, so that depth is a limit of ours and never of the
// machine's.
#include <nlohmann/json.hpp>

#include "boss/json_value.hpp"

namespace staysail::boss {
namespace {

using Kind = JsonValue::Kind;

class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const JsonLimits& limits, const std::string& name) : limits_(limits), name_(name) {}

  Result<JsonValue> finish() && {
    if (!fault_.empty()) return Error(fault_code_, std::move(fault_));
    return std::move(root_);
  }

  bool null() override { return put(Kind::null, {}) != nullptr; }
  bool boolean(bool value) override { return put(Kind::boolean, value ? "true" : "false") != nullptr; }
  bool number_integer(number_integer_t value) override { return put(Kind::number, std::to_string(value)) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return put(Kind::number, std::to_string(value)) != nullptr; }
  bool number_float(number_float_t, const string_t& written) override { return put(Kind::number, written) != nullptr; }
  bool string(string_t& value) override { return put(Kind::text, std::move(value)) != nullptr; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Kind::object); }
  bool start_array(std::size_t) override { return open(Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& value) override {
    key_ = std::move(value);
    return true;
  }
  // What the parser says quotes the document, which may speak of persons: only the place is told.
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    fail(Errc::malformed_file, "no JSON at byte " + std::to_string(position));
    return false;
  }

 private:
  void fail(Errc code, std::string message) {
    fault_code_ = code;
    fault_ = std::move(message) + ": " + name_;
  }

  JsonValue* put(Kind kind, std::string text) {
    if (++values_ > limits_.values) {
      fail(Errc::limit_exceeded, "more than " + std::to_string(limits_.values) + " values in one document");
      return nullptr;
    }
    JsonValue* slot = &root_;
    if (!open_.empty() && open_.back()->is(Kind::array)) {
      slot = &open_.back()->items.emplace_back();
    } else if (!open_.empty()) {
      slot = &open_.back()->members.emplace_back(std::move(key_), JsonValue{}).second;
    }
    slot->kind = kind;
    slot->text = std::move(text);
    return slot;
  }

  // Pointers to open values stay good: only the innermost grows.
  bool open(Kind kind) {
    if (open_.size() >= limits_.depth) {
      fail(Errc::limit_exceeded, "nested deeper than " + std::to_string(limits_.depth) + " levels");
      return false;
    }
    JsonValue* slot = put(kind, {});
    if (slot != nullptr) open_.push_back(slot);
    return slot != nullptr;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  const JsonLimits& limits_;
  const std::string& name_;
  JsonValue root_;
  std::vector<JsonValue*> open_;
  std::string key_, fault_;
  Errc fault_code_ = Errc::malformed_file;
  std::size_t values_ = 0;
};

}  // namespace

Result<JsonValue> parse_json(std::string_view text, const std::string& name, const JsonLimits& limits) {
  if (text.size() > limits.bytes)
    return Error(Errc::limit_exceeded, "a document of more than " + std::to_string(limits.bytes) + " bytes: " + name);
  Builder builder(limits, name);
  const bool whole = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  auto value = std::move(builder).finish();
  if (value && !whole) return Error(Errc::malformed_file, "no JSON: " + name);
  return value;
}

}  // namespace staysail::boss
