#include "staysail/view/party_links.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace staysail;

namespace {

IdentityPair same(std::string a, std::string b, int points = 100) {
  IdentityPair pair;
  pair.a = std::min(a, b);
  pair.b = std::max(a, b);
  pair.points = points;
  pair.answer = IdentityAnswer::same;
  return pair;
}

IdentityRuling ruling(std::string a, std::string b, bool together) {
  return {std::min(a, b), std::max(a, b), together, "E1", "seen the papers", Instant()};
}

std::string told(const LinkedParties& linked) {
  std::string text;
  for (const auto& [party, survivor] : linked.links) text += party + ">" + survivor + " ";
  for (const auto& pair : linked.refused) text += "!" + pair.a + "-" + pair.b + " ";
  return text;
}

}  // namespace

TEST_CASE("parties of one component follow the least id, which follows nobody") {
  CHECK(told(link_parties({same("P3", "P2"), same("P3", "P9"), same("P5", "P6")}, {}, {})) == "P3>P2 P6>P5 P9>P2 ");
  CHECK(told(link_parties({}, {}, {})) == "");
}

TEST_CASE("two different valid numbers never come into one group: the weaker link gives way") {
  const std::vector<IdentityPair> pairs = {same("P1", "P2", 140), same("P2", "P3", 100)};
  CHECK(told(link_parties(pairs, {}, {{"P1", "X"}, {"P3", "Y"}})) == "P2>P1 !P2-P3 ");
  CHECK(told(link_parties(pairs, {}, {{"P1", "X"}, {"P3", "X"}})) == "P2>P1 P3>P1 ");
}

TEST_CASE("what people ruled stands above the points") {
  CHECK(told(link_parties({same("P1", "P2")}, {ruling("P1", "P2", false)}, {})) == "");
  CHECK(told(link_parties({}, {ruling("P7", "P4", true)}, {})) == "P7>P4 ");
  // Parted, and held together by way of a third: the weaker of the two links gives way.
  CHECK(told(link_parties({same("P1", "P2", 140), same("P2", "P3", 100)}, {ruling("P1", "P3", false)}, {})) ==
        "P2>P1 !P2-P3 ");
  // Ruled together although the numbers differ: points may not add a third number to that.
  CHECK(told(link_parties({same("P2", "P3")}, {ruling("P1", "P2", true)}, {{"P1", "X"}, {"P2", "Y"}, {"P3", "Z"}})) ==
        "P2>P1 !P2-P3 ");
}

TEST_CASE("links are a function of sets, no survivor has a link, and no group holds two numbers") {
  rc::check([] {
    const auto id = [](int i) { return "P" + std::to_string(10 + i); };
    std::vector<IdentityPair> pairs;
    std::vector<IdentityRuling> rulings;
    std::map<std::string, std::string> numbers;
    const auto count = *rc::gen::inRange(0, 40);
    for (int i = 0; i < count; ++i) {
      const int a = *rc::gen::inRange(0, 15), b = *rc::gen::inRange(0, 15);
      if (a == b) continue;
      const bool known = std::any_of(pairs.begin(), pairs.end(), [&](const IdentityPair& pair) {
        return pair.a == std::min(id(a), id(b)) && pair.b == std::max(id(a), id(b));
      });
      if (!known) pairs.push_back(same(id(a), id(b), 100 + *rc::gen::inRange(0, 3)));
      if (i % 9 == 0) rulings.push_back(ruling(id(a), id(b), false));
    }
    for (int i = 0; i < 15; i += 2) numbers[id(i)] = std::string(1, static_cast<char>('X' + *rc::gen::inRange(0, 2)));
    const LinkedParties once = link_parties(pairs, rulings, numbers);
    std::reverse(pairs.begin(), pairs.end());
    std::reverse(rulings.begin(), rulings.end());
    RC_ASSERT(told(link_parties(pairs, rulings, numbers)) == told(once));
    std::map<std::string, std::string> number_of;
    for (int i = 0; i < 15; ++i) {
      const std::string survivor(survivor_of(once.links, id(i)));
      RC_ASSERT(once.links.count(survivor) == 0);
      RC_ASSERT(survivor <= id(i));
      if (numbers.count(id(i)) == 0) continue;
      const auto [known, first] = number_of.emplace(survivor, numbers[id(i)]);
      RC_ASSERT(first || known->second == numbers[id(i)]);
    }
    for (const auto& each : rulings) RC_ASSERT(survivor_of(once.links, each.a) != survivor_of(once.links, each.b));
  });
}
