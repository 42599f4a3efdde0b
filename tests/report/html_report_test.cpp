#include "staysail/report/html_report.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "report/number_text.hpp"
#include "report/sample_pages.hpp"

using namespace staysail;
using sample::bare_night, sample::in, sample::page_of, sample::parsed, sample::row_named;

namespace {

std::size_t with_class(const sample::ParsedPage& page, const std::string& name) {
  return static_cast<std::size_t>(
      std::count_if(page.elements.begin(), page.elements.end(), [&](const sample::Element& element) {
        const auto found = element.attributes.find("class");
        return found != element.attributes.end() && found->second == name;
      }));
}

bool has_flow(const sample::ParsedPage& page) {
  const auto paths = page.all("path");
  return std::any_of(paths.begin(), paths.end(),
                     [](const auto* path) { return path->attributes.at("class").ends_with(" flow"); });
}

// A night in which every text that comes from outside is `text`.
NightRecord night_saying(const std::string& text) {
  NightRecord night = bare_night();
  night.playbook = text;
  night.decision = sample::batch_of(
      "subscription_id customer_id stage churn_kind segment warning_level reason_1 reason_2 warning_rank:0 value:2",
      {{text, text, text, text, text, text, text, text, "1", "5.00"},
       {"b", "b", "churned", text, text, "high", text, "", "2", "6.00"}});
  night.transitions = sample::batch_of("from_stage to_stage lines:0", {{text, "churned", "5"}, {"growth", text, "4"}});
  night.funnel = sample::batch_of("strategy_id considered:0 matched:0 no_match:0 task:0",
                                  {{text, "2", "1", "1", "1"}, {"*", "2", "1", "1", "1"}});
  night.effects = sample::batch_of(
      "period strategy segment stage treated:0 kept_difference:real kept_low:real kept_high:real verdict english "
      "chinese",
      {{text, text, "", "", "9", "0.1", "0.05", "0.2", text, text, text},
       {text, "", "", "", "9", "", "", "", text, text, text}});
  night.advice = sample::batch_of("segment stage rank:0 strategy strength english chinese",
                                  {{text, text, "1", text, text, text, text}});
  night.files = sample::batch_of("file read:0 accepted:0 duplicate:0 quarantined:0", {{text, "3", "1", "1", "1"}});
  night.quality =
      sample::batch_of("finding subject value",
                       {{"missing_input", text, text}, {"quarantined", text, "1"}, {"completeness", text, text}});
  night.rooms = sample::batch_of("room ran reason", {{text, "no", text}, {"evaluation", "no", text}});
  return night;
}

Batch tasks_saying(const std::string& text) {
  return sample::batch_of(sample::kTaskColumns, {{text, "2026-01", text, text, text, text, text, text, text, text, text,
                                                  text, "2025-12-01", text, text, text}});
}

rc::Gen<std::string> hostile_text() {
  return rc::gen::oneOf(
      rc::gen::element<std::string>("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
                                    "' onload='alert(1)", "</title></svg><b>", "&lt;script&gt;", "]]>-->",
                                    "javascript:alert(1)", "https://example.org/x.js"),
      rc::gen::container<std::string>(rc::gen::element('<', '>', '"', '\'', '&', '/', '=', '!', '-', 'a', ' ', '\n',
                                                       '\0', '\x80', '\xc3', '\xff')));
}

const std::set<std::string> kTags = {"html", "head", "meta",   "title",   "style",      "body",    "header",  "h1",
                                     "h2",   "h3",   "p",      "nav",     "a",          "main",    "section", "dl",
                                     "dt",   "dd",   "div",    "figure",  "figcaption", "svg",     "desc",    "rect",
                                     "line", "path", "circle", "text",    "table",      "caption", "thead",   "tbody",
                                     "tr",   "th",   "td",     "details", "summary",    "ul",      "li",      "footer"};
const std::set<std::string> kAttributes = {"lang",        "charset",      "name",  "content",    "http-equiv",
                                           "class",       "id",           "href",  "aria-label", "aria-labelledby",
                                           "role",        "viewBox",      "width", "height",     "x",
                                           "y",           "x1",           "y1",    "x2",         "y2",
                                           "cx",          "cy",           "r",     "rx",         "d",
                                           "text-anchor", "fill-opacity", "scope"};

void check_safe(const sample::ParsedPage& page) {
  for (const auto& element : page.elements) {
    RC_ASSERT(kTags.count(element.tag) == 1U);
    for (const auto& [name, value] : element.attributes) {
      RC_ASSERT(kAttributes.count(name) == 1U);
      if (name == "href") RC_ASSERT(value.starts_with("#"));
    }
  }
}

}  // namespace

