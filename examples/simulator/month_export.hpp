// MonthExport: the files of one month, open for writing.
#pragma once

#include <string>
#include <vector>

#include "simulator/customer.hpp"
#include "simulator/line_month.hpp"
#include "simulator/month_context.hpp"
#include "simulator/row_writer.hpp"

namespace staysail::simulator {

// What an account owes at the end of a month, and what was overdue at the end of the one before.
struct AccountBalance {
  std::int64_t overdue_before_li = 0, owed_li = 0, overdue_li = 0;
  DayNumber oldest_due = 0;
};

// What happened to a customer as a whole.
struct CustomerMonth {
  bool enters = false;  // told for the first time
  bool ends = false;    // the last line has gone
  DayNumber since = 0;
  bool prepaid = false;  // as the first line pays
  bool automatic = false;
  double spend_yuan = 0;
  DayNumber opt_out = 0;  // 0: none
  std::vector<AccountBalance> balances;
};

class MonthExport {
 public:
  // Makes the files in `folder`; `io_failed` when one cannot be made. `population` must outlive the export.
  static Result<MonthExport> open(const std::string& folder, const Options& options, const Population& population,
                                  const MonthContext& month);

  // A customer's lines, then the customer.
  void write_line(const Customer& customer, const LineState& line, const LineMonth& events);
  void write_customer(const Customer& customer, const CustomerMonth& events);
  // Ends all files; `io_failed` when one is not whole.
  Status close();

  const std::vector<RowWriter>& writers() const { return writers_; }
  std::uint64_t rows() const;
  // What became of the month's actions.
  const std::vector<ReceiptRow>& receipts() const { return receipts_; }

 private:
  MonthExport(const Options& options, const Population& population, const MonthContext& month)
      : options_(options), population_(population), month_(month) {}
  RowWriter& at(File file) { return writers_[static_cast<std::size_t>(file) - kMonthless]; }
  void changed(RowWriter& row);  // the last column of an entity's row, and its end

  void write_subscription(const Customer& customer, const LineState& line, const LineMonth& events);
  void write_agreements(const std::string& id, const LineMonth& events);
  void write_plans(const std::string& id, const LineState& line, const LineMonth& events);
  void write_services(const std::string& id, const LineMonth& events);
  void write_bills(const Customer& customer, const std::string& id, const LineState& line, const LineMonth& events);
  void write_payments(const std::string& id, const LineState& line, const LineMonth& events);
  void write_usage(const std::string& id, const UsageRow& usage);
  void write_care(const Customer& customer, const std::string& id, const LineMonth& events);
  void write_history(const std::string& id, const LineMonth& events);
  void write_outcomes(const Customer& customer, const std::string& id, const LineMonth& events);

  void write_opt_out(const Customer& customer, const OptOut& out);

  void write_party(const Customer& customer);
  void write_customer_row(const Customer& customer, const CustomerMonth& events);
  void write_accounts(const Customer& customer, const CustomerMonth& events);
  void write_consent(const Customer& customer, const CustomerMonth& events);
  void write_balances(const Customer& customer, const CustomerMonth& events);

  static constexpr std::size_t kMonthless = 2;  // units and staff
  const Options& options_;
  const Population& population_;
  MonthContext month_;
  std::vector<RowWriter> writers_;
  std::vector<OptOut> opt_outs_of_customer_;
  std::vector<ReceiptRow> receipts_;
};

// How many account managers a county has, and which one of them looks after a customer.
std::uint32_t managers_per_county(std::uint32_t subscribers);
std::uint32_t manager_of(const Customer& customer, std::uint32_t subscribers);
// Writes units.csv and staff.csv; planted rows are added to `planted` as (file, row). How many rows there are.
Result<std::uint64_t> write_units_and_staff(const std::string& folder, const Options& options,
                                            const MonthContext& month,
                                            std::vector<std::pair<std::string, PlantedRow>>& planted);

}  // namespace staysail::simulator
