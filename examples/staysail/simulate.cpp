#include <iostream>

#include "host.hpp"
#include "simulator/simulate.hpp"

namespace staysail::program {
namespace {

Result<simulator::Options> options_of(const SimulateAsk& ask) {
  simulator::Options options;
  options.subscribers = ask.subscribers;
  options.seed = ask.seed;
  options.out = ask.out;
  options.months = ask.months;
  options.dirt = ask.dirt;
  STAYSAIL_TRY(options.encoding, simulator::export_encoding_of(ask.encoding));
  STAYSAIL_TRY(options.first_month, Month::parse(ask.first_month));
  return options;
}

Result<simulator::SimulationSummary> carry_out(const SimulateAsk& ask, const Control& control) {
  if (!ask.resume.empty()) return simulator::resume(ask.resume, ask.actions, control);
  if (ask.out.empty())
    return Error(Errc::invalid_argument,
                 "say where to: --out FOLDER for a new operator, --resume FOLDER for its next month");
  STAYSAIL_TRY(const auto options, options_of(ask));
  return simulator::simulate(options, control);
}

}  // namespace

int simulate(const SimulateAsk& ask) {
  Progress progress;
  const auto summary = carry_out(ask, progress.control());
  if (!summary) return failed(summary.error());
  std::cout << "months " << summary->first_month.to_string() << " to " << summary->last_month.to_string() << ", "
            << summary->subscriptions << " subscriptions of " << summary->customers << " customers, " << summary->rows
            << " rows, " << summary->planted << " of them spoilt on purpose\n";
  return kOk;
}

}  // namespace staysail::program
