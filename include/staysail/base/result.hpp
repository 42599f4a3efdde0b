// Result<T>: a value, or an Error. Shaped like std::expected, which GCC 12 lacks.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "staysail/base/error.hpp"

namespace staysail {

template <class T>
class [[nodiscard]] Result {
  static_assert(!std::is_same_v<T, Error>, "Result<Error> has no meaning");

 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  // Precondition of * and ->: has_value().
  T& operator*() & { return *std::get_if<0>(&state_); }
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  // Precondition: !has_value().
  const Error& error() const { return *std::get_if<1>(&state_); }

  // The value, or ErrorException.
  T& value() & {
    if (!has_value()) throw ErrorException(error());
    return **this;
  }
  const T& value() const& {
    if (!has_value()) throw ErrorException(error());
    return **this;
  }
  T value() && {
    if (!has_value()) throw ErrorException(error());
    return *std::move(*this);
  }
  T value_or(T fallback) && { return has_value() ? *std::move(*this) : std::move(fallback); }

  template <class F>
  auto and_then(F&& f) && -> std::invoke_result_t<F, T&&> {
    if (has_value()) return std::forward<F>(f)(*std::move(*this));
    return error();
  }

 private:
  std::variant<T, Error> state_;
};

// A Result without a value.
using Status = Result<std::monostate>;
inline Status ok() { return std::monostate{}; }

}  // namespace staysail

#define STAYSAIL_CONCAT_(a, b) a##b
#define STAYSAIL_CONCAT(a, b) STAYSAIL_CONCAT_(a, b)
// STAYSAIL_TRY(auto x, f()): binds the value, or returns the error from the enclosing function.
#define STAYSAIL_TRY(decl, ...)                                                                           \
  auto STAYSAIL_CONCAT(staysail_try_, __LINE__) = (__VA_ARGS__);                                          \
  if (!STAYSAIL_CONCAT(staysail_try_, __LINE__)) return STAYSAIL_CONCAT(staysail_try_, __LINE__).error(); \
  decl = *std::move(STAYSAIL_CONCAT(staysail_try_, __LINE__))
// STAYSAIL_CHECK(f()): returns the error of a Status from the enclosing function.
#define STAYSAIL_CHECK(...)                                                                     \
  do {                                                                                          \
    if (auto staysail_status = (__VA_ARGS__); !staysail_status) return staysail_status.error(); \
  } while (false)
