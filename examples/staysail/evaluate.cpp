#include <iostream>

#include "host.hpp"
#include "printing.hpp"

namespace staysail::program {
namespace {

// For people the sentence of each effect; programs take the columns.
void print_sentences(const Batch& effects, const std::string& language) {
  const Column* sentences = effects.find(language == "en" ? "english" : "chinese");
  if (sentences == nullptr || effects.rows() == 0) {
    std::cout << (language == "en"
                      ? "Nothing was evaluated yet: effects need a night whose tasks are at least a month old.\n"
                      : "还没有可评估的结果：要等某次运行的工单满一个月之后。\n");
    return;
  }
  for (std::size_t row = 0; row < effects.rows(); ++row) {
    if (!effects.find("segment")->is_null(row) || !effects.find("stage")->is_null(row))
      continue;  // groups stand in --format csv
    const std::string strategy = effects.find("strategy")->value_text(row);
    std::cout << effects.find("period")->value_text(row) << "  " << (strategy.empty() ? "*" : strategy) << "  "
              << sentences->text(row) << "\n";
  }
}

}  // namespace

int evaluate(const EvaluateAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto night = load_night(**store, ask.period);
  if (!night) return failed(night.error());
  if (ask.format == "table") print_sentences(night->effects, ask.language);
  else print(night->effects, ask.format);
  return kOk;
}

}  // namespace staysail::program
