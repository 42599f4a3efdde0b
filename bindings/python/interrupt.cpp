#include "interrupt.hpp"

#include <thread>

namespace staysail::python {
namespace {

constexpr std::size_t kMostThreads = 256;
constexpr std::chrono::milliseconds kBetweenQuestions{50};

std::size_t checked(std::size_t threads) {
  if (threads == 0 || threads > kMostThreads)
    raise(Errc::invalid_argument, "threads is 1 to 256: " + std::to_string(threads));
  return threads;
}

}  // namespace

Interrupt::Interrupt(std::size_t threads, ProgressSink progress)
    : pool_(checked(threads)), progress_(std::move(progress)) {}

void Interrupt::run(std::size_t count, const std::function<void(std::size_t)>& work) {
  const auto caller = std::this_thread::get_id();
  pool_.run(count, [&](std::size_t index) {
    if (std::this_thread::get_id() == caller) ask();
    work(index);
  });
}

Control Interrupt::control() {
  Control control;
  control.stop = &stop_;
  control.progress = [this](std::string_view step, std::uint64_t done, std::uint64_t total) {
    ask();
    if (progress_) progress_(step, done, total);
  };
  return control;
}

void Interrupt::ask() {
  const auto now = Clock::now();
  if (now - asked_ < kBetweenQuestions || stop_) return;
  asked_ = now;
  const py::gil_scoped_acquire lock;
  if (PyErr_CheckSignals() == 0) return;
  raised_.emplace();
  stop_ = true;
}

void Interrupt::rethrow() const {
  if (raised_) throw py::error_already_set(*raised_);
}

}  // namespace staysail::python
