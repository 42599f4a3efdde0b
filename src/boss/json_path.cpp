#include "boss/json_path.hpp"

#include <algorithm>

namespace staysail::boss {
namespace {

constexpr std::size_t kLongestPath = 1024, kMostChoices = 16;
constexpr int kDeepest = 4;

bool has_value(const JsonValue* value) {
  return value != nullptr && !value->is(JsonValue::Kind::null) &&
         (!value->is(JsonValue::Kind::array) || !value->items.empty());
}

}  // namespace

class JsonPath::Reader {
 public:
  explicit Reader(std::string_view text) : all_(text), rest_(text) {}

  Result<JsonPath> read() {
    if (all_.empty() || all_.size() > kLongestPath) return fault("a path of 1 to 1024 bytes was expected");
    JsonPath path;
    do {
      if (path.choices_.size() == kMostChoices) return fault("at most 16 paths may follow one another with ??");
      STAYSAIL_TRY(auto steps, one_path(0));
      path.choices_.push_back(std::move(steps));
    } while (take_between());
    if (!rest_.empty()) return fault("a point, [ or ?? was expected");
    return path;
  }

 private:
  Error fault(const char* what) const {
    const auto at = std::to_string(all_.size() - rest_.size() + 1);
    return Error(Errc::malformed_text, std::string(what) + ", at character " + at + " of '" + std::string(all_) + "'");
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Up to one of `ends`, or between single quotes.
  Result<std::string> name(std::string_view ends) {
    const bool quoted = take('\'');
    const std::size_t size = quoted ? rest_.find('\'') : std::min(rest_.find_first_of(ends), rest_.size());
    if (size == std::string_view::npos) return fault("a closing quote was expected");
    std::string found(rest_.substr(0, size));
    if (found.empty() || (!quoted && found.find_first_of("[]='$") != std::string::npos))
      return fault("a name was expected");
    rest_.remove_prefix(size + (quoted ? 1 : 0));
    return found;
  }

  bool take_between() {
    if (rest_.rfind(" ?? ", 0) != 0) return false;
    rest_.remove_prefix(4);
    return true;
  }

  Result<Steps> one_path(int depth) {
    if (depth > kDeepest) return fault("paths lie inside each other at most 4 deep");
    Steps steps;
    bool first = !take('$');
    if (!first) STAYSAIL_CHECK(selectors(steps, depth));
    while (first || take('.')) {
      STAYSAIL_TRY(auto member, name(".[ ]"));
      steps.push_back({Kind::member, std::move(member), 0, {}, {}});
      STAYSAIL_CHECK(selectors(steps, depth));
      first = false;
    }
    return steps;
  }

  Status selectors(Steps& steps, int depth) {
    while (take('[')) {
      STAYSAIL_TRY(auto step, take('!') ? absence(depth) : selector());
      steps.push_back(std::move(step));
      if (!take(']')) return fault("] was expected");
    }
    return ok();
  }

  Result<Step> absence(int depth) {
    STAYSAIL_TRY(auto steps, one_path(depth + 1));
    return Step{Kind::absent, {}, 0, {}, std::move(steps)};
  }

  Result<Step> selector() {
    STAYSAIL_TRY(auto first, name("=]"));
    if (take('=')) {
      STAYSAIL_TRY(auto texts, alternatives());
      return Step{Kind::match, std::move(first), 0, std::move(texts), {}};
    }
    if (first.size() > 6 || first.find_first_not_of("0123456789") != std::string::npos)
      return fault("a number or name=text was expected");
    return Step{Kind::element, {}, static_cast<std::size_t>(std::stoul(first)), {}, {}};
  }

  Result<std::vector<std::string>> alternatives() {
    std::vector<std::string> texts;
    do {
      STAYSAIL_TRY(auto text, name("|]"));
      texts.push_back(std::move(text));
    } while (take('|'));
    return texts;
  }

  std::string_view all_, rest_;
};

Result<JsonPath> JsonPath::parse(std::string_view text) { return Reader(text).read(); }

bool JsonPath::matches(const Step& step, const JsonValue& value) {
  const auto has = [&](std::string_view name) {
    const JsonValue* member = value.find(name);
    return member != nullptr && std::find(step.texts.begin(), step.texts.end(), member->text) != step.texts.end();
  };
  return has(step.name) || (step.name == "@type" && has("@baseType"));
}

const JsonValue* JsonPath::follow(const Step& step, const JsonValue& value) {
  const bool is_array = value.is(JsonValue::Kind::array);
  switch (step.kind) {
    case Kind::member: return value.find(step.name);
    case Kind::element:
      if (is_array) return step.index < value.items.size() ? &value.items[step.index] : nullptr;
      return step.index == 0 && value.is(JsonValue::Kind::object) ? &value : nullptr;
    case Kind::match:
      if (!is_array) return matches(step, value) ? &value : nullptr;
      for (const auto& item : value.items)
        if (matches(step, item)) return &item;
      return nullptr;
    case Kind::absent: return has_value(follow(step.steps, value)) ? nullptr : &value;
  }
  return nullptr;
}

const JsonValue* JsonPath::follow(const Steps& steps, const JsonValue& value) {
  const JsonValue* found = &value;
  for (const auto& step : steps)
    if (found = follow(step, *found); found == nullptr) return nullptr;
  return found;
}

const JsonValue* JsonPath::find(const JsonValue& resource) const {
  for (const auto& steps : choices_)
    if (const JsonValue* found = follow(steps, resource); has_value(found)) return found;
  return nullptr;
}

std::optional<std::string> JsonPath::text_of(const JsonValue& resource) const {
  const JsonValue* value = find(resource);
  if (value == nullptr) return std::nullopt;
  const bool nested = value->is(JsonValue::Kind::array) || value->is(JsonValue::Kind::object);
  return nested ? json_text(*value) : value->text;
}

std::vector<std::string> JsonPath::members() const {
  std::vector<std::string> members;
  for (const auto& steps : choices_)
    for (const auto& step : steps) {
      if (step.kind == Kind::absent && !step.steps.empty()) members.push_back(step.steps.front().name);
      if (step.kind == Kind::match || step.kind == Kind::member) members.push_back(step.name);
      if (step.kind == Kind::match && step.name == "@type") members.push_back("@baseType");
      if (step.kind == Kind::member) break;
    }
  return members;
}

bool JsonPath::is_member(std::string_view name) const {
  return std::any_of(choices_.begin(), choices_.end(), [&](const Steps& steps) {
    return steps.size() == 1 && steps.front().kind == Kind::member && steps.front().name == name;
  });
}

}  // namespace staysail::boss
