// Delimited records: no input may crash the reader, lose a line end, or depend on how it is cut into blocks.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "staysail/files/delimited.hpp"

namespace {

using namespace staysail;

struct Outcome {
  std::uint64_t rows = 0, faults = 0;
  SetDigest digest;
};

Outcome read(const std::string& text, DelimitedOptions options) {
  Outcome outcome;
  auto reader = DelimitedReader::over_text(text, "fuzz", options);
  if (!reader) return outcome;
  TextRecord record;
  while (reader->next(record).value()) {
    ++outcome.rows;
    outcome.faults += record.good() ? 0 : 1;
    outcome.digest.add(digest_of(record));
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  DelimitedOptions options;
  options.encoding = static_cast<Encoding>(data[0] & 3);
  options.header = (data[0] & 4) != 0;
  options.separator = (data[0] & 8) != 0 ? '|' : ',';
  options.max_record_bytes = 1 + data[1] % 64;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Outcome whole = read(text, options);
  options.block_bytes = 1 + data[1] % 7;
  const Outcome cut = read(text, options);
  const bool same =
      whole.rows == cut.rows && whole.faults == cut.faults && whole.digest.finish() == cut.digest.finish();
  if (!same) std::abort();
  return 0;
}
