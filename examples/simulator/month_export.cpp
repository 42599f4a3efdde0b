#include "simulator/month_export.hpp"

#include <algorithm>
#include <array>

#include "simulator/dice.hpp"
#include "simulator/line_step.hpp"
#include "simulator/names.hpp"
#include "simulator/person.hpp"

namespace staysail::simulator {
namespace {

// A thing that changed twice in a month is told once, as it stands at the end.
template <class Row, class SameThing>
std::vector<const Row*> latest(const std::vector<Row>& rows, SameThing same) {
  std::vector<const Row*> kept;
  for (const Row& row : rows) {
    const auto found = std::find_if(kept.begin(), kept.end(), [&](const Row* other) { return same(*other, row); });
    if (found == kept.end()) kept.push_back(&row);
    else *found = &row;
  }
  return kept;
}

const char* terminal_of(const LineState& line) {
  constexpr std::array kTerminals = {"帆 3", "帆 5 Pro", "浪花 X", "礁石 2", "老人机"};
  return kTerminals[Dice(1, Thing::line, line.line).pick(Roll::terminal, kTerminals.size())];
}

constexpr std::array kRivalNames = {"rival_a", "rival_b"};

}  // namespace

Result<MonthExport> MonthExport::open(const std::string& folder, const Options& options, const Population& population,
                                      const MonthContext& month) {
  MonthExport month_export(options, population, month);
  const auto month_index = static_cast<std::uint64_t>(month.number);
  for (const FileDescription& file : export_files().subspan(kMonthless)) {
    const DirtPlanter planter(options.seed, options.dirt, file, month_index);
    STAYSAIL_TRY(RowWriter writer, RowWriter::create(folder + "/" + file_name(file.file, compact(month.month)), file,
                                                     options.encoding, planter));
    month_export.writers_.push_back(std::move(writer));
  }
  return month_export;
}

Status MonthExport::close() {
  for (RowWriter& writer : writers_) STAYSAIL_CHECK(writer.close());
  return ok();
}

std::uint64_t MonthExport::rows() const {
  std::uint64_t rows = 0;
  for (const RowWriter& writer : writers_) rows += writer.rows() + writer.planted().size();
  return rows;
}

void MonthExport::changed(RowWriter& row) { row.day(number_of(month_.last)).end_row(); }

void MonthExport::write_line(const Customer& customer, const LineState& line, const LineMonth& events) {
  const std::string id = subscription_id(line.line);
  if (events.changed) write_subscription(customer, line, events);
  write_agreements(id, events);
  write_plans(id, line, events);
  write_services(id, events);
  write_bills(customer, id, line, events);
  write_payments(id, line, events);
  if (events.usage) write_usage(id, *events.usage);
  write_care(customer, id, events);
  write_history(id, events);
  write_outcomes(customer, id, events);
}

void MonthExport::write_subscription(const Customer& customer, const LineState& line, const LineMonth& events) {
  RowWriter& row = at(File::subscriptions);
  const bool gone = line.status == LineStatus::terminated, barred = line.status == LineStatus::suspended;
  row.ascii(subscription_id(line.line))
      .ascii(customer_id(customer.number))
      .ascii(account_id(customer.number, line.account));
  row.ascii(phone_of_line(line.line))
      .text(label_of(line.product))
      .ascii(gone     ? "terminated"
             : barred ? "suspended"
                      : "active");
  row.ascii(barred ? "arrears" : "")
      .ascii(ladder_of(line.product)[line.rung].code)
      .day(line.activated)
      .day(events.terminated);
  row.ascii(!gone ? "" : events.by_operator ? "operator" : "customer").ascii(symbol_of(events.cause));
  row.text(line.product == Product::mobile ? terminal_of(line) : "");
  changed(row);
}

void MonthExport::write_agreements(const std::string& id, const LineMonth& events) {
  RowWriter& row = at(File::agreements);
  const auto same = [](const AgreementRow& a, const AgreementRow& b) {
    return a.agreement.sequence == b.agreement.sequence;
  };
  for (const AgreementRow* one : latest(events.agreements, same)) {
    const Agreement& agreement = one->agreement;
    row.ascii(id + "-G" + std::to_string(agreement.sequence))
        .ascii(id)
        .day(agreement.start)
        .day(agreement.end)
        .number(agreement.months);
    row.ascii(one->status).ascii(agreement.renews != 0 ? "renewal" : "first");
    row.ascii(agreement.renews != 0 ? id + "-G" + std::to_string(agreement.renews) : "");
    changed(row);
  }
}

void MonthExport::write_plans(const std::string& id, const LineState& line, const LineMonth& events) {
  RowWriter& row = at(File::plan_instances);
  const auto same = [](const PlanRow& a, const PlanRow& b) { return a.sequence == b.sequence; };
  for (const PlanRow* plan : latest(events.plans, same)) {
    row.ascii(id + "-I" + std::to_string(plan->sequence))
        .ascii(id)
        .ascii(ladder_of(line.product)[plan->rung].code)
        .ascii("plan");
    row.day(plan->start).day(plan->end).number(plan->price_li).ascii(plan->change);
    changed(row);
  }
}

void MonthExport::write_services(const std::string& id, const LineMonth& events) {
  RowWriter& row = at(File::services);
  const auto same = [](const ServiceRow& a, const ServiceRow& b) {
    return a.service == b.service && a.start == b.start;
  };
  for (const ServiceRow* one : latest(events.services, same)) {
    const ServiceOffer& offer = service_offers()[one->service];
    row.ascii(id + "-V" + std::to_string(one->service + 1) + "-" + date_text(one->start))
        .ascii(id)
        .ascii(offer.code)
        .ascii(offer.category);
    row.day(one->start).day(one->end);
    changed(row);
  }
}

void MonthExport::write_bills(const Customer& customer, const std::string& id, const LineState& line,
                              const LineMonth& events) {
  RowWriter& row = at(File::bills);
  for (const BillRow& bill : events.bills) {
    const std::string cycle = compact(month_.month - (month_.number - bill.month_number));
    row.ascii(account_id(customer.number, line.account))
        .ascii(id)
        .ascii("B" + cycle + id)
        .ascii(cycle)
        .number(bill.amount_li)
        .number(bill.remaining_li);
    row.day(bill.issued).day(bill.due).day(bill.paid).number(bill.cost_li);
    bill.discount_li > 0 ? row.number(bill.discount_li) : row.blank();
    changed(row);
  }
}

void MonthExport::write_payments(const std::string& id, const LineState& line, const LineMonth& events) {
  RowWriter& row = at(File::payments);
  for (const PaymentRow& payment : events.payments) {
    row.ascii(account_id(line.customer, line.account))
        .ascii(id)
        .ascii("Y" + compact(month_.month) + id + "-" + std::to_string(payment.nth));
    row.day(payment.day).number(payment.amount_li).ascii(payment.channel).number(payment.days_late).end_row();
  }
}

void MonthExport::write_usage(const std::string& id, const UsageRow& usage) {
  RowWriter& row = at(File::usage);
  row.ascii(id).ascii(compact(month_.month));
  if (usage.with_calls)
    row.number(usage.calls_out).number(usage.calls_in).number(usage.seconds_out).number(usage.seconds);
  else row.blank().blank().blank().blank();
  row.decimal(usage.data_kb, 3);
  if (usage.with_calls)
    row.number(usage.sms_out)
        .number(usage.contacts)
        .day(usage.last_outgoing_call)
        .number(usage.active_days)
        .number(usage.rival_calls)
        .number(usage.failed_calls);
  else row.blank().blank().blank().number(usage.active_days).blank().blank();
  row.end_row();
}

void MonthExport::write_care(const Customer& customer, const std::string& id, const LineMonth& events) {
  RowWriter& ticket_row = at(File::tickets);
  const auto same = [](const TicketRow& a, const TicketRow& b) {
    return a.month_number == b.month_number && a.nth == b.nth;
  };
  for (const TicketRow* ticket : latest(events.tickets, same)) {
    const std::string opened = compact(month_.month - (month_.number - ticket->month_number));
    ticket_row.ascii("K" + opened + id + "-" + std::to_string(ticket->nth))
        .ascii(customer_id(customer.number))
        .ascii(id);
    ticket_row.text(ticket->type_label)
        .ascii(ticket->cause)
        .ascii(ticket->status)
        .day(ticket->opened)
        .day(ticket->resolved)
        .ascii(ticket->severity);
    changed(ticket_row);
  }
  RowWriter& row = at(File::interactions);
  for (const InteractionRow& interaction : events.interactions) {
    row.ascii("N" + compact(month_.month) + id + "-" + std::to_string(interaction.nth))
        .ascii(customer_id(customer.number))
        .ascii(id)
        .day(interaction.day);
    row.ascii(interaction.channel).ascii(interaction.direction).text(interaction.reason).ascii(interaction.result);
    interaction.satisfaction >= 0 ? row.number(interaction.satisfaction) : row.blank();
    row.end_row();
  }
}

void MonthExport::write_history(const std::string& id, const LineMonth& events) {
  RowWriter& row = at(File::status_history);
  for (const StatusRow& status : events.statuses)
    row.ascii(id).day(status.day).ascii(status.status).ascii(status.reason).end_row();
  RowWriter& port = at(File::port_out_requests);
  for (const PortOutRow& request : events.port_outs)
    port.ascii(id).day(request.day).ascii(request.status).ascii(kRivalNames[request.rival]).end_row();
}

void MonthExport::write_outcomes(const Customer& customer, const std::string& id, const LineMonth& events) {
  RowWriter& row = at(File::outcomes);
  for (const OutcomeRow& outcome : events.outcomes)
    row.text(outcome.task_id)
        .ascii(customer_id(customer.number))
        .ascii(id)
        .day(outcome.day)
        .ascii(outcome.result)
        .text(outcome.note)
        .end_row();
  for (const OptOut& out : events.opt_outs) write_opt_out(customer, out);
  receipts_.insert(receipts_.end(), events.receipts.begin(), events.receipts.end());
}

// Two lines of a customer may say no on one day: it is told once.
void MonthExport::write_opt_out(const Customer& customer, const OptOut& out) {
  const auto same = [&](const OptOut& other) {
    return other.day == out.day && std::string_view(other.channel) == out.channel;
  };
  if (std::any_of(opt_outs_of_customer_.begin(), opt_outs_of_customer_.end(), same)) return;
  opt_outs_of_customer_.push_back(out);
  at(File::consent)
      .ascii(customer_id(customer.number))
      .ascii(out.channel)
      .ascii("marketing")
      .day(out.day)
      .text("否")
      .end_row();
}

}  // namespace staysail::simulator
