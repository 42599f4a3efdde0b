#include "staysail/segments/segment_size.hpp"

#include <algorithm>

#include "staysail/decision/expression.hpp"
#include "staysail/statistics/proportion.hpp"
#include "staysail/statistics/salted_sample.hpp"

namespace staysail {
namespace segments {
namespace {

constexpr const char* kSalt = "segment size";

Result<Batch> sample_of(const Batch& frame, const SegmentSizeOptions& options) {
  if (options.sample == 0 || options.sample > statistics::kWholeShare)
    return Error(Errc::invalid_argument,
                 "a sample is of 1 to 10000 ten-thousandths of the rows, not " + std::to_string(options.sample));
  if (options.sample == statistics::kWholeShare) return frame;
  STAYSAIL_TRY(const auto ids, frame.require(options.id, ColumnType::text));
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < frame.rows(); ++row)
    if (statistics::salted_bucket({}, ids.text(row), kSalt) < options.sample) rows.push_back(row);
  return frame.take(rows);
}

Result<std::uint64_t> count_held(const Batch& rows, std::string_view when) {
  STAYSAIL_TRY(const auto condition, Expression::compile(when, Scope::of(rows.schema())));
  STAYSAIL_TRY(const auto holds, condition.evaluate(rows, Field{"holds", ColumnType::boolean, 0, {}}, {}));
  const auto marks = holds.booleans();
  return static_cast<std::uint64_t>(std::count(marks.begin(), marks.end(), 1));
}

}  // namespace
}  // namespace segments

Result<SegmentSize> segment_size(const Batch& frame, std::string_view when, const SegmentSizeOptions& options) {
  STAYSAIL_TRY(const auto rows, segments::sample_of(frame, options));
  SegmentSize size;
  size.asked = rows.rows();
  STAYSAIL_TRY(size.held, segments::count_held(rows, when));
  size.customers = static_cast<double>(size.held);
  size.interval = {size.customers, size.customers};
  if (options.sample == statistics::kWholeShare) return size;
  const statistics::Proportion share{size.held, size.asked};
  STAYSAIL_TRY(const auto interval, statistics::wilson(share, options.confidence));
  const auto all = static_cast<double>(frame.rows());
  size.customers = share.rate() * all;
  size.interval = {interval.low * all, interval.high * all};
  return size;
}

}  // namespace staysail
