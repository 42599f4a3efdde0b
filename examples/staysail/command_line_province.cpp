#include "command_line.hpp"

namespace staysail::program {

void add_province(CLI::App& app, Run& chosen) {
  const auto up = std::make_shared<TransferAsk>();
  CLI::App& transfer_verb = add_verb(app, "transfer", "What a city's store knows goes up into the province's store", up,
                                     &transfer_up, chosen);
  transfer_verb.add_option("--from", up->from, "the city's store; nothing in it changes")->required();
  transfer_verb.add_option("--to", up->to, "the province's store; it is made where there is none")->required();
  transfer_verb.add_option("--city", up->city, "the city's name in the province, the same each time")->required();
  transfer_verb.add_option("--mapping", up->mapping, "the mapping whose tables of its own go up too");
  format_option(transfer_verb, up->format);
  transfer_verb.footer(
      "Customers, contracts, bills, payments, usage and the analyses of nights go up; tickets, contacts, tasks and "
      "orders stay.\nLate and repeated transfers change nothing.\n"
      "Example:\n  staysail transfer --from sqlite:wuhan.db --to sqlite:hubei.db --city wuhan");
  const auto ask = std::make_shared<ProvinceAsk>();
  CLI::App& province_verb =
      add_verb(app, "province", "What the cities' nights found, each and all together", ask, &province, chosen);
  store_option(province_verb, ask->store);
  province_verb.add_option("--period", ask->period, "the month, YYYY-MM; the latest without it")->check(month_fault);
  format_option(province_verb, ask->format);
  province_verb.footer("Example:\n  staysail province --store sqlite:hubei.db --period 2026-01");
}

}  // namespace staysail::program
