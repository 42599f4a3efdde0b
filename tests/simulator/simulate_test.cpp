#include "simulator/simulate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "simulator/action.hpp"
#include "simulator/export_folder.hpp"
#include "simulator/names.hpp"
#include "simulator/person.hpp"
#include "simulator/row_writer.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/encoding.hpp"

using namespace staysail;
using namespace staysail::simulator;

namespace {

// A simulation that many cases look at: 1,200 subscriptions, seed 7, 12 months.
const std::string& shared_export() {
  static const TemporaryFolder folder("shared");
  static const bool made = simulate(small(folder.path())).has_value();
  REQUIRE(made);
  return folder.path();
}

std::vector<std::vector<std::string>> all_rows(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  for (int month = 1; month <= 12; ++month)
    for (auto& row : rows_of(shared_export() + "/" + name + "_" + compact(Month::of(2025, month)) + ".csv"))
      rows.push_back(std::move(row));
  return rows;
}

}  // namespace

TEST_CASE("the same seed makes the same bytes, another seed makes others") {
  const TemporaryFolder again("again"), other_folder("other");
  REQUIRE(simulate(small(again.path())));
  CHECK(all_files(again.path()) == all_files(shared_export()));
  Options other = small(other_folder.path());
  other.seed = 8;
  REQUIRE(simulate(other));
  CHECK(read_bytes(other_folder.path() + "/usage_202506.csv") != read_bytes(shared_export() + "/usage_202506.csv"));
}

TEST_CASE("there are exactly as many subscriptions as asked for, each with an account and a customer that is told of") {
  for (const std::uint32_t count : {1u, 2u, 37u, 300u}) {
    const TemporaryFolder folder("count");
    REQUIRE(simulate(small(folder.path(), count)));
    std::set<std::string> subscriptions, customers, accounts;
    int strays = 0;
    for (int month = 1; month <= 12; ++month) {
      const std::string suffix = "_" + compact(Month::of(2025, month)) + ".csv";
      for (const auto& row : rows_of(folder.path() + "/customers" + suffix)) customers.insert(row[0]);
      for (const auto& row : rows_of(folder.path() + "/accounts" + suffix)) accounts.insert(row[0]);
      for (const auto& row : rows_of(folder.path() + "/subscriptions" + suffix)) {
        subscriptions.insert(row[0]);
        strays += customers.count(row[1]) + accounts.count(row[2]) != 2;
      }
    }
    CHECK(subscriptions.size() == count);
    CHECK(strays == 0);
  }
}

TEST_CASE("a month of one history is the month of another: facts are filed by their own month") {
  const auto misfiled = [](const std::string& name, std::size_t column) {
    const auto rows = rows_of(shared_export() + "/" + name + "_202507.csv");
    REQUIRE(rows.size() > 5);
    return std::count_if(rows.begin(), rows.end(),
                         [&](const auto& row) { return row[column].substr(0, 6) != "202507"; });
  };
  CHECK(misfiled("usage", 1) == 0);
  CHECK(misfiled("payments", 3) == 0);
  CHECK(misfiled("status_history", 1) == 0);
}

TEST_CASE("nothing is billed or used before activation or after the end") {
  std::map<std::string, std::pair<std::string, std::string>> life;
  for (const auto& row : all_rows("subscriptions")) life[row[0]] = {row[8].substr(0, 6), row[9].substr(0, 6)};
  const auto outside = [&](const std::string& name, std::size_t line, std::size_t cycle) {
    const auto rows = all_rows(name);
    return std::count_if(rows.begin(), rows.end(), [&](const auto& row) {
      const auto& [from, to] = life.at(row[line]);
      return row[cycle] < from || (!to.empty() && row[cycle] > to);
    });
  };
  CHECK(outside("usage", 0, 1) == 0);
  CHECK(outside("bills", 1, 3) == 0);
}

TEST_CASE("churn follows from what happened: more leave when a contract ends than in the middle of one") {
  std::map<std::string, std::string> end, left;
  for (const auto& row : all_rows("agreements"))
    if (row[5] != "terminated") end[row[1]] = std::max(end[row[1]], row[3]);
  for (const auto& row : all_rows("subscriptions")) left[row[0]] = row[9];
  int ended = 0, left_at_end = 0, bound = 0, left_bound = 0;
  for (const auto& [line, day] : end) {
    const std::string gone = left[line];
    if (day >= "20250701" && day < "20251101") {
      ++ended;
      left_at_end += !gone.empty() && gone.substr(0, 6) >= day.substr(0, 6);
    } else if (day >= "20260701") {
      ++bound;
      left_bound += !gone.empty();
    }
  }
  REQUIRE(ended > 50);
  REQUIRE(bound > 50);
  CHECK(left_at_end * 4 * bound > left_bound * 4 * ended * 2);
}

