#include "measure_run.hpp"

#include <algorithm>
#include <limits>

#include "failed_figure.hpp"

namespace staysail::indicators {
namespace {

// Which rows of a chunk a window covers: all, none, or those dated between two days. `open_cycle`: the values are days
// of their own, so that the rows of the open cycle count in a window that reaches up to as_of.
class DateTest {
 public:
  DateTest(const Window& window, const FactTable& table, std::size_t chunk, Day as_of, bool open_cycle) {
    const auto month = table.chunk(chunk).month;
    const bool by_month = table.dated_by_month();
    const auto first = window.first_month(as_of);
    auto last = window.last_month(as_of);
    if (by_month && as_of.month_of() - 1 < last) last = as_of.month_of() - 1;
    if (by_month && open_cycle && window.offset == 0) last = as_of.month_of();
    if ((first && month < *first) || month > last) return;
    if (by_month || window.span == Window::Span::months) {
      first_ = std::numeric_limits<std::int32_t>::min();
      last_ = std::numeric_limits<std::int32_t>::max();
      return;
    }
    days_ = table.days(chunk);
    first_ = window.span == Window::Span::all ? std::numeric_limits<std::int32_t>::min()
                                              : window.first_day(as_of).days_since_epoch();
    last_ = window.last_day(as_of).days_since_epoch();
  }
  bool none() const { return first_ > last_; }
  bool by_day() const { return !days_.empty(); }
  bool holds(std::size_t row) const { return days_.empty() ? !none() : first_ <= days_[row] && days_[row] <= last_; }

 private:
  std::int32_t first_ = 1, last_ = 0;
  std::span<const std::int32_t> days_;
};

// What narrows the rows of one chunk: masks are made only where something does.
class RowSelection {
 public:
  explicit RowSelection(std::size_t rows) : rows_(rows) {}
  template <class Keep>
  void keep_where(const Keep& keep) {
    narrow(keep_, keep);
  }
  template <class Part>
  void part_where(const Part& part) {
    narrow(part_, part);
  }
  const std::uint8_t* keep() const { return keep_.empty() ? nullptr : keep_.data(); }
  const std::uint8_t* part() const { return part_.empty() ? nullptr : part_.data(); }

 private:
  template <class Test>
  void narrow(std::vector<std::uint8_t>& mask, const Test& test) const {
    if (mask.empty()) mask.assign(rows_, 1);
    for (std::size_t row = 0; row < rows_; ++row)
      mask[row] = static_cast<std::uint8_t>(mask[row] & (test(row) ? 1 : 0));
  }
  std::size_t rows_;
  std::vector<std::uint8_t> keep_, part_;
};

// The latest or earliest of days, or how long ago it was.
bool is_of_days(const FactMeasure& measure, const FactTable& table) {
  const auto aggregate = measure.aggregate;
  return table.holds_days(measure.attribute) &&
         (aggregate == Aggregate::days_since_max || aggregate == Aggregate::days_since_min ||
          aggregate == Aggregate::max || aggregate == Aggregate::min);
}

// The rows of one chunk for one measure.
class ChunkReader {
 public:
  ChunkReader(const MeasureTask& task, std::size_t chunk)
      : task_(task),
        measure_(measure_of(*task.indicator)),
        chunk_(chunk),
        facts_(task.table->chunk(chunk)),
        of_days_(is_of_days(measure_, *task.table)),
        selection_(facts_.rows.rows()) {}

  void map(MeasurePartial& partial) {
    if (facts_.rows.rows() == 0) return;
    const auto slots = task_.table->slots(measure_.grain, chunk_);
    if (task_.ending != nullptr) select_by_ending(slots);
    else if (!select_by_date()) return;
    select_by_filter();
    partial.map(rows(slots));
  }

 private:
  DateTest test(const Window& window) const { return {window, *task_.table, chunk_, task_.as_of, of_days_}; }

  // False: no row lies in a window.
  bool select_by_date() {
    const auto window = test(measure_.window);
    if (measure_.aggregate == Aggregate::ratio) return select_two_windows(window, test(measure_.against));
    if (window.by_day()) selection_.keep_where([&](std::size_t row) { return window.holds(row); });
    return !window.none();
  }
  bool select_two_windows(const DateTest& window, const DateTest& against) {
    selection_.part_where([&](std::size_t row) { return window.holds(row); });
    selection_.keep_where([&](std::size_t row) { return window.holds(row) || against.holds(row); });
    return !window.none() || !against.none();
  }

