// Rows of fixed width: no input may crash the reader, lose a line, or depend on how it is cut into blocks.
#include <algorithm>
#include <memory>
#include <string>

#include "property.hpp"
#include "staysail/files/fixed_width.hpp"

namespace {

using namespace staysail;

// Gives a few bytes at a time.
class Drip final : public ByteSource {
 public:
  Drip(std::string_view text, std::size_t step) : rest_(text), step_(step) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const std::size_t got = rest_.copy(to, std::min(step_, capacity));
    rest_.remove_prefix(got);
    return got;
  }

 private:
  std::string_view rest_;
  std::size_t step_;
};

struct Outcome {
  std::uint64_t rows = 0, faults = 0, last_line = 0, last_offset = 0;
  SetDigest digest;
};

Outcome read(std::unique_ptr<ByteSource> source, const FixedWidthOptions& options, std::size_t size) {
  Outcome outcome;
  auto reader = FixedWidthReader::over(std::move(source), "fuzz.txt", options);
  fuzz::require(reader.has_value());
  TextRecord record;
  while (reader->next(record).value()) {
    fuzz::require(record.line > outcome.last_line && record.byte_offset < size);
    fuzz::require(!record.good() || record.fields.size() == options.columns.size());
    ++outcome.rows;
    outcome.faults += record.good() ? 0 : 1;
    outcome.last_line = record.line;
    outcome.last_offset = record.byte_offset;
    outcome.digest.add(digest_of(record));
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  FixedWidthOptions options;
  options.encoding = static_cast<Encoding>(input.byte() & 3);
  options.skip_lines = input.byte() % 3;
  options.columns = {{"a", 1, 1 + input.byte() % 8u}, {"b", 2 + input.byte() % 8u, 3}};
  options.max_record_bytes = 12 + input.byte() * 8u;
  const std::size_t step = 1 + input.byte() % 64u;
  const std::string_view text = input.rest();
  const Outcome whole = read(text_source(std::string(text)), options, text.size());
  const Outcome cut = read(std::make_unique<Drip>(text, step), options, text.size());
  fuzz::require(whole.rows == cut.rows && whole.faults == cut.faults && whole.digest.finish() == cut.digest.finish());
  fuzz::require(whole.last_line == cut.last_line && whole.last_offset == cut.last_offset);
  return 0;
}
