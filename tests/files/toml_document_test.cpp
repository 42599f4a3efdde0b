#include "staysail/files/toml_document.hpp"

#include <doctest/doctest.h>

using namespace staysail;

namespace {

TomlTable table_of(const char* text) { return TomlTable::parse(text, "rules.toml").value(); }

template <class T>
std::string complaint(const Result<T>& result) {
  return result ? "no error" : result.error().to_string();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("values come with their types") {
  const auto root = table_of(R"(
name = "夜航"
count = 3
share = 0.1
on = true
start = 2026-01-31
at = 2026-01-31T08:30:00
quiet = 21:30:00
texts = ["a", "b"]
inner = { a = 1, b = { c = "x" } }
[[feed]]
files = "a.csv"
[[feed]]
files = "b.csv"
)");
  CHECK(root.text("name").value() == "夜航");
  CHECK(root.integer("count").value() == 3);
  CHECK(root.number("share", 3).value() == 100);
  CHECK(root.number("count", 2).value() == 300);
  CHECK(root.require("share").value().real().value() == doctest::Approx(0.1));
  CHECK(root.boolean_or("on", false).value());
  CHECK(root.day("start").value() == Day::of(2026, 1, 31).value());
  CHECK(root.require("at").value().instant().value() == Instant::parse("2026-01-31 08:30").value());
  CHECK(root.require("quiet").value().time_of_day().value() == (21 * 60 + 30) * 60);
  CHECK(root.texts("texts").value() == std::vector<std::string>{"a", "b"});
  CHECK(root.table("inner").value().table("b").value().text("c").value() == "x");
  const auto feeds = root.tables("feed").value();
  REQUIRE(feeds.size() == 2);
  CHECK(feeds[1].text("files").value() == "b.csv");
  CHECK(feeds[1].path() == "feed[2]");
}

TEST_CASE("decimals are exact as written, also behind characters of several bytes") {
  const auto root = table_of("w = { '权' = 0.20, v = -1_000.125 }\nmany = [0.3, 12.345]");
  CHECK(root.table("w").value().number("权", 2).value() == 20);
  CHECK(root.table("w").value().number("v", 3).value() == -1000125);
  CHECK(root.require("many").value().items().value()[1].number(3).value() == 12345);
  CHECK(contains(complaint(table_of("x = 0.125").number("x", 2)), "2 decimals"));
  CHECK(contains(complaint(table_of("x = 1e3").number("x", 2)), "decimal number"));
}

TEST_CASE("keys keep the order of the file") {
  CHECK(table_of("z = 1\na = 2\nm = 3\n[t]\n[b]\n").keys() == std::vector<std::string>{"z", "a", "m", "t", "b"});
}

TEST_CASE("a complaint names the key, its place, what was expected and what was found") {
  const auto root = table_of("[feed]\nfiles = 3\n");
  const std::string text = complaint(root.table("feed").value().text("files"));
  CHECK(contains(text, "rules.toml:2:9"));
  CHECK(contains(text, "'feed.files'"));
  CHECK(contains(text, "a text in quotes was expected, not a whole number"));
  CHECK(contains(complaint(root.table("feed").value().text("file")), "did you mean 'files'?"));
}

TEST_CASE("a key that means nothing is found, with a suggestion") {
  const auto root = table_of("name = 'x'\nencodng = 'utf-8'\n");
  CHECK(root.only({"name", "encodng"}));
  const std::string text = complaint(root.only({"name", "encoding"}));
  CHECK(contains(text, "rules.toml:2:11"));
  CHECK(contains(text, "did you mean 'encoding'?"));
}

TEST_CASE("missing keys have defaults where the caller gives one") {
  const auto root = table_of("");
  CHECK(root.text_or("a", "b").value() == "b");
  CHECK(root.integer_or("a", 7).value() == 7);
  CHECK(root.number_or("a", 2, 50).value() == 50);
  CHECK(root.texts("a").value().empty());
  CHECK(root.tables("a").value().empty());
  CHECK_FALSE(table_of("a = 3").text_or("a", "b"));
}

TEST_CASE("what is not TOML is an error at its place") {
  const auto error = TomlTable::parse("a = 1\nb = = 2\n", "rules.toml").error();
  CHECK(error.code() == Errc::malformed_file);
  REQUIRE(error.place() != nullptr);
  CHECK(error.place()->line == 2);
  for (const char* bad : {"a = 1\na = 2", "a = \"\xFF\"", "a = [1", "[a\n", "[\na]\n", "[", "[[\n", "a.\n", ".a = 1",
                          "t = 2026-02-30", "t = 2026-01-01T00:00:00Z", "x = inf\ny = nan\nz = {"})
    CHECK_FALSE(TomlTable::parse(bad, "rules.toml"));
}

TEST_CASE("nesting has a limit") {
  const auto nested = [](std::size_t depth) { return "a = " + std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(TomlTable::parse(nested(60), "n"));
  CHECK(TomlTable::parse(nested(70), "n").error().code() == Errc::limit_exceeded);
  CHECK_FALSE(TomlTable::parse(nested(5000), "n"));
  CHECK(TomlTable::load("/nonexistent.toml").error().code() == Errc::not_found);
}