TEST_CASE("three nights make a well-formed page in either language") {
  const auto nights = sample::nights(600, 3);
  const Batch tasks = sample::tasks(80, 3);
  for (const char* language : {"en", "zh"}) {
    const auto page = parsed(page_of(nights, tasks, in(language)));
    CHECK(page.all("section").size() == 16);
    CHECK(page.all("svg").size() == 16);
    CHECK(with_class(page, "empty") == 0);
    std::set<std::string> ids;
    for (const auto& element : page.elements)
      if (element.attributes.count("id") != 0) CHECK(ids.insert(element.attributes.at("id")).second);
    for (const auto* link : page.all("a")) CHECK(ids.count(link->attributes.at("href").substr(1)) == 1);
  }
  CHECK(parsed(page_of(nights, tasks, in("zh"))).says("客户维系报告 2026-03"));
  CHECK(parsed(page_of(nights, tasks, in("zh"))).all("html").front()->attributes.at("lang") == "zh-CN");
}

TEST_CASE("the page needs no network and holds no script") {
  const auto page = parsed(page_of(sample::nights(200, 2), sample::tasks(20, 2)));
  check_safe(page);
  CHECK(page_of(sample::nights(200, 2), Batch()).find("http://") == std::string::npos);
  CHECK(page_of(sample::nights(200, 2), Batch()).find("https://") == std::string::npos);
  CHECK(page_of(sample::nights(200, 2), Batch()).find("<script") == std::string::npos);
}

TEST_CASE("every chart has a table, every table names its columns and rows") {
  const auto page = parsed(page_of(sample::nights(300, 2), sample::tasks(50, 2)));
  CHECK(page.all("table").size() >= page.all("svg").size());
  std::size_t columns = 0, rows = 0;
  for (const auto* cell : page.all("th")) (cell->attributes.at("scope") == "col" ? columns : rows) += 1;
  CHECK(columns > 60);
  CHECK(rows == page.all("tr").size() - page.all("thead").size());
}

TEST_CASE("no text of a feed or a playbook leaves its place") {
  CHECK(rc::check([] {
    const std::string text = *hostile_text();
    ReportOptions options = in(*rc::gen::element<std::string>("en", "zh"));
    options.title = text;
    options.currency = text;
    options.mask_ids = *rc::gen::arbitrary<bool>();
    const std::vector<NightRecord> nights = {night_saying(text)};
    const auto page = sample::TagChecker::parse(render_report(nights, tasks_saying(text), options).value());
    RC_ASSERT(page.fault == "");
    check_safe(page);
  }));
}

