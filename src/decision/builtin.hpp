// The functions FEEL offers. A table: what a function takes decides checks at load time and nulls at run time alike.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decision/evaluation.hpp"
#include "staysail/decision/feel_type.hpp"

namespace staysail::decision {

// What an argument may be. `single`: anything but a list; a list of one value stands for that value.
enum class Takes : std::uint8_t {
  any,
  boolean,
  number,
  text,
  date_like,
  temporal,
  duration,
  list,
  context,
  range,
  months_duration,
  function,
  single
};

struct Parameter {
  std::string_view name;
  Takes takes = Takes::any;
};

// What a call gives, as far as its arguments tell.
enum class Gives : std::uint8_t {
  any,
  boolean,
  number,
  text,
  date,
  date_time,
  time,
  months_duration,
  first,
  list_of_first,
  element,
  list_of_any,
  list_of_text
};

struct Builtin {
  std::string_view name;
  Gives gives;
  std::uint8_t required;  // arguments that must be there
  bool variadic;          // the last parameter repeats; a single list stands for its items
  bool nulls;             // computes with nulls itself; otherwise a null argument gives null
  std::vector<Parameter> parameters;
  Value (*call)(std::span<const Value> arguments);
  // Instead of `call` where functions are called or the clock is asked.
  Value (*call_within)(std::span<const Value> arguments, Evaluation& evaluation) = nullptr;
  // The names of further forms of the call ("year", "month", "day").
  std::vector<std::vector<std::string_view>> forms = {};
  bool model_only = false;      // asks the clock: not for rules
  bool absent_is_null = false;  // a named call may leave out any argument
  std::uint8_t pattern = 0;     // the position of an argument that is a regular expression; 0 = there is none
};

// Grouped as chapter 10.3.4 of DMN 1.5 groups them.
std::span<const Builtin> conversion_functions();
std::span<const Builtin> number_functions();
std::span<const Builtin> text_functions();
std::span<const Builtin> list_functions();
std::span<const Builtin> temporal_functions();
std::span<const Builtin> pattern_functions();
std::span<const Builtin> range_functions();
std::span<const Builtin> context_functions();
std::span<const Builtin> order_functions();

std::span<const Builtin* const> all_builtins();

bool takes(Takes wanted, ValueKind kind);
// "a number", "a list", for messages.
std::string_view name_of(Takes wanted);
FeelType type_of_call(const Builtin& builtin, std::span<const FeelType> arguments);

// The position of a named argument in the form of the call that has all the `names`; empty when none has.
std::optional<std::vector<std::size_t>> positions_of(const Builtin& builtin, std::span<const std::string> names);

// The call with the standard's nulls: null for a null or unsuitable argument, or for a result past the size limits.
Value call_builtin(const Builtin& builtin, std::vector<Value>& arguments, Evaluation& evaluation);

// The function as a value that can be handed to another one.
Value value_of(const Builtin& builtin);

}  // namespace staysail::decision
