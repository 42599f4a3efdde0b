// The verb decide: a decision model, a decision of it, and inputs as JSON.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/decision/dmn.hpp"

namespace staysail::program {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepestInput = 64;

// A number keeps the digits it was written with.
class InputReader : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return put(Value()); }
  bool boolean(bool value) override { return put(Value::boolean(value)); }
  bool number_integer(std::int64_t value) override { return put(Value::number(value)); }
  bool number_unsigned(std::uint64_t value) override { return put_number(std::to_string(value)); }
  bool number_float(double, const std::string& text) override { return put_number(text); }
  bool string(std::string& text) override { return put(Value::text(text)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(); }
  bool key(std::string& name) override {
    auto& keys = open_.back().keys;
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) fault_ = "a name occurs twice in one object: " + name;
    keys.push_back(name);
    return fault_.empty();
  }
  bool end_object() override {
    ValueContext entries;
    Level level = close();
    for (std::size_t i = 0; i < level.values.size(); ++i) entries.emplace_back(level.keys[i], level.values[i]);
    return put(Value::context(std::move(entries)));
  }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return put(Value::list(close().values)); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& problem) override {
    fault_ = "byte " + std::to_string(position) + ": " + problem.what();
    return false;
  }

  const Value& value() const { return value_; }
  const std::string& fault() const { return fault_; }

 private:
  struct Level {
    std::vector<std::string> keys;
    ValueList values;
  };

  bool open() {
    if (open_.size() == kDeepestInput) fault_ = "the input is nested deeper than " + std::to_string(kDeepestInput);
    open_.emplace_back();
    return fault_.empty();
  }
  Level close() {
    Level level = std::move(open_.back());
    open_.pop_back();
    return level;
  }
  bool put_number(const std::string& text) {
    const auto number = Decimal::parse(text);
    if (!number) fault_ = "a number is too large for 34 digits: " + text.substr(0, 64);
    return number && put(Value::number(*number));
  }
  bool put(Value value) {
    if (open_.empty()) value_ = std::move(value);
    else open_.back().values.push_back(std::move(value));
    return true;
  }

  std::vector<Level> open_;
  Value value_;
  std::string fault_;
};

Result<Inputs> inputs_from(const std::string& path) {
  Inputs inputs;
  if (path.empty()) return inputs;
  std::ifstream file(path, std::ios::binary);
  Place place;
  place.file = path;
  if (!file && path != "-") return Error::at(place, Errc::io_failed, "the inputs cannot be read; is the path right?");
  InputReader reader;
  const bool whole = Json::sax_parse(path == "-" ? std::cin : static_cast<std::istream&>(file), &reader);
  if (!whole) return Error::at(place, Errc::malformed_file, "this is no JSON: " + reader.fault());
  if (reader.value().kind() != ValueKind::context)
    return Error::at(place, Errc::malformed_file, "the inputs are a JSON object {name: value}");
  for (const auto& [name, value] : reader.value().as_context()) inputs.set(name, value);
  return inputs;
}

Json json_of(const Value& value);

// A number that is whole or short stays a number of JSON; nothing is rounded into one.
Json number_json(Decimal number) {
  const auto whole = number.to_integer();
  if (whole) return *whole;
  const auto back = Decimal::of_real(number.to_real());
  return back && *back == number ? Json(number.to_real()) : Json(number.to_string());
}

Json list_json(const ValueList& items) {
  Json list = Json::array();
  for (const Value& item : items) list.push_back(json_of(item));
  return list;
}

Json context_json(const ValueContext& entries) {
  Json object = Json::object();
  for (const auto& [name, value] : entries) object[name] = json_of(value);
  return object;
}

Json json_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::null: return nullptr;
    case ValueKind::boolean: return value.as_boolean();
    case ValueKind::number: return number_json(value.as_number());
    case ValueKind::list: return list_json(value.as_list());
    case ValueKind::context: return context_json(value.as_context());
    default: return value.to_string();
  }
}

DmnOptions clock() {
  DateTime now = DateTime::of(wall_clock());
  now.time.offset_seconds = 0;
  return {now};
}

void show(const std::string& decision, const DmnOutcome& outcome, const std::string& format) {
  if (format == "table") {
    std::cout << decision << " = " << outcome.value.to_feel() << "\n";
  } else {
    const Json object = {{"decision", decision}, {"value", json_of(outcome.value)}, {"reasons", outcome.reasons}};
    print_object(object.dump(), format);
  }
  if (format != "table") return;
  for (const std::string& reason : outcome.reasons) std::cerr << "note: " << reason << "\n";
}

// Inputs that the model does not know. A decision service takes its input decisions too; a knowledge model its
// parameters, of which nothing is said here.
void tell_unknown(const DmnModel& model, const std::string& decision, const Inputs& inputs) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const bool is_service = has(model.services(), decision);
  if (!decision.empty() && !is_service && !has(model.decisions(), decision)) return;
  std::vector<std::string> known = model.inputs();
  const std::vector<std::string> decisions = model.decisions();
  if (is_service) known.insert(known.end(), decisions.begin(), decisions.end());
  for (const auto& [name, value] : inputs.values())
    if (!has(known, name)) std::cerr << "note: the model has no input " << name << did_you_mean(name, known) << "\n";
}

// Without a decision: those of the model.
Result<int> carry_out(const DecideAsk& ask) {
  STAYSAIL_TRY(const auto model, DmnModel::load(ask.model));
  for (const Error& fault : model.faults()) std::cerr << "fault: " << fault.to_string() << "\n";
  const int code = model.faults().empty() ? kOk : kFindings;
  STAYSAIL_TRY(const auto inputs, inputs_from(ask.input));
  tell_unknown(model, ask.decision, inputs);
  const std::vector<std::string> names =
      ask.decision.empty() ? model.decisions() : std::vector<std::string>{ask.decision};
  for (const std::string& name : names) {
    STAYSAIL_TRY(const auto outcome, model.evaluate(name, inputs, clock()));
    show(name, outcome, ask.format);
  }
  return code;
}

}  // namespace

int decide(const DecideAsk& ask) {
  const auto done = carry_out(ask);
  return done ? *done : failed(done.error());
}

}  // namespace staysail::program
