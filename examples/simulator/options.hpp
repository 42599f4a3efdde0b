// What a simulated operator is asked for.
#pragma once

#include <cstdint>
#include <string>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"

namespace staysail::simulator {

enum class ExportEncoding : std::uint8_t { utf8, gb18030 };

// "utf-8" (also "utf8") or "gb18030"; `invalid_argument` for any other.
Result<ExportEncoding> export_encoding_of(std::string_view name);
std::string_view name_of(ExportEncoding encoding) noexcept;

struct Options {
  std::uint32_t subscribers = 10'000;  // subscriptions in the export after `months` months: exactly that many
  std::uint64_t seed = 1;
  std::string out;  // an empty or absent folder
  int months = 12;
  double dirt = 0.0;  // bad rows added for each good one, 0 to 0.2
  ExportEncoding encoding = ExportEncoding::utf8;
  Month first_month = Month::of(2025, 1);

  // `invalid_argument` that names the option and its bounds.
  Status validate() const;
};

}  // namespace staysail::simulator
