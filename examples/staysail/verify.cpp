#include <iostream>

#include "host.hpp"

namespace staysail::program {

int verify(const VerifyAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto report = (*store)->verify();
  if (!report) return failed(report.error());
  for (const auto& line : report->lines) std::cout << line << "\n";
  std::cout << (report->sound ? "sound\n" : "NOT sound: " + report->first_fault + "\n");
  return report->sound ? kOk : kStorage;
}

}  // namespace staysail::program
