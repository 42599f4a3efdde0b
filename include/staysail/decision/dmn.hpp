// DmnModel: a decision model in the standard's XML (OMG DMN 1.1 to 1.5), read once and evaluated for any number of
// inputs.
//
// The language of a model is FEEL in its standard mode: what has no meaning is null, and the reason is kept. A model is
// text only: nothing of the host is called, no clock is read, and no file but the model and those it imports.
// Immutable, cheap to copy, safe to use from many threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/decision/value.hpp"

namespace staysail {

struct DmnOptions {
  // What now() and today() say; they are null without it.
  std::optional<DateTime> now;
};

struct DmnOutcome {
  Value value;
  // Why values on the way to it are null, in the order of evaluation; at most 100.
  std::vector<std::string> reasons;
};

class DmnModel {
 public:
  // Reads a file and what it imports from the same folder. Errors, with the place: io_failed, malformed_file (no XML,
  // two elements of one name or id), unsupported (no DMN), not_found (a requirement or an import that is not there),
  // limit_exceeded, conflict (requirements that go in a circle, all named; a decision that requires itself).
  static Result<DmnModel> load(const std::string& path);
  // A model without imports. `name` stands for the file in messages.
  static Result<DmnModel> parse(std::string_view xml, std::string name);

  const std::string& name() const;
  // Of the model itself, in the order of the document.
  std::vector<std::string> decisions() const;
  std::vector<std::string> services() const;
  // What the decisions of the model need from outside, imports included.
  std::vector<std::string> inputs() const;
  // Expressions that are no FEEL and tables that are none of the standard (their hit policy, their aggregation, a rule
  // with more or fewer cells than columns), references to types that are not there, each with its place. A model with
  // faults can be used: they are null.
  const std::vector<Error>& faults() const;

  // The value of a decision, of a decision service (a context of its output decisions when it has several) or of a
  // knowledge model, whose parameters are taken from the inputs. An input that is absent is null; a text stands for a
  // date, a time or a duration where its type says so; a value its type does not allow is null, with the reason.
  // Errors: not_found ("did you mean").
  Result<DmnOutcome> evaluate(std::string_view name, const Inputs& inputs, const DmnOptions& options = {}) const;

 private:
  struct Program;
  explicit DmnModel(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace staysail
