// The models of tests/decision/models, each construct of the standard once, against the table of what they decide.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>

#include "staysail/decision/dmn.hpp"
#include "staysail/decision/expression.hpp"

using namespace staysail;

namespace {

const std::string kTests = std::string(STAYSAIL_SOURCE_DIR) + "/tests/";

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Value value_of(const std::string& feel) {
  const auto expression = Expression::compile(feel, Scope(), {}, Profile::standard);
  REQUIRE_MESSAGE(expression.has_value(), feel << ": " << expression.error().to_string());
  return expression->evaluate(Inputs());
}

// A line of the table: model | decision | inputs || value
struct Line {
  std::string model, decision, inputs, value;

  static Line of(const std::string& text) {
    const std::size_t first = text.find(" | "), second = text.find(" | ", first + 3), third = text.rfind(" || ");
    return {trimmed(text.substr(0, first)), trimmed(text.substr(first + 3, second - first - 3)),
            trimmed(text.substr(second + 3, third - second - 3)), trimmed(text.substr(third + 4))};
  }
};

class Models {
 public:
  const DmnModel& named(const std::string& name) {
    const auto known = models_.find(name);
    if (known != models_.end()) return known->second;
    auto model = DmnModel::load(kTests + "decision/models/" + name + ".dmn");
    REQUIRE_MESSAGE(model.has_value(), model.error().to_string());
    return models_.emplace(name, *std::move(model)).first->second;
  }

 private:
  std::map<std::string, DmnModel> models_;
};

void check_line(const Line& line, const DmnModel& model) {
  CAPTURE(line.model);
  CAPTURE(line.decision);
  CAPTURE(line.inputs);
  Inputs inputs;
  const Value given = value_of(line.inputs);
  for (const auto& [name, value] : given.as_context()) inputs.set(name, value);
  const auto outcome = model.evaluate(line.decision, inputs);
  REQUIRE(outcome.has_value());
  CHECK_MESSAGE(outcome->value == value_of(line.value), "gave " << outcome->value.to_feel());
}

}  // namespace

TEST_CASE("the models decide what the table says") {
  std::ifstream file(kTests + "scenarios/dmn_models.txt");
  Models models;
  std::size_t lines = 0;
  for (std::string text; std::getline(file, text);) {
    if (text.empty() || text.front() == '#') continue;
    const Line line = Line::of(text);
    check_line(line, models.named(line.model));
    ++lines;
  }
  CHECK(lines > 200);
}
