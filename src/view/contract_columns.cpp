#include "contract_columns.hpp"

#include <optional>
#include <tuple>

#include "owned_rows.hpp"

namespace staysail::view {
namespace {

struct Term {
  Day start, end;
  std::int64_t months = 0;
  bool renews = false;
};

struct Contract {
  std::optional<Term> current;  // begun by as_of, of the latest end
  std::optional<Day> first_start;
  std::optional<Day> future_end;  // of an agreement that has not begun
};

// The end is the last day of the term, so the term reaches to the day after it.
std::int64_t whole_months(Day start, Day end) {
  const Day after = end + 1;
  return after.month_of() - start.month_of() - (after.day_of_month() < start.day_of_month() ? 1 : 0);
}

class AgreementReader {
 public:
  explicit AgreementReader(const Batch& rows)
      : start_(rows, "start"),
        end_(rows, "end"),
        months_(rows.find("months")),
        status_(rows.find("status")),
        renews_(rows.find("renews_agreement_id")) {}

  // nullopt: the row binds nobody (never approved, ended early, or without a term).
  std::optional<Term> term(std::size_t row) const {
    const std::string_view status = text_at(status_, row);
    if (!status.empty() && status != "approved" && status != "expired") return std::nullopt;
    const bool has_months = months_ != nullptr && !months_->is_null(row);
    if (!start_.known(row) || (!end_.known(row) && !has_months)) return std::nullopt;
    Term term;
    term.start = start_.at(row);
    term.end = end_.known(row) ? end_.at(row) : term.start.plus_months(static_cast<int>(months_->numbers()[row])) - 1;
    term.months = has_months ? months_->numbers()[row] : whole_months(term.start, term.end);
    term.renews = renews_ != nullptr && !renews_->is_null(row);
    return term;
  }

 private:
  DayReader start_, end_;
  const Column* months_;
  const Column* status_;
  const Column* renews_;
};

void take(Contract& contract, const Term& term, Day as_of) {
  if (!contract.first_start || term.start < *contract.first_start) contract.first_start = term.start;
  if (term.start > as_of) {
    if (!contract.future_end || term.end > *contract.future_end) contract.future_end = term.end;
    return;
  }
  const bool later =
      !contract.current || std::tie(term.end, term.start) > std::tie(contract.current->end, contract.current->start);
  if (later) contract.current = term;
}

std::vector<Contract> gather(const Batch& agreements, const IdIndex& subscriptions, Day as_of) {
  std::vector<Contract> contracts(subscriptions.size());
  const auto owners = owners_of(agreements, "subscription_id", subscriptions);
  const AgreementReader reader(agreements);
  for (std::size_t row = 0; row < owners.size(); ++row) {
    if (owners[row] == kNoRow) continue;
    if (const auto term = reader.term(row)) take(contracts[owners[row]], *term, as_of);
  }
  return contracts;
}

}  // namespace

std::vector<Column> contract_columns(const Batch& agreements, const IdIndex& subscriptions, Day as_of) {
  ColumnBuilder start({"contract_start", ColumnType::day, 0, {}}), end({"contract_end", ColumnType::day, 0, {}});
  ColumnBuilder months({"contract_months", ColumnType::number, 0, "months"});
  ColumnBuilder renewed({"contract_renewed", ColumnType::boolean, 0, {}}),
      is_renewal({"contract_is_renewal", ColumnType::boolean, 0, {}});
  for (const auto& contract : gather(agreements, subscriptions, as_of)) {
    const auto& term = contract.current;
    append_day_or_null(start, term.has_value(), term ? term->start : Day());
    append_day_or_null(end, term.has_value(), term ? term->end : Day());
    if (term) months.append_number(term->months);
    else months.append_null();
    renewed.append_boolean(contract.future_end && (!term || *contract.future_end > term->end));
    is_renewal.append_boolean(term && (term->renews || *contract.first_start < term->start));
  }
  return {start.finish(), end.finish(), months.finish(), renewed.finish(), is_renewal.finish()};
}

}  // namespace staysail::view