TEST_CASE("the figures of the page are those of the record") {
  const auto nights = sample::nights(1500, 3);
  const auto page = parsed(page_of(nights, sample::tasks(100, 3)));
  std::int64_t alive = 0, high = 0;
  for (int line = 0; line < 1500; ++line) {
    alive += sample::stage_of(line, 2) == "churned" ? 0 : 1;
    high += nights.back().decision.find("warning_level")->text(static_cast<std::size_t>(line)) == "high" ? 1 : 0;
  }
  CHECK(page.says(report::count_text(alive)));
  CHECK(page.says("alive, of 1,500 known"));
  CHECK(row_named(page, "High") ==
        std::vector<std::string>{"High", report::count_text(high), report::percent_text(high, 1500)});
  CHECK(row_named(page, "bills_202601.csv") ==
        std::vector<std::string>{"bills_202601.csv", "480,000", "479,100", "500", "400", "yes", "no"});
  CHECK(row_named(page, "bill_discounts") == std::vector<std::string>{"bill_discounts", "31"});
  CHECK(row_named(page, "payments") == std::vector<std::string>{"payments", "17"});
  CHECK(page.says(
      "1,234,567 records read = 1,204,500 accepted + 29,011 duplicate + 1,056 quarantined. Nothing is missing."));
  CHECK(
      page.says("2026-02: treated customers stayed 2.0 points more often than those held out (+0.2 to +4.2): it keeps "
                "customers."));
  CHECK(row_named(page, "Digest of the results")[1] == nights.back().digest.to_string());
}

TEST_CASE("the effect in front names the month it is of") {
  CHECK(parsed(page_of(sample::nights(100, 3), Batch())).says("Kept by the programme, tasks of 2026-02"));
  CHECK(parsed(page_of(sample::nights(100, 3), Batch(), in("zh"))).says("2026-02工单因维系多留住"));
  CHECK_FALSE(parsed(page_of(sample::nights(100, 1), Batch())).says("tasks of"));
}

TEST_CASE("money stands at its scale") {
  NightRecord night = bare_night();
  night.decision =
      sample::batch_of("subscription_id segment value:3", {{"1", "guard", "1234567.891"}, {"2", "guard", "0.002"}});
  night.grid = sample::batch_of("value_band:0 loyalty_quartile:0 lines:0 value:3", {{"4", "1", "2", "1234567.893"}});
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(page.says("1,234,567.893 CNY"));
  CHECK(page.says("617,283.946 CNY"));
}

TEST_CASE("counts that do not add up are called out") {
  NightRecord night = sample::night(50, 1);
  night.rows.accepted -= 1;
  CHECK(parsed(page_of({night}, Batch())).says("The counts do not add up: 1,234,567 read, 1,204,499 accepted"));
}

TEST_CASE("an empty record makes a page that says why") {
  NightRecord night = bare_night();
  night.rooms = sample::batch_of("room ran reason", {{"lifecycle", "no", "the playbook has no stage tables"},
                                                     {"strategy", "no", "no rule < could run"},
                                                     {"work", "no", ""}});
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(page.all("svg").empty());
  CHECK(with_class(page, "empty") == 13);
  CHECK(page.says("Not available: the step \"Lifecycle\" could not run: the playbook has no stage tables."));
  CHECK(page.says("Not available: the step \"Strategies\" could not run: no rule < could run."));
  CHECK(page.says("Not available: the step \"Work\" did not run."));
  CHECK(parsed(page_of({night}, Batch(), in("zh"))).says("“生命周期”环节未能运行：策略手册没有阶段规则表。"));
}

TEST_CASE("the first night has no month to compare with") {
  const auto page = parsed(page_of(sample::nights(200, 1), Batch()));
  CHECK(page.says("This is the first month that is known"));
  CHECK(page.says("Lines ended before the first month"));
  CHECK_FALSE(has_flow(page));
}

TEST_CASE("what had ended before the first night does not hide the months since") {
  const auto page = parsed(page_of(sample::nights(500, 3), Batch()));
  CHECK(row_named(page, "until 2026-01").size() == 6);
  CHECK(page.says("Before the first month " + row_named(page, "until 2026-01").back() + " lines had ended"));
  CHECK_FALSE(parsed(page_of(sample::nights(500, 1), Batch())).says("Before the first month"));
}

