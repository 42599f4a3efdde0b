// When customers leave, on rows from outside: fits a hazard model to one frame, foretells another, and says what that
// takes. For bench/hazards.py, which writes the frames and runs peers on the same rows.
//
//   bench_hazards TRAINED FORETOLD OUT    folders of a frame with the columns `months` and `left`; OUT: for each row of
//   the second the probability of lasting 12, 24 and 48 months from its first, and minus the months it is expected to
#include <array>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "buffer_frame.hpp"
#include "staysail/warning/hazard_model.hpp"

namespace {

using namespace staysail;

constexpr std::array<std::uint32_t, 3> kTold{12, 24, 48};

void write(std::ofstream& out, std::span<const double> numbers) {
  out.write(reinterpret_cast<const char*>(numbers.data()), static_cast<std::streamsize>(numbers.size_bytes()));
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fputs("usage: bench_hazards TRAINED FORETOLD OUT\n", stderr);
    return 2;
  }
  const Batch trained = bench::frame_of(words[1]), asked = bench::frame_of(words[2]);
  HazardTraining training;
  training.duration = "months";
  training.event = "left";
  training.seed = 1;
  std::optional<HazardModel> model;
  const double fit = bench::processor_seconds([&] { model = HazardModel::fit({&trained, 1}, training).value(); });
  HazardScoring from_start;
  from_start.from_start = true;
  std::optional<Batch> told;
  const double seconds = bench::processor_seconds([&] { told = model->predict(asked, from_start).value(); });
  const Batch there = model->survival(asked, kTold, from_start).value();
  std::ofstream out(words[3], std::ios::binary);
  for (std::size_t column = 0; column < kTold.size(); ++column) write(out, there.column(column).reals());
  std::vector<double> risk;
  for (const double months : told->find("expected_months")->reals()) risk.push_back(-months);
  write(out, risk);
  const HazardCard& card = model->card();
  std::printf("%.3f %.0f trees %llu depth %u held out concordance %.4f\n", fit,
              static_cast<double>(asked.rows()) / seconds, static_cast<unsigned long long>(card.kinds[0].trees),
              card.kinds[0].depth, card.concordance.value_or(0));
  return 0;
}
