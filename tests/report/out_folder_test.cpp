#include "staysail/report/out_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "store/temporary_folder.hpp"

using namespace staysail;
namespace fs = std::filesystem;

namespace {

// A folder with an export, a playbook and a mapping, as a run has them.
struct Site {
  store::TemporaryFolder folder;
  Mapping mapping = Mapping::parse(
                        "[[feed]]\nfiles = \"files.csv\"\n[[feed.entity]]\ntable = \"customers\"\n"
                        "[feed.entity.fields]\ncustomer_id = \"ID\"\n"
                        "[[feed]]\nfiles = \"in/*.csv\"\n[[feed.entity]]\ntable = \"parties\"\n"
                        "[feed.entity.fields]\nparty_id = \"ID\"\n",
                        "mapping.toml")
                        .value();

  Site() {
    for (const char* name : {"boss", "playbook", "out"}) fs::create_directories(path(name));
  }
  std::string path(const std::string& name) const { return folder.file(name); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  Status check(const std::string& out) const {
    return check_out_folder(path(out), {path("boss"), path("playbook"), &mapping});
  }
  std::string complaint(const std::string& out) const {
    const Status checked = check(out);
    if (checked) return "none";
    CHECK(checked.error().code() == Errc::invalid_argument);
    return checked.error().message();
  }
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("results go into an empty folder, one that is not there, and one of an earlier run") {
  const Site site;
  CHECK(site.check("out"));
  CHECK(site.check("new/deeper"));
  site.write("out/tasks.csv", "old");
  site.write("out/receipt.json", "{\"playbook_digest\": \"0\"}");
  CHECK(site.check("out"));
}

TEST_CASE("results never go over the export or the playbook, by whatever name") {
  const Site site;
  CHECK(contains(site.complaint("boss"), "folder of the export"));
  CHECK(contains(site.complaint("boss/"), "folder of the export"));
  CHECK(contains(site.complaint("out/../playbook"), "folder of the playbook"));
  fs::create_directory_symlink(site.path("boss"), site.path("link"));
  CHECK(contains(site.complaint("link"), "folder of the export"));
  site.write("boss/receipt.json", "{\"playbook_digest\": \"0\"}");
  CHECK(contains(site.complaint("boss"), "folder of the export"));
}

TEST_CASE("tables inside the export are refused where a feed would read them") {
  const Site site;
  CHECK(site.check("boss/results"));
  CHECK(contains(site.complaint("boss/in"), "would read the table in/"));
  fs::create_directories(site.path("out/outbox"));
  CHECK(
      contains(check_out_folder(site.path("out"), {site.path("out/outbox"), "", nullptr}).error().message(), "outbox"));
}

TEST_CASE("files of somebody else are not overwritten") {
  const Site site;
  site.write("out/tasks.csv", "mine");
  CHECK(contains(site.complaint("out"), "a file tasks.csv stands there"));
  site.write("out/receipt.json", "{\"shop\": \"bread\"}");
  CHECK(contains(site.complaint("out"), "a file tasks.csv stands there"));
}
