#include "staysail/report/table_export.hpp"

#include <algorithm>
#include <filesystem>

#include "staysail/cycle/night_record.hpp"
#include "staysail/files/csv_writer.hpp"
#include "staysail/report/exports.hpp"

namespace staysail {
namespace {

constexpr std::size_t kBlock = 256 * 1024;

// Rows go to the file as they come, so that no more than a part is held.
class PartsFile {
 public:
  static Result<PartsFile> create(const std::string& path) {
    STAYSAIL_TRY(auto file, AtomicFile::create(path));
    return PartsFile(std::move(file));
  }

  Status add(const Batch& rows) {
    if (!has_header_) append_csv_header(text_, rows);
    has_header_ = true;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      append_csv_row(text_, rows, row);
      if (text_.size() >= kBlock) STAYSAIL_CHECK(flush());
    }
    rows_ += rows.rows();
    return ok();
  }

  Result<std::uint64_t> commit() {
    STAYSAIL_CHECK(flush());
    STAYSAIL_CHECK(file_.commit());
    return rows_;
  }

 private:
  explicit PartsFile(AtomicFile file) : file_(std::move(file)) {}

  Status flush() {
    STAYSAIL_CHECK(file_.write(text_));
    text_.clear();
    return ok();
  }

  AtomicFile file_;
  std::string text_;
  std::uint64_t rows_ = 0;
  bool has_header_ = false;
};

Result<ExportedFile> export_table(Store& store, const ModelCatalog& catalog, const StoredTableRequest& request,
                                  const std::string& folder, const Control& control) {
  ExportedFile exported{request.table, request.table + ".csv"};
  STAYSAIL_TRY(auto file, PartsFile::create((std::filesystem::path(folder) / exported.file).string()));
  STAYSAIL_CHECK(for_each_part(
      store, catalog, request, [&](const Batch& rows) { return file.add(rows); }, control));
  STAYSAIL_TRY(exported.rows, file.commit());
  return exported;
}

Result<std::vector<std::string>> chosen_tables(Store& store, const ModelCatalog& catalog,
                                               const TableExportRequest& request, bool has_day) {
  if (!request.tables.empty()) return request.tables;
  STAYSAIL_TRY(auto names, tables_with_rows(store, catalog));
  if (!has_day) names.erase(std::remove(names.begin(), names.end(), kJoinedView), names.end());
  return names;
}

}  // namespace

Result<std::vector<ExportedFile>> export_tables(Store& store, const ModelCatalog& catalog,
                                                const TableExportRequest& request, const std::string& folder,
                                                const Control& control) {
  std::optional<Day> as_of = request.as_of;
  if (!as_of) {
    STAYSAIL_TRY(as_of, NightRecord::latest_day(store));
  }
  STAYSAIL_TRY(const auto names, chosen_tables(store, catalog, request, as_of.has_value()));
  STAYSAIL_CHECK(make_folder(folder));
  std::vector<ExportedFile> files;
  for (const auto& name : names) {
    control.report("export", files.size(), names.size());
    const StoredTableRequest one{name, {}, request.first, request.last, as_of, request.purpose};
    STAYSAIL_TRY(files.emplace_back(), export_table(store, catalog, one, folder, control));
  }
  control.report("export", files.size(), names.size());
  return files;
}

Result<Batch> exported_frame(const std::vector<ExportedFile>& files) {
  ColumnBuilder tables(Field{"table", ColumnType::text, 0, {}}), names(Field{"file", ColumnType::text, 0, {}}),
      rows(Field{"rows", ColumnType::number, 0, {}});
  for (const auto& file : files) {
    tables.append_text(file.table);
    names.append_text(file.file);
    rows.append_number(static_cast<std::int64_t>(file.rows));
  }
  return Batch::of({tables.finish(), names.finish(), rows.finish()});
}

}  // namespace staysail
