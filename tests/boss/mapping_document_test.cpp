// docs/mapping.md tells the truth: its example runs, its tables are the model's, its reasons are those that there are.
#include <doctest/doctest.h>

#include "staysail/boss/feed_check.hpp"
#include "staysail/boss/file_receipt.hpp"
#include "staysail/files/byte_source.hpp"

using namespace staysail;

namespace {

std::string document() { return read_file(std::string(STAYSAIL_SOURCE_DIR) + "/docs/mapping.md", 10'000'000).value(); }

// Fenced blocks by what stands after the fence: "csv bills.csv" -> text.
std::map<std::string, std::string> blocks(const std::string& text) {
  std::map<std::string, std::string> found;
  for (std::size_t at = text.find("\n```"); at != std::string::npos; at = text.find("\n```", at)) {
    const std::size_t line = text.find('\n', at + 4), end = text.find("\n```", line);
    found[text.substr(at + 4, line - at - 4)] = text.substr(line + 1, end - line);
    at = end + 4;
  }
  return found;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the example of the document reads its files without a bad row") {
  std::map<std::string, std::string> files;
  std::string mapping_text;
  for (const auto& [name, text] : blocks(document())) {
    if (name.starts_with("csv ")) files[name.substr(4)] = text;
    if (name == "toml example") mapping_text = text;
  }
  REQUIRE(files.size() == 3);
  const auto mapping = Mapping::parse(mapping_text, "docs/mapping.md");
  REQUIRE_MESSAGE(mapping.has_value(), mapping.error().to_string());
  RejectList rejects;
  const auto check = check_feed(TextFiles(files), *mapping, rejects).value();
  for (const auto& file : check.files) CHECK_MESSAGE(!file.failure, file.file);
  CHECK((check.clean() && check.rows() == 6));
  CHECK(check.files[0].rows_by_table.at("bills") == 2);
  CHECK(check.files[1].unknown_columns == std::vector<std::string>{"积分等级"});
}

TEST_CASE("the fragment of the document declares a table") {
  const std::string text = blocks(document()).at("toml fragment") +
                           "[[feed]]\nfiles = \"q.csv\"\n[[feed.entity]]\ntable = \"network_quality\"\nfields = { "
                           "subscription_id = \"S\", month = \"M\" }\n";
  const auto mapping = Mapping::parse(text, "docs/mapping.md");
  CHECK_MESSAGE(mapping.has_value(), mapping.error().to_string());
}

TEST_CASE("the files and the exchange of the document are a mapping, and its receipt is one") {
  const auto all = blocks(document());
  const auto mapping = Mapping::parse(all.at("toml exchange") + all.at("toml files"), "docs/mapping.md");
  REQUIRE_MESSAGE(mapping.has_value(), mapping.error().to_string());
  CHECK(mapping->exchange->sort_receipts);
  CHECK(mapping->feeds[0].control.totals.size() == 1);
  std::string receipt;
  const std::string& text = all.at("text");
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
    const std::string line = text.substr(begin, text.find('\n', begin) - begin);
    receipt += line.substr(0, line.find("   ")) + "\n";  // without what is said of it
  }
  const auto read = FileReceipt::parse(receipt, "docs/mapping.md");
  REQUIRE_MESSAGE(read.has_value(), read.error().to_string());
  CHECK((read->result == FileResult::partly_bad && read->read == 100 && read->bad_rows.size() == 1));
}

TEST_CASE("the document lists every reason for which a file is withheld") {
  const std::string text = document();
  for (const char* reason : {"not_ready", "growing", "truncated", "wrong_record", "totals_differ", "digest_differs",
                             "damaged", "too_large", "too_many_rows"})
    CHECK_MESSAGE(contains(text, "| `" + std::string(reason) + "` |"), reason);
}

TEST_CASE("the document lists every table and attribute of the model, with type and values") {
  const std::string text = document();
  for (const auto& table : model_tables()) {
    const std::size_t begin = text.find("\n### " + table.name + "\n");
    REQUIRE_MESSAGE(begin != std::string::npos, table.name);
    const std::string section = text.substr(begin, text.find("\n### ", begin + 1) - begin);
    for (const auto& attribute : table.attributes) {
      CHECK_MESSAGE(contains(section, "| `" + attribute.name + "` | " + std::string(name_of(attribute.type))),
                    table.name << "." << attribute.name);
      for (const auto& symbol : attribute.symbols)
        CHECK_MESSAGE(contains(section, "`" + symbol + "`"), table.name << "." << attribute.name << ": " << symbol);
    }
  }
}
