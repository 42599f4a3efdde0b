#include <chrono>
#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/view/identity_desk.hpp"

namespace staysail::program {
namespace {

// When somebody ruled is a fact of this moment, unless it is told.
Result<Instant> moment_of(const IdentityVerbAsk& ask) {
  if (!ask.at.empty()) return Instant::parse(ask.at);
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

Status rule(IdentityDesk& desk, const IdentityVerbAsk& ask) {
  STAYSAIL_TRY(const Instant when, moment_of(ask));
  const IdentityAsk asked{ask.party, ask.other, ask.who, ask.why, when};
  return ask.action == "merge" ? desk.merge(asked) : desk.unmerge(asked);
}

Status print_report(IdentityDesk& desk, const std::string& format) {
  STAYSAIL_TRY(const auto found, desk.summary());
  STAYSAIL_TRY(const Batch groups, desk.groups_table());
  if (format == "table")
    std::cout << found.same << " pairs are the same, " << found.review << " are to be reviewed, " << found.refused
              << " are kept apart; " << found.merged << " parties follow another in " << found.groups
              << " groups; people ruled on " << found.rulings << " pairs\n";
  print(groups, format);
  return ok();
}

Status carry_out(Store& store, const IdentityVerbAsk& ask) {
  IdentityDesk desk(store);
  if (ask.action == "report") return print_report(desk, ask.format);
  if (ask.action == "review") {
    STAYSAIL_TRY(const Batch open, desk.review_table());
    print(open, ask.format);
    return ok();
  }
  if (ask.action != "rulings") STAYSAIL_CHECK(rule(desk, ask));
  STAYSAIL_TRY(const Batch rulings, desk.rulings_table());
  print(rulings, ask.format);
  return ok();
}

}  // namespace

int identity(const IdentityVerbAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
