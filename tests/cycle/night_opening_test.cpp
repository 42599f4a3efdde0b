// What a night finds out before it takes anything in.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "staysail/boss/memory_feed.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;
using staysail::store::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

const std::string kShipped = std::string(STAYSAIL_SOURCE_DIR) + "/examples/playbook";

// The shipped playbook with one strategy.
std::string playbook_with(const TemporaryFolder& folder, const std::string& condition) {
  const std::string copy = folder.file("playbook");
  fs::remove_all(copy);
  fs::copy(kShipped, copy);
  fs::remove(copy + "/work.toml");
  std::ofstream(copy + "/strategies.toml") << "[[strategy]]\nid = \"only\"\nversion = 1\nowner = \"desk\"\nkind = "
                                              "\"care\"\ntitle = { zh = \"试\", en = \"try\" }\n"
                                              "channels = [\"call\"]\ntactic = { zh = \"致电。\", en = \"Call.\" }\n"
                                           << "when = '" << condition << "'\n";
  return copy;
}

Column texts(const char* name, std::initializer_list<const char*> values) {
  ColumnBuilder builder({name, ColumnType::text, 0, {}});
  for (const char* value : values) builder.append_text(value);
  return builder.finish();
}

// A customer with two lines; `extension` stands beside the attributes of the model.
MemoryFeed two_lines(const char* extension) {
  MemoryFeed feed;
  REQUIRE(feed.add("people", "customers", Batch::of({texts("customer_id", {"C1"})}).value()));
  REQUIRE(feed.add(std::string("lines of ") + extension, "subscriptions",
                   Batch::of({texts("subscription_id", {"S1", "S2"}), texts("customer_id", {"C1", "C1"}),
                              texts(extension, {"north", "south"})})
                       .value()));
  return feed;
}

// Says nothing beforehand of what it brings.
class SilentFeed final : public BossFeed {
 public:
  explicit SilentFeed(BossFeed& feed) : feed_(feed) {}
  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override { return feed_.plan(request); }
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override {
    return feed_.open(request, split);
  }

 private:
  BossFeed& feed_;
};

Result<NightResult> night(BossFeed& feed, Store& store, const std::string& playbook) {
  static const ModelCatalog catalog;
  NightParts parts;
  parts.feed = &feed;
  parts.store = &store;
  parts.playbook = playbook;
  parts.catalog = &catalog;
  NightOptions options;
  options.as_of = Day::of(2026, 1, 1).value();
  return run_night(parts, options);
}

bool is_empty(Store& store) {
  const StoreReport report = store.verify().value();
  return report.records.empty() && report.chunks == 0;
}

// Another process that spends its night on a store until it is ended.
class OtherProcess {
 public:
  explicit OtherProcess(const std::string& path) {
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    id_ = ::fork();
    if (id_ == 0) hold(path, ready[1]);
    char told = 0;
    REQUIRE(::read(ready[0], &told, 1) == 1);
    REQUIRE(told == 'y');
    ::close(ready[0]);
    ::close(ready[1]);
  }
  ~OtherProcess() { end(); }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  std::string id() const { return std::to_string(id_); }
  void end() {
    if (id_ > 0) {
      ::kill(id_, SIGKILL);
      ::waitpid(id_, nullptr, 0);
    }
    id_ = 0;
  }

 private:
  [[noreturn]] static void hold(const std::string& path, int ready) {
    const auto store = open_sqlite_store({path});
    const auto claim = store ? (*store)->claim("night") : Result<std::unique_ptr<StoreClaim>>(store.error());
    if (::write(ready, claim ? "y" : "n", 1) == 1) ::pause();
    ::_exit(1);
  }

  pid_t id_ = 0;
};

}  // namespace

TEST_CASE("an unknown name in a rule ends the night before anything is taken in") {
  const TemporaryFolder folder;
  const auto store = make_memory_store();
  MemoryFeed feed = two_lines("shop");
  const auto refused = night(feed, *store, playbook_with(folder, "shpo = \"north\""));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::unknown_name);
  REQUIRE(refused.error().place() != nullptr);
  CHECK(refused.error().place()->line == 9);
  CAPTURE(refused.error().to_string());
  CHECK(refused.error().to_string().find("did you mean shop?") != std::string::npos);
  CHECK(is_empty(*store));
}

TEST_CASE("rules may name the extension attributes that the feed brings or the store has") {
  const TemporaryFolder folder;
  const auto store = make_memory_store();
  const std::string playbook = playbook_with(folder, "shop = \"north\"");
  MemoryFeed with = two_lines("shop"), without = two_lines("street");
  CHECK(night(without, *store, playbook).error().code() == Errc::unknown_name);
  CHECK(is_empty(*store));
  CHECK(night(with, *store, playbook).value().matched == 1);
  CHECK(night(without, *store, playbook).value().matched == 1);
}

TEST_CASE("a feed that cannot tell what it brings leaves unknown names to the view, and nothing else") {
  const TemporaryFolder folder;
  const auto store = make_memory_store();
  MemoryFeed lines = two_lines("shop");
  SilentFeed feed(lines);
  CHECK(night(feed, *store, playbook_with(folder, "shpo = 5")).error().code() == Errc::unknown_name);
  CHECK_FALSE(is_empty(*store));
  const auto fresh = make_memory_store();
  CHECK_FALSE(night(feed, *fresh, playbook_with(folder, "region = 5")));
  CHECK(is_empty(*fresh));
  CHECK(night(feed, *fresh, playbook_with(folder, "shop = \"north\"")).value().matched == 1);
}

TEST_CASE("a second night on a store is refused at its start, until the first ends or its process dies") {
  const TemporaryFolder folder;
  const std::string path = folder.file("retention.db");
  MemoryFeed feed = two_lines("shop");
  OtherProcess other(path);
  SqliteOptions options;
  options.path = path;
  options.busy_timeout = std::chrono::milliseconds(20);
  const auto store = open_sqlite_store(options).value();
  const auto refused = night(feed, *store, kShipped);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::store_locked);
  CHECK(refused.error().place()->file == path);
  CHECK(refused.error().message().find("process " + other.id()) == 0);
  CHECK(refused.error().message().find("wait until it has ended") != std::string::npos);
  CHECK(is_empty(*store));  // readers are not held up
  other.end();
  CHECK(night(feed, *store, kShipped));
}