  void select_by_filter() {
    if (of_days_) {
      const auto& values = task_.table->values(measure_.attribute).chunks[chunk_]->values;
      selection_.keep_where([&](std::size_t row) { return values[row] <= task_.as_of.days_since_epoch(); });
    }
    if (measure_.filter.empty()) return;
    const auto& mask = task_.table->mask(measure_.filter, chunk_);
    const auto holds = [&](std::size_t row) { return mask[row] != 0; };
    const bool numerator = measure_.aggregate == Aggregate::share || measure_.aggregate == Aggregate::amount_share;
    numerator ? selection_.part_where(holds) : selection_.keep_where(holds);
  }

  // Slots of subscriptions come first and are their handles.
  void select_by_ending(std::span<const std::uint32_t> slots) {
    const auto days = task_.ending->days();
    selection_.keep_where([&](std::size_t row) {
      if (slots[row] >= days.size() || task_.ending->is_null(slots[row])) return false;
      const auto last = Day::since_epoch(days[slots[row]]).month_of();
      return facts_.month <= last && facts_.month > last - measure_.window.length;
    });
  }

  FactRows rows(std::span<const std::uint32_t> slots) const {
    FactRows rows;
    rows.slots = slots;
    if (!measure_.attribute.empty()) {
      const auto& values =
          measure_.less.empty() ? task_.table->values(measure_.attribute) : task_.table->shortfalls(measure_);
      rows.values = values.chunks[chunk_]->values;
      rows.nulls = values.chunks[chunk_]->has_nulls ? &values.chunks[chunk_]->nulls : nullptr;
    }
    rows.keep = selection_.keep();
    rows.part = selection_.part();
    rows.month = facts_.month.index();
    const bool by_month = task_.table->dated_by_month() || measure_.aggregate == Aggregate::slope ||
                          measure_.aggregate == Aggregate::steady_cycles;
    rows.days = by_month ? nullptr : task_.table->days(chunk_).data();
    return rows;
  }

  const MeasureTask& task_;
  const FactMeasure& measure_;
  std::size_t chunk_;
  const FactBatch& facts_;
  bool of_days_;
  RowSelection selection_;
};

void append(ColumnBuilder& builder, std::int64_t value, const MeasureTask& task) {
  switch (builder.field().type) {
    case ColumnType::day: builder.append_day(static_cast<std::int32_t>(value)); break;
    case ColumnType::instant: builder.append_instant(value); break;
    case ColumnType::boolean: builder.append_boolean(value != 0); break;
    case ColumnType::text:
      builder.append_text(
          task.table->values(measure_of(*task.indicator).attribute).texts[static_cast<std::size_t>(value)]);
      break;
    default: builder.append_number(value); break;
  }
}

}  // namespace

const FactMeasure& measure_of(const Indicator& indicator) { return *std::get_if<FactMeasure>(&indicator.rule); }

std::optional<Month> first_month_of(const FactMeasure& measure, const FactMeasure* ending, Day as_of) {
  auto first = measure.window.first_month(as_of);
  if (measure.aggregate == Aggregate::ratio) {
    const auto other = measure.against.first_month(as_of);
    first = first && other ? std::optional<Month>(std::min(*first, *other)) : std::nullopt;
  }
  if (ending == nullptr) return first;
  const auto earliest = ending->window.first_month(as_of);
  return earliest ? std::optional<Month>(*earliest - measure.window.length) : std::nullopt;
}

void map_chunks(const MeasureTask& task, std::size_t begin, std::size_t end, MeasurePartial& partial) {
  for (std::size_t chunk = begin; chunk < end; ++chunk) ChunkReader(task, chunk).map(partial);
}

Result<Column> finish_measure(const MeasureTask& task, const MeasurePartial& partial) {
  const auto& measure = measure_of(*task.indicator);
  const Day until = measure.until_feed ? task.table->covered_until(measure.attribute) : task.as_of;
  const FinishRule rule{task.table->scale_of(measure.attribute), task.indicator->field.scale, until,
                        measure.window.last_month(task.as_of).index(), measure.tolerance};
  ColumnBuilder builder(task.indicator->field);
  builder.reserve(task.ids->size());
  const auto append_value = [&](std::size_t, bool seen, const std::optional<std::int64_t>& value) -> Status {
    const auto& shown = seen ? value : measure.empty;
    shown ? append(builder, *shown, task) : builder.append_null();
    return ok();
  };
  const auto done = partial.finish(*task.slots, task.ids->size(), measure.shared, rule, append_value);
  if (!done) return failed_figure(*task.indicator, task.ids->text(builder.size()), done.error());
  return builder.finish();
}

}  // namespace staysail::indicators
