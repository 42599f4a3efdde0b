#include "staysail/boss/boss_registry.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "staysail/boss/memory_feed.hpp"
#include "staysail/boss/sqlite_source.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;

namespace {

// A mapping of customers that are read from `source`: a table, or files.
std::string mapping_of(const std::string& name, const std::string& source) {
  return "version = 1\nname = \"" + name + "\"\n[[feed]]\n" + source +
         "\n  [[feed.entity]]\n  table = \"customers\"\n  fields = { customer_id = \"id\" }\n";
}

const std::string kTables = mapping_of("tables", "table = \"customers\"");
const std::string kFiles = mapping_of("files", "files = \"customers.csv\"");

struct Export {
  store::TemporaryFolder folder;
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder.file(name)) << text;
    return folder.file(name);
  }
};

Errc refusal(const BossRegistry& bosses, const std::string& address, const std::string& mapping) {
  const auto opened = bosses.open({address, mapping, {}, Instant()});
  REQUIRE_FALSE(opened);
  return opened.error().code();
}

}  // namespace

TEST_CASE("A folder is a BOSS without anything added") {
  const Export boss;
  boss.write("customers.csv", "id\nC1\n");
  const auto opened = BossRegistry().open({boss.folder.file(""), boss.write("mapping.toml", kFiles), {}, Instant()});
  REQUIRE_MESSAGE(opened, opened.error().to_string());
  CHECK(opened->folder == boss.folder.file(""));
  CHECK(opened->mapping->name == "files");
  CHECK(opened->database == nullptr);
  CHECK(opened->observations().empty());
}

TEST_CASE("A BOSS is refused for what it is not") {
  const Export boss;
  const auto tables = boss.write("tables.toml", kTables), files = boss.write("files.toml", kFiles);
  BossRegistry bosses;
  CHECK(refusal(bosses, "sqlite:" + boss.folder.file("boss.db"), tables) == Errc::unsupported);
  add_sqlite(bosses);
  CHECK(refusal(bosses, "sqlite:" + boss.folder.file("boss.db"), tables) == Errc::not_found);
  CHECK(refusal(bosses, "sqlite:" + boss.folder.file("boss.db"), files) == Errc::mapping_invalid);
  CHECK(refusal(bosses, boss.folder.file(""), tables) == Errc::mapping_invalid);
  CHECK(refusal(bosses, boss.folder.file(""), "") == Errc::invalid_argument);
}

TEST_CASE("An integrator adds a scheme of its own") {
  const auto mapping = std::make_shared<const Mapping>(Mapping::parse(kFiles, "files.toml").value());
  BossRegistry bosses;
  bosses.add("crm", [&](const BossRequest& request) -> Result<OpenBoss> {
    CHECK(request.address == "crm:north");
    OpenBoss opened{std::make_shared<MemoryFeed>(), mapping.get()};
    opened.observe = [mapping] { return std::vector<std::string>{"one page twice"}; };
    return opened;
  });
  const auto opened = bosses.open({"crm:north", "", "", Instant()});
  REQUIRE(opened);
  CHECK(opened->observations() == std::vector<std::string>{"one page twice"});
}

TEST_CASE("Only a database takes orders by statements") {
  const Export boss;
  const auto statements = boss.write("orders.toml", "submit = 'SELECT :token'\nstatus = 'SELECT :token'\n");
  BossRegistry bosses;
  add_sqlite(bosses);
  CHECK(bosses.open_actions("exports/2026", statements).error().code() == Errc::unsupported);
  CHECK(bosses.open_actions("sqlite:" + boss.folder.file("none.db"), statements).error().code() == Errc::not_found);
}
