#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/data_quality_trend.hpp"

namespace staysail::program {
namespace {

Result<Batch> answer(Store& store, const QualityAsk& ask) {
  QualityRequest request;
  if (!ask.as_of.empty()) {
    STAYSAIL_TRY(request.as_of, Day::parse(ask.as_of));
  }
  if (!ask.table.empty()) request.tables = {ask.table};
  request.only_faults = ask.only_faults;
  return quality_with_trend(store, request);
}

}  // namespace

int quality(const QualityAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto rows = answer(**store, ask);
  if (!rows) return failed(rows.error());
  print(*rows, ask.format);
  return kOk;
}

}  // namespace staysail::program
