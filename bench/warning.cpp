// Early warning on rows from outside: fits a model to one frame, scores another, and says what that takes. For
// bench/warning.py, which writes the frames and runs peers on the same rows.
//
//   bench_warning TRAINED SCORED OUT    folders of a frame (columns.txt, then 0.values, 0.texts ...); OUT:
//   probabilities
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "buffer_frame.hpp"
#include "staysail/warning/churn_model.hpp"

namespace {

using namespace staysail;
using bench::frame_of;
using bench::processor_seconds;

constexpr std::size_t kScored = 400'000;  // rows, those of the frame again and again
constexpr int kRepeats = 5;

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
