// RowWriter: one CSV file of the export, written row by row in the export's encoding.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/dirt.hpp"
#include "simulator/export_files.hpp"
#include "simulator/line_state.hpp"
#include "simulator/options.hpp"

namespace staysail::simulator {

// `utf8` in the export's encoding; text without a place in it stays as it is (GB18030 has all of Unicode).
std::string encoded(std::string_view utf8, ExportEncoding encoding);
// "20250131"
std::string date_text(DayNumber day);

// Buffered file that is complete only after close(). Write errors are kept and told by close().
class OutputFile {
 public:
  // `io_failed` when it cannot be made.
  static Result<OutputFile> create(const std::string& path);
  void write(std::string_view bytes);
  Status close();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::string path_, buffer_;
  bool failed_ = false;
  void flush();
};

// Fields are appended in the order of the description's columns, then end_row().
class RowWriter {
 public:
  static Result<RowWriter> create(const std::string& path, const FileDescription& file, ExportEncoding encoding,
                                  const DirtPlanter& planter);

  RowWriter& text(std::string_view utf8);    // any text, quoted where needed
  RowWriter& ascii(std::string_view plain);  // text known to need neither quotes nor encoding
  RowWriter& number(std::int64_t value);
  RowWriter& decimal(std::int64_t value, int scale);
  RowWriter& day(DayNumber day);  // 0: blank
  RowWriter& blank() { return ascii({}); }
  void end_row();

  std::uint64_t rows() const { return rows_; }
  const std::vector<PlantedRow>& planted() const { return planter_.planted(); }
  Status close() { return file_.close(); }

 private:
  RowWriter(OutputFile file, ExportEncoding encoding, const DirtPlanter& planter)
      : file_(std::move(file)), encoding_(encoding), planter_(planter) {}
  void begin_field();

  OutputFile file_;
  ExportEncoding encoding_;
  DirtPlanter planter_;
  std::string row_;
  std::vector<std::uint32_t> starts_;
  std::uint64_t rows_ = 0;
  std::uint64_t lines_ = 1;
};

}  // namespace staysail::simulator
