// Any text is a frame or is refused with a place; what was written reads as what it was (after once: -0e1 is 0 then).
#include "property.hpp"
#include "staysail/boss/csv_frame.hpp"
#include "staysail/files/csv_writer.hpp"

namespace {

using namespace staysail;

std::string written(const Batch& rows) {
  std::string text;
  append_csv_header(text, rows);
  for (std::size_t row = 0; row < rows.rows(); ++row) append_csv_row(text, rows, row);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto frame = parse_csv_frame({reinterpret_cast<const char*>(data), size}, "fuzz.csv");
  if (fuzz::refused(frame)) {
    fuzz::require(frame.error().place() != nullptr);
    return 0;
  }
  const auto again = parse_csv_frame(written(frame->rows), "again.csv");
  if (!again) return 0;
  const std::string text = written(again->rows);
  fuzz::require(written(parse_csv_frame(text, "third.csv").value().rows) == text);
  return 0;
}
