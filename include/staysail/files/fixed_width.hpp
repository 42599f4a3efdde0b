// FixedWidthReader: rows whose columns stand at fixed byte positions, one row a line. Cut before it is decoded, because
// operators count bytes; each column is decoded on its own, so a character cut by a column is a bad row.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "staysail/files/byte_source.hpp"
#include "staysail/files/encoding.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail {

struct FixedColumn {
  std::string name;
  std::size_t start = 1;  // 1-based byte
  std::size_t width = 1;  // bytes
};

struct FixedWidthOptions {
  std::vector<FixedColumn> columns;
  Encoding encoding = Encoding::sniffed;
  std::size_t skip_lines = 0;  // at the start of the file
  std::size_t max_record_bytes = 1024 * 1024;

  // `invalid_argument` that says what cannot be and why.
  Status validate() const;
};

// A line that ends before a column starts is a row with too few fields; a last column may be cut short (blanks at the
// end are often dropped). Lines without any character are skipped. Blanks are kept: a mapping trims.
class FixedWidthReader final : public TextRecordReader {
 public:
  static Result<FixedWidthReader> over(std::unique_ptr<ByteSource> source, std::string name,
                                       const FixedWidthOptions& options);
  ~FixedWidthReader() override;
  FixedWidthReader(FixedWidthReader&&) noexcept;
  FixedWidthReader& operator=(FixedWidthReader&&) noexcept;

  // The names of the columns.
  const std::vector<std::string>& header() const override;
  Result<bool> next(TextRecord& out) override;

 private:
  class State;
  explicit FixedWidthReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace staysail
