// DelimitedReader: rows of a delimited text file (RFC 4180 and what operators really write), decoded before they are
// split, in bounded memory.
//
// - A row ends at LF, CR LF or CR outside quotes; rows without any character are skipped.
// - A field that starts with the quote runs to the next single quote; a doubled quote stands for one; line ends inside
//   belong to the field. A quote elsewhere is an ordinary character.
// - A row that is too long, or whose quote stays open to the end of the file, costs one line: reading goes on at the
// next
//   line end, and as far as the reader had looked ahead no quote may span lines. So every byte is looked at twice at
//   most, and a stray quote never swallows the rest of a file.
#pragma once

#include <memory>

#include "staysail/files/byte_source.hpp"
#include "staysail/files/encoding.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail {

struct DelimitedOptions {
  char separator = ',';
  char quote = '"';  // '\0': quotes are ordinary characters
  Encoding encoding = Encoding::sniffed;
  bool header = true;
  // Fields a row must have: 0 = as many as the header or, without one, the first good row has.
  std::size_t fields = 0;
  // Of those, a row that tells the number has at least so many: a shorter one before it has lost its end.
  std::size_t least_fields = 1;
  // Rows may have any number of fields.
  bool ragged = false;
  std::size_t max_record_bytes = 1024 * 1024;  // of decoded text
  std::size_t max_fields = 4096;
  std::size_t block_bytes = 256 * 1024;

  // `invalid_argument` that says what cannot be and why.
  Status validate() const;
};

class DelimitedReader final : public TextRecordReader {
 public:
  // Reads the header at once. Errors: those of open_file(); `malformed_file` for an unusable header.
  static Result<DelimitedReader> open(const std::string& path, const DelimitedOptions& options);
  // `name` stands for the file in errors.
  static Result<DelimitedReader> over(std::unique_ptr<ByteSource> source, std::string name,
                                      const DelimitedOptions& options);
  static Result<DelimitedReader> over_text(std::string text, std::string name, const DelimitedOptions& options);
  ~DelimitedReader() override;
  DelimitedReader(DelimitedReader&&) noexcept;
  DelimitedReader& operator=(DelimitedReader&&) noexcept;

  const std::vector<std::string>& header() const override;
  Result<bool> next(TextRecord& out) override;
  // What is read as; never `sniffed`.
  Encoding encoding() const;

 private:
  class State;
  explicit DelimitedReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace staysail
