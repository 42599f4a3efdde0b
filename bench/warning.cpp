// Early warning on rows from outside: fits a model to one frame, scores another, and says what that takes. For
// bench/warning.py, which writes the frames and runs peers on the same rows.
//
//   bench_warning TRAINED SCORED OUT    folders of a frame (columns.txt, then 0.values, 0.texts ...); OUT:
//   probabilities
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "staysail/columns/column_of.hpp"
#include "staysail/warning/churn_model.hpp"

namespace {

using namespace staysail;

constexpr std::size_t kScored = 400'000;  // rows, those of the frame again and again
constexpr int kRepeats = 5;

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

// columns.txt: a line a column, its kind (number, real, text), a blank and its name.
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

template <class Work>
double processor_seconds(const Work& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

Batch repeated(const Batch& frame) {
  std::vector<std::uint32_t> rows(kScored);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint32_t>(i % frame.rows());
  return frame.take(rows);
}

double best_of_scoring(const ChurnModel& model, const Batch& rows) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kRepeats; ++i)
    best = std::min(best, processor_seconds([&] {
                      if (model.predict(rows).value().rows() != kScored) std::exit(1);
                    }));
  return best;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fputs("usage: bench_warning TRAINED SCORED OUT\n", stderr);
    return 2;
  }
  const Batch trained = frame_of(words[1]), scored = frame_of(words[2]);
  std::optional<ChurnModel> model;
  const double fit = processor_seconds([&] { model = ChurnModel::fit({&trained, 1}, {"churn", {}, {}, 1}).value(); });
  const Batch predicted = model->predict(scored).value();
  const auto probabilities = predicted.find("probability")->reals();
  std::ofstream(words[3], std::ios::binary)
      .write(reinterpret_cast<const char*>(probabilities.data()),
             static_cast<std::streamsize>(probabilities.size() * sizeof(double)));
  const double scoring = best_of_scoring(*model, repeated(scored));
  const ChurnCard& card = model->card();
  std::printf("%.3f %.0f trees %llu depth %u relations %zu\n", fit, kScored / scoring,
              static_cast<unsigned long long>(card.trees), card.depth, card.relations.size());
  return 0;
}
