#include "failed_figure.hpp"

#include <string>

namespace staysail::indicators {
namespace {

constexpr std::string_view kRemedy =
    "; correct the rows it is made of and send them again, or declare it with fewer decimals or over a shorter window";

}  // namespace

Error failed_figure(const Indicator& indicator, std::string_view whose, const Error& cause) {
  std::string message = indicator.name + (whose.empty() ? "" : " of " + std::string(whose)) + ": " + cause.message();
  if (cause.code() == Errc::amount_overflow) message += kRemedy;
  return Error::at(cause.place() == nullptr ? indicator.place : *cause.place(), cause.code(), std::move(message));
}

}  // namespace staysail::indicators