TEST_CASE("effects on a handful of customers are in the table, not in the chart") {
  NightRecord night = bare_night();
  night.effects = sample::batch_of(
      "period strategy segment stage treated:0 kept_difference:real kept_low:real kept_high:real verdict english "
      "chinese",
      {{"2025-12", "", "", "", "900", "0.01", "-0.01", "0.03", "unclear", "Programme.", "全部。"},
       {"2025-12", "tiny", "", "", "3", "0.5", "-0.9", "0.95", "too_small", "Tiny.", "太小。"}});
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(page.all("circle").size() == 1);
  CHECK(page.says("1 results rest on too few customers to be drawn"));
  CHECK(page.says("[-90.0, +95.0]"));
  CHECK(page.says("2025-12: Programme."));
}

TEST_CASE("an empty section names the indicator that had no data") {
  NightRecord night = bare_night();
  night.quality =
      sample::batch_of("finding subject value", {{"missing_input", "arpu_12m", "no feed holds rows of bills"}});
  night.decision = sample::batch_of("subscription_id stage warning_level", {{"1", "growth", "none"}});
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(page.says("Not available: the indicator arpu_12m has no data (no feed holds rows of bills)."));
  CHECK(page.says("No line is warned of."));
}

TEST_CASE("what the night says in English stands in the language of the page") {
  NightRecord night = bare_night();
  night.rooms = sample::batch_of("room ran reason", {{"indicators", "yes", "2 indicators have no data in the feeds"},
                                                     {"view", "yes", "1 indicators have no data in the feeds"}});
  night.quality = sample::batch_of(
      "finding subject value",
      {{"missing_input", "a", "no subscription has a value of last_part_closed"},
       {"missing_input", "b", "no feed holds rows of bills"},
       {"missing_input", "c", "no row has a value of peak"},
       {"missing_input", "d", "nobody has a value of debt; its weight is shared out over the other inputs"},
       {"missing_input", "e", "a sentence of a later release"}});
  const auto chinese = parsed(page_of({night}, Batch(), in("zh")));
  for (const char* sentence :
       {"2个指标在数据中没有值", "1个指标在数据中没有值", "没有用户有last_part_closed的值", "没有数据源提供bills的记录",
        "没有记录有peak的值", "没有用户有debt的值，其权重由其他输入分摊", "a sentence of a later release"})
    CHECK(chinese.says(sentence));
  CHECK_FALSE(chinese.says("no data in the feeds"));
  const auto english = parsed(page_of({night}, Batch()));
  CHECK(english.says("2 indicators have no data in the feeds"));
  CHECK(english.says("1 indicator has no data in the feeds"));
  CHECK(english.says("no feed holds rows of bills"));
}

TEST_CASE("lines in service and all lines known go by different names") {
  const auto nights = sample::nights(300, 2);
  const auto english = parsed(page_of(nights, Batch())), chinese = parsed(page_of(nights, Batch(), in("zh")));
  CHECK(english.says("Subscriptions in service"));
  CHECK(row_named(english, "All subscriptions known") == std::vector<std::string>{"All subscriptions known", "300"});
  CHECK(chinese.says("在网用户数"));
  CHECK(row_named(chinese, "全部已知用户数") == std::vector<std::string>{"全部已知用户数", "300"});
  CHECK(page_of(nights, Batch(), in("zh")).find("scope=\"col\" class=\"text\">值<") != std::string::npos);
}

TEST_CASE("files of one feed are summed up") {
  NightRecord night = sample::night(20, 0);
  night.files = sample::batch_of("file feed read:0 accepted:0 duplicate:0 quarantined:0",
                                 {{"a1.csv", "a", "10", "7", "2", "1"},
                                  {"b.csv", "b", "5", "5", "0", "0"},
                                  {"a2.csv", "a", "20", "20", "0", "0"}});
  night.rows = {35, 32, 2, 1};
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(row_named(page, "a") == std::vector<std::string>{"a", "30", "27", "2", "1", "yes", "2"});
  CHECK(page.says("Nothing is missing."));
}

