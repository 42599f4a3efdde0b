#include "staysail/view/identity.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

#include "told_parties.hpp"

using namespace staysail;
using namespace staysail::testing;

namespace {

IdentityFindings found(const std::vector<std::string>& lines, const IdentityRules& rules = {}) {
  return compare_parties(told_parties(lines), rules).value();
}

std::string told(const IdentityFindings& findings) {
  std::string text;
  for (const auto& pair : findings.pairs)
    text += pair.a + "-" + pair.b + " " + std::string(name_of(pair.answer)) + " " + std::to_string(pair.points) + " " +
            pair.evidence_text() + "\n";
  return text;
}

// Registrations of a few people in many spellings: what blocks and rules meet.
std::vector<std::string> crowd(std::size_t size) {
  const std::vector<std::string> names = {"王小明", "王 小明", "李芳", "陳國華", "陈国华", "Zhang Wei", "Wei ZHANG"};
  const std::vector<std::string> numbers = {"", "11010519491231002X", "110105491231002", "110105194912310021",
                                            "110101199001011237"};
  const std::vector<std::string> phones = {"", "13800001111", "+86 138 0000 1111", "13900002222"};
  const std::vector<std::string> addresses = {"", "长虹路12号3层", "长虹路十二号3楼", "和平街1号"};
  const std::vector<std::string> days = {"", "1990-01-01", "1949-12-31"};
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < size; ++i) {
    const auto pick = [&](const std::vector<std::string>& from, std::size_t salt) {
      return from[(i * 7919 + i / 3 * salt + salt) % from.size()];
    };
    lines.push_back("P" + std::to_string(10'000 + i) + "|individual|" + pick(names, 3) + "|" + pick(numbers, 11) + "|" +
                    pick(phones, 17) + "|" + pick(addresses, 29) + "|" + pick(days, 5));
  }
  return lines;
}

}  // namespace

TEST_CASE("who is the same person, who is to be looked at, and who is not") {
  struct Case {
    const char *title, *one, *other, *answer;
  };
  const Case cases[] = {
      {"same number, phone and name moved on", "individual|王小明|11010519491231002X|13800001111|长虹路1号",
       "individual|王小明|110105491231002|13900002222|和平街2号", "same"},
      {"a slip in the number", "individual|王小明|11010519491231002X|13800001111|长虹路1号",
       "individual|王小明|11010519491231003X|13800001111|长虹路1号", "same"},
      {"two valid numbers", "individual|王小明|11010519491231002X|13800001111|长虹路1号",
       "individual|王小明|110101199001011237|13800001111|长虹路1号", "different"},
      {"name, phone and birth day", "individual|陳國華||13800001111||1990-01-01",
       "individual|陈国华||0086 138 0000 1111||1990-01-01", "same"},
      {"name and phone alone", "individual|王小明||13800001111|", "individual|王小明||+8613800001111|", "review"},
      {"twins", "individual|王小明||13800001111|长虹路1号|1990-01-01",
       "individual|王小亮||13800001111|长虹路1号|1990-01-01", "review"},
      {"parent and child", "individual|王小明|11010519491231002X|13800001111|长虹路1号|1949-12-31",
       "individual|王小亮||13800001111|长虹路1号|1990-01-01", "different"},
      {"a couple", "individual|王小明|11010519491231002X|13800001111|长虹路1号|1949-12-31",
       "individual|李芳|110101199001011237|13800001111|长虹路1号|1990-01-01", "different"},
      {"somebody else under a known number", "individual|王小明|11010519491231002X|13800001111|长虹路1号",
       "individual|李芳|11010519491231002X|13900002222|和平街2号", "different"},
      {"a firm and its owner", "individual|王小明||13800001111|长虹路1号|1990-01-01",
       "organisation|王小明||13800001111|长虹路1号|1990-01-01", "different"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.title);
    const auto findings = found({"P1|" + std::string(each.one), "P2|" + std::string(each.other)});
    const auto answer = findings.pairs.empty() ? IdentityAnswer::different : findings.pairs.front().answer;
    CHECK(std::string(name_of(answer)) == each.answer);
  }
}

TEST_CASE("the evidence is named") {
  const auto findings = found({"P1|individual|王小明|11010519491231002X|13800001111|长虹路12号3层",
                               "P2|individual|王小明|11010519491231002x|13800001111|东区长虹路12号3层"});
  CHECK(told(findings) == "P1-P2 same 200 identity_number phone name address_near\n");
}

