// Error: what went wrong, where in the input, and what the caller may do about it.
//
// Errors are values. They carry a number that programs test, a sentence that people read, and, for bad
// input, the place of the fault. An Error is one shared pointer: copying it never allocates, and an
// out-of-memory error can be made when no memory is left.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace staysail {

// One flat list; each room owns a hundred. Numbers are public: never renumber, never reuse.
enum class Errc : std::uint16_t {
  // base
  invalid_argument = 1,
  not_found = 2,
  conflict = 3,
  in_doubt = 4,
  cancelled = 5,
  out_of_memory = 6,
  currency_mismatch = 7,
  amount_overflow = 8,
  malformed_text = 9,
  adapter_failed = 10,
  unsupported = 11,
  // model
  unknown_attribute = 100,
  illegal_transition = 101,
  malformed_record = 102,
  // columns
  schema_mismatch = 200,
  // files
  io_failed = 300,
  malformed_encoding = 301,
  malformed_file = 302,
  limit_exceeded = 303,
  // statistics
  degenerate_input = 400,
  // decision
  syntax_error = 500,
  unknown_name = 501,
  type_mismatch = 502,
  table_gap = 503,
  table_overlap = 504,
  // boss
  mapping_invalid = 600,
  feed_incomplete = 601,
  action_refused = 602,
  // store
  store_locked = 700,
  store_newer = 701,
  store_full = 702,
  store_corrupt = 703,
  not_a_store = 704,
  // privacy
  purpose_required = 800,
  consent_missing = 801,
  // view .. indicators
  catalogue_invalid = 1000,
  dependency_cycle = 1001,
  // strategy
  playbook_invalid = 1400,
  example_failed = 1401,
  // work
  no_assignee = 1500,
};

// The stable short name of a code, as printed and stored ("syntax_error").
std::string_view name_of(Errc code) noexcept;

// A place in an input: a file (or the name of a text), 1-based line and column (0 = unknown).
struct Place {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
};

class Error {
 public:
  // `message`: one sentence that says what was wrong, what was expected, and what to do; variable part last.
  Error(Errc code, std::string message);
  // The same, at a place in an input; shown as "file:line:column: message".
  static Error at(Place place, Errc code, std::string message);
  // Needs no memory.
  static Error out_of_memory() noexcept { return Error(); }

  Errc code() const noexcept;
  const std::string& message() const noexcept;
  // Null when the error belongs to no input.
  const Place* place() const noexcept;
  // "playbook.toml:12:3: syntax_error: ..." for people and logs.
  std::string to_string() const;
  // The same error with "context: " in front of the message.
  Error within(std::string_view context) const;

  // True when the same call may succeed later without any change by the caller.
  bool retryable() const noexcept;
  // True when the effect may or may not have happened: read back before repeating.
  bool in_doubt() const noexcept { return code() == Errc::in_doubt; }

 private:
  struct Detail;
  Error() noexcept = default;
  std::shared_ptr<const Detail> detail_;
};

// The one exception the library throws, and only where the caller asked for it: Result::value().
class ErrorException final : public std::exception {
 public:
  explicit ErrorException(Error error) : error_(std::move(error)), what_(error_.to_string()) {}
  const char* what() const noexcept override { return what_.c_str(); }
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
  std::string what_;
};

}  // namespace staysail