TEST_CASE("the best advice for the largest groups stands before all of it") {
  NightRecord night = bare_night();
  night.decision = sample::batch_of("subscription_id segment stage",
                                    {{"1", "guard", "growth"}, {"2", "rescue", "decline"}, {"3", "rescue", "decline"}});
  sample::Rows rows;
  for (int rank = 1; rank <= 10; ++rank)
    for (const char* group : {"guard growth", "rescue decline"}) {
      const std::string text = group, segment = text.substr(0, text.find(' '));
      rows.push_back({segment, text.substr(text.find(' ') + 1), std::to_string(rank), "s" + std::to_string(rank),
                      "proven", "Because.", "因为。"});
    }
  night.advice = sample::batch_of("segment stage rank:0 strategy strength english chinese", rows);
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(page.says("Best advice for the largest groups"));
  CHECK(page.says("Table: Advice by segment and stage (20 rows)"));
  const std::string source = page_of({night}, Batch());
  const std::string best = source.substr(source.find("<caption>Best advice"));
  CHECK(best.find("Rescue: ") < best.find("Guard: "));
  CHECK(best.find(">s1<") < best.find(">s2<"));
}

TEST_CASE("a month without a night breaks the flow, not the page") {
  auto nights = sample::nights(200, 3);
  nights.erase(nights.begin() + 1);
  const auto page = parsed(page_of(nights, Batch()));
  CHECK(page.says("2026-01"));
  CHECK(has_flow(page));
}

TEST_CASE("ids of people are masked unless asked for") {
  const auto nights = sample::nights(400, 2);
  ReportOptions open = in("en");
  open.mask_ids = false;
  const std::string masked = page_of(nights, sample::tasks(50, 2)), clear = page_of(nights, sample::tasks(50, 2), open);
  for (int line = 0; line < 400; ++line) CHECK(masked.find(sample::subscription_of(line)) == std::string::npos);
  CHECK(masked.find("C10") == std::string::npos);
  CHECK(clear.find("S0000") != std::string::npos);
}

TEST_CASE("the order of rows changes nothing") {
  const auto nights = sample::nights(300, 2);
  const Batch tasks = sample::tasks(60, 2);
  std::vector<std::uint32_t> backwards;
  for (std::size_t row = tasks.rows(); row-- > 0;) backwards.push_back(static_cast<std::uint32_t>(row));
  CHECK(page_of(nights, tasks) == page_of(nights, tasks.take(backwards)));
}

TEST_CASE("a longer list than a chart can hold stands in the table") {
  NightRecord night = bare_night();
  sample::Rows rows;
  for (int i = 0; i < 40; ++i) rows.push_back({std::to_string(1000 + i), "segment-" + std::to_string(i)});
  night.decision = sample::batch_of("subscription_id segment", rows);
  const auto page = parsed(page_of({night}, Batch()));
  CHECK(page.says("Table: Segments (41 rows)"));
  CHECK(row_named(page, "segment-39") == std::vector<std::string>{"segment-39", "segment-39", "1", "2.5%", "–", "0"});
}

TEST_CASE("what cannot be rendered is refused with a reason") {
  const auto refused = [](const std::vector<NightRecord>& nights, const ReportOptions& options) {
    const auto result = render_report(nights, Batch(), options);
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == Errc::invalid_argument);
    return result.error().message();
  };
  CHECK(refused({}, in("en")).find("at least one night") != std::string::npos);
  CHECK(refused({bare_night()}, in("fr")).find("fr") != std::string::npos);
  CHECK(refused({bare_night(), bare_night()}, in("en")).find("2026-01-01") != std::string::npos);
  ReportOptions none = in("en");
  none.charted_rows = 0;
  CHECK(refused({bare_night()}, none).find("charted_rows") != std::string::npos);
}