TEST_CASE("the findings are the same for any order of the parties, any threads, and in one go or by and by") {
  const auto lines = crowd(400);
  const std::string once = told(found(lines));
  CHECK(once.size() > 1000);
  ThreadPool threads(3);
  CHECK(told(compare_parties(told_parties(lines), {}, &threads).value()) == once);
  rc::check([&] {
    std::vector<std::size_t> order(lines.size());
    std::iota(order.begin(), order.end(), 0);
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return (a + 1) * 2654435761u * (seed | 1) % 1'000'003 < (b + 1) * 2654435761u * (seed | 1) % 1'000'003;
    });
    std::vector<std::string> shuffled;
    for (const std::size_t i : order) shuffled.push_back(lines[i]);
    RC_ASSERT(told(found(shuffled)) == once);
  });
}

TEST_CASE("a phone that a crowd has is no evidence, and costs no square of the crowd") {
  std::vector<std::string> lines;
  for (int i = 0; i < 2000; ++i)
    lines.push_back("P" + std::to_string(10'000 + i) + "|individual|N" + std::to_string(i) + "||13800001111|");
  lines.push_back("P20000|individual|N7||13800001111||1990-01-01");
  lines.push_back("P20001|individual|N7||13800001111||1990-01-01");
  const auto findings = found(lines);
  CHECK(findings.compared <= 2002 * 8 + 10);
  REQUIRE(findings.pairs.size() == 1);
  CHECK(told(findings) == "P20000-P20001 review 60 name birth_day\n");
}

TEST_CASE("rules are declared, and what is wrong with them is told with its place") {
  const auto rules =
      IdentityRules::parse("same = 90\nreview = 50\npersons = false\n[points]\nphone = 55\n", "identity.toml");
  REQUIRE(rules);
  CHECK(rules->same == 90);
  CHECK_FALSE(rules->persons);
  CHECK(rules->points_of(IdentityEvidence::phone) == 55);
  CHECK(rules->points_of(IdentityEvidence::name) == 40);
  const auto message = [](const char* toml) {
    const auto read = IdentityRules::parse(toml, "identity.toml");
    return read ? std::string() : read.error().to_string();
  };
  CHECK(message("[points]\nfone = 5\n").find("identity.toml:2:") == 0);
  CHECK(message("[points]\nfone = 5\n").find("phone") != std::string::npos);
  CHECK(message("same = 50\nreview = 60\n").find("review is not above same") != std::string::npos);
  CHECK(message("largest_block = 1\n").find("between 2 and 1000") != std::string::npos);
  CHECK(message("point = 1\n").find("points") != std::string::npos);
}

TEST_CASE("a birth day counts as a text too, and what cannot be compared is refused") {
  const std::vector<std::string> lines = {"P1 | individual | 王小明 | | 13800001111 | | 1980-05-31",
                                          "P2 | individual | 王小明 | | 13800001111 | | 1980-05-31",
                                          "P3 | individual | 王小明 | | 13800001111 | | 1991-01-01"};
  const Batch days = told_parties(lines);
  const auto with_column = [&](ColumnType type, const std::vector<std::string>& texts) {
    ColumnBuilder builder(Field{type == ColumnType::text ? "birth_day" : "phone", type, 0, {}});
    for (const auto& text : texts) {
      if (type == ColumnType::number) builder.append_number(std::stoll(text));
      else if (text.empty()) builder.append_null();
      else builder.append_text(text);
    }
    return days.with(builder.finish()).value();
  };
  const auto told_of = [](const Batch& parties) { return told(compare_parties(parties, {}).value()); };
  CHECK(told_of(days).find(" birth_day") != std::string::npos);
  CHECK(told_of(with_column(ColumnType::text, {"1980-05-31", "1980-05-31", "1991-01-01"})) == told_of(days));
  CHECK(told_of(with_column(ColumnType::text, {"", "", ""})).find("birth_day") == std::string::npos);
  const auto wrong = compare_parties(with_column(ColumnType::text, {"1980-05-31", "31.5.1980", ""}), {});
  CHECK(wrong.error().code() == Errc::malformed_text);
  CHECK(wrong.error().message().find("P2") != std::string::npos);
  const auto numbers = compare_parties(with_column(ColumnType::number, {"138", "138", "139"}), {});
  CHECK(numbers.error().code() == Errc::schema_mismatch);
  CHECK(numbers.error().message().find("phone") != std::string::npos);
}
