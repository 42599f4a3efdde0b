#include "buffer_frame.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "staysail/columns/column_of.hpp"

namespace staysail::bench {
namespace {

template <class Number>
std::vector<Number> numbers_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<Number> numbers(static_cast<std::size_t>(file.tellg()) / sizeof(Number));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(numbers.data()), static_cast<std::streamsize>(numbers.size() * sizeof(Number)));
  if (!file) std::exit(3);
  return numbers;
}

Column text_column(const std::string& name, const std::string& path) {
  std::ifstream file(path + ".texts");
  DictionaryBuilder texts;
  for (std::string line; std::getline(file, line);) texts.code_of(line);
  auto codes = numbers_of<std::int32_t>(path + ".values");
  std::vector<std::uint32_t> none;
  for (std::uint32_t row = 0; row < codes.size(); ++row)
    if (codes[row] < 0) none.push_back(row);
  return column_of({name, ColumnType::text, 0, {}}, std::move(codes), none, texts.finish());
}

}  // namespace

Batch frame_of(const std::string& folder) {
  std::ifstream list(folder + "/columns.txt");
  std::vector<Column> columns;
  for (std::string kind, name; list >> kind && std::getline(list >> std::ws, name);) {
    const std::string path = folder + "/" + std::to_string(columns.size());
    if (kind == "text") columns.push_back(text_column(name, path));
    else if (kind == "real")
      columns.push_back(column_of({name, ColumnType::real, 0, {}}, numbers_of<double>(path + ".values"), {}));
    else
      columns.push_back(column_of({name, ColumnType::number, 0, {}}, numbers_of<std::int64_t>(path + ".values"), {}));
  }
  return Batch::of(std::move(columns)).value();
}

}  // namespace staysail::bench
