#include "simulator/options.hpp"

namespace staysail::simulator {

Result<ExportEncoding> export_encoding_of(std::string_view name) {
  if (name == "utf-8" || name == "utf8") return ExportEncoding::utf8;
  if (name == "gb18030") return ExportEncoding::gb18030;
  return Error(Errc::invalid_argument, "an export is written in utf-8 or gb18030, not in: " + std::string(name));
}

std::string_view name_of(ExportEncoding encoding) noexcept {
  return encoding == ExportEncoding::utf8 ? "utf-8" : "gb18030";
}

Status Options::validate() const {
  const auto refuse = [](const std::string& sentence) { return Error(Errc::invalid_argument, sentence); };
  if (out.empty()) return refuse("simulate needs a folder to write to (--out DIR)");
  if (subscribers < 1 || subscribers > 5'000'000)
    return refuse("subscribers must be 1 to 5000000, not: " + std::to_string(subscribers));
  if (months < 1 || months > 60) return refuse("months must be 1 to 60, not: " + std::to_string(months));
  if (!(dirt >= 0.0 && dirt <= 0.2)) return refuse("dirt must be a share from 0 to 0.2, not: " + std::to_string(dirt));
  if (first_month < Month::of(2015, 1) || first_month > Month::of(2035, 12))
    return refuse("the first month must lie in 2015-01 to 2035-12, not: " + first_month.to_string());
  return ok();
}

}  // namespace staysail::simulator