TEST_CASE("bills: what is open is the whole amount or nothing, and who has paid has a day of payment") {
  const auto rows = all_rows("bills");
  const auto is_wrong = [](const std::vector<std::string>& row) {
    const bool settled = row[5] == "0";
    return settled == row[8].empty() || (!settled && row[5] != row[4]) || std::stoll(row[4]) <= 0;
  };
  CHECK(std::count_if(rows.begin(), rows.end(), is_wrong) == 0);
  CHECK(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row[5] != "0"; }) > 100);
}

TEST_CASE("identity numbers carry a right check digit and are unique, phones are of the range without subscribers") {
  CHECK(check_digit("11010519491231002") == 'X');  // the example of GB 11643
  std::map<std::string, std::string> duplicates;
  for (const auto& entry : std::filesystem::directory_iterator(shared_export() + "/truth"))
    if (entry.path().filename().string().rfind("duplicates", 0) == 0)
      for (const auto& row : rows_of(entry.path().string())) duplicates[row[0]] = row[1];
  CHECK(duplicates.size() > 2);
  Options options = small("unused");
  const Population population(options);
  std::map<std::string, std::uint32_t> owner_of_number;
  int malformed = 0, unexpected = 0;
  for (const Customer& customer : population.customers()) {
    if (customer.same_person_as != kNobody) continue;
    const Person person = person_of(population, customer);
    malformed += person.phone.substr(0, 3) != "154" || person.phone.size() != 11;
    if (person.variation == std::string_view("child")) continue;  // no number of its own
    malformed += person.identity_number.size() != 18;
    if (!customer.is_group)
      malformed += person.identity_number[17] != check_digit(person.identity_number.substr(0, 17));
    unexpected += !owner_of_number.emplace(person.identity_number, customer.number).second;
  }
  // Who was registered again may have another spelling of a number, but nobody else's.
  for (const Customer& customer : population.customers()) {
    if (customer.same_person_as == kNobody) continue;
    const Person person = person_of(population, customer);
    const auto owner = owner_of_number.find(person.identity_number);
    unexpected += owner != owner_of_number.end() && owner->second != customer.same_person_as;
    unexpected += duplicates.count(party_id(customer.number)) == 0 ||
                  duplicates[party_id(customer.number)] != party_id(customer.same_person_as);
  }
  CHECK(malformed == 0);
  CHECK(unexpected == 0);
}

TEST_CASE("dates are written as the calendar has them") {
  int wrong = 0;
  for (int days = -25'000; days < 40'000; days += 17) {
    std::string iso = Day::since_epoch(days).to_string();
    iso.erase(7, 1).erase(4, 1);
    wrong += date_text(days) != iso;
  }
  CHECK(wrong == 0);
}

TEST_CASE("an export in GB18030 says the same as one in UTF-8") {
  const TemporaryFolder folder("gb");
  Options options = small(folder.path());
  options.encoding = ExportEncoding::gb18030;
  REQUIRE(simulate(options));
  for (const auto& [name, bytes] : all_files(shared_export())) {
    if (name.find(".csv") == std::string::npos || name.rfind("truth", 0) == 0) continue;
    CHECK(decode_all(read_bytes(folder.path() + "/" + name), Encoding::gb18030, name).value() == bytes);
  }
}

TEST_CASE("a simulation is not written over something else, and its options are checked") {
  const TemporaryFolder folder("used");
  std::filesystem::create_directories(folder.path());
  REQUIRE(write_file(folder.path() + "/mine.txt", "mine"));
  const auto refused = simulate(small(folder.path()));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::conflict);
  CHECK(read_bytes(folder.path() + "/mine.txt") == "mine");
  Options options = small("somewhere");
  options.dirt = 0.5;
  CHECK(simulate(options).error().code() == Errc::invalid_argument);
  options = small("somewhere");
  options.months = 0;
  CHECK(simulate(options).error().code() == Errc::invalid_argument);
}
