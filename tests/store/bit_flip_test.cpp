// Promise 3: one flipped bit in the database, its log, its anchor or a backup gives the right answer or an error,
// without anybody asking verify().
#include <filesystem>
#include <random>

#include "durable_work.hpp"

using namespace staysail;
using namespace staysail::store;

namespace {

constexpr int kSteps = 8;

// What lies on the disk: the name behind the store's own, and its bytes.
using Files = std::map<std::string, std::string>;

struct Flips {
  long tried = 0, noticed = 0, harmless = 0, silent = 0;
  std::string first;  // silent one, in words
};

class FlipTrial {
 public:
  FlipTrial() {
    const auto store = open_quickly(path_);
    for (int step = 0; step < kSteps; ++step) REQUIRE(do_step(*store, step));
    expected_ = answers(*store);
    for (const char* part : {"", "-wal", "-anchor"}) live_[part] = bytes_of_file(path_ + part);
  }

  // The store as it lies after a crash: all of it in the log; and as it was closed.
  const Files& crashed() const { return live_; }
  Files closed() const {
    const TemporaryFolder folder;
    lay(live_, folder.file("s.db"));
    open_quickly(folder.file("s.db")).reset();
    return {{"", bytes_of_file(folder.file("s.db"))}, {"-anchor", bytes_of_file(folder.file("s.db-anchor"))}};
  }

  // Flips one bit of `part` at a time. `renews`: the planted fault, a store that does not care for its anchor.
  Flips flip(const Files& files, const std::string& part, long times, std::uint32_t seed, bool renews = false) const {
    std::mt19937 dice(seed);
    Flips flips;
    for (; flips.tried < times; ++flips.tried) {
      Files flipped = files;
      std::string& bytes = flipped[part];
      const std::size_t bit = dice() % (bytes.size() * 8);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
      count(flips, bit, ask(flipped, renews));
    }
    return flips;
  }

  // In the log of a store that is open, so that no recovery looks at it. The bit is put back each time.
  Flips flip_under_open_store(long times, std::uint32_t seed) const {
    const TemporaryFolder folder;
    const std::string path = folder.file("s.db"), log = path + "-wal";
    lay(live_, path);
    const auto keeps_it_open = open_quickly(path);
    std::mt19937 dice(seed);
    Flips flips;
    for (; flips.tried < times; ++flips.tried) {
      const std::size_t bit = dice() % (std::filesystem::file_size(log) * 8);
      flip_in_place(log, bit);
      const auto store = open_sqlite_store(quick_options(path));
      if (store) count(flips, bit, ask(**store));
      else count(flips, bit, store.error().code() == Errc::store_corrupt ? Answer::error : Answer::wrong);
      flip_in_place(log, bit);
    }
    return flips;
  }

  // The planted fault: rows read by SQLite alone.
  Flips flip_unguarded(const Files& files, long times, std::uint32_t seed) const {
    std::mt19937 dice(seed);
    const std::string right = bare_contents(files.at("")).value_or("");
    Flips flips;
    for (; flips.tried < times; ++flips.tried) {
      std::string bytes = files.at("");
      const std::size_t bit = dice() % (bytes.size() * 8);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
      const auto read = bare_contents(bytes);
      count(flips, bit, !read ? Answer::error : *read == right ? Answer::right : Answer::wrong);
    }
    return flips;
  }

 private:
  enum class Answer { right, error, wrong };

  static void lay(const Files& files, const std::string& path) {
    for (const auto& [part, bytes] : files) write_file(path + part, bytes);
  }

  static void flip_in_place(const std::string& path, std::size_t bit) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto place = static_cast<std::streamoff>(bit / 8);
    file.seekg(place);
    const char byte = static_cast<char>(file.get() ^ 1 << bit % 8);
    file.seekp(place);
    file.put(byte);
  }

  static void count(Flips& flips, std::size_t bit, Answer answer) {
    if (answer == Answer::right) ++flips.harmless;
    if (answer == Answer::error) ++flips.noticed;
    if (answer == Answer::wrong && flips.silent++ == 0) flips.first = "bit " + std::to_string(bit);
  }

  static std::optional<std::string> bare_contents(const std::string& bytes) {
    const TemporaryFolder folder;
    write_file(folder.file("s.db"), bytes);
    sqlite3* database = nullptr;
    sqlite3_open(folder.file("s.db").c_str(), &database);
    std::string text;
    const auto add = [](void* out, int columns, char** values, char**) {
      for (int i = 0; i < columns; ++i) static_cast<std::string*>(out)->append(values[i] ? values[i] : "-").append(" ");
      return 0;
    };
    const int code = sqlite3_exec(database,
                                  "SELECT hex(id), hex(payload) FROM entities; SELECT hex(batch), version FROM chunks;"
                                  "SELECT hex(token) FROM tokens; SELECT hex(value), hex(id) FROM entity_index",
                                  add, &text, nullptr);
    sqlite3_close(database);
    return code == SQLITE_OK ? std::optional(text) : std::nullopt;
  }

  // Each question must be answered as before, or by an error of damage.
  Answer ask(const Files& files, bool renews) const {
    const TemporaryFolder folder;
    lay(files, folder.file("s.db"));
    SqliteOptions options = quick_options(folder.file("s.db"));
    options.renew_anchor = renews;
    const auto store = open_sqlite_store(options);
    if (!store) return store.error().code() == Errc::store_corrupt ? Answer::error : Answer::wrong;
    return ask(**store);
  }

  Answer ask(Store& store) const {
    const auto given = answers(store);
    bool error = false;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (given[i] != expected_[i] && given[i].find("store_corrupt") == std::string::npos) return Answer::wrong;
      error |= given[i] != expected_[i];
    }
    return error ? Answer::error : Answer::right;
  }

  // To each kind of question, in words.
  static std::vector<std::string> answers(Store& store) {
    std::vector<std::string> given{contents(store)};
    const auto answer = [&](const auto& result, const auto& words) {
      given.push_back(result ? words(*result) : result.error().to_string());
    };
    for (int step = 0; step <= kSteps; ++step)
      answer(store.entities().was_applied(token_of(step)), [](bool applied) { return applied ? "yes" : "no"; });
    answer(store.entities().get({EntityKey{"customers", "C7"}, EntityKey{"customers", "none"}}), [](const auto& found) {
      return (found[0] ? found[0]->payload : "none") + (found[1] ? found[1]->payload : "none");
    });
    answer(store.entities().find(find_equal("customers", "manager_id", "M1")),
           [](const auto& page) { return std::to_string(page.records.size()); });
    answer(store.facts().months("bills"), [](const auto& months) { return std::to_string(months.size()); });
    return given;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("s.db");
  std::vector<std::string> expected_;
  Files live_;
};

void none_is_silent(const std::string& what, const Flips& flips) {
  MESSAGE(what << ": " << flips.tried << " flipped bits, " << flips.noticed << " noticed, " << flips.harmless
               << " without effect, " << flips.silent << " silent wrong answers");
  CHECK_MESSAGE(flips.silent == 0, flips.first);
}

void flip_everything(long times) {
  const FlipTrial trial;
  none_is_silent("database", trial.flip(trial.closed(), "", times, 1));
  none_is_silent("database beside its log", trial.flip(trial.crashed(), "", times, 2));
  const Flips log = trial.flip(trial.crashed(), "-wal", times, 3);
  none_is_silent("log (-wal)", log);
  CHECK(log.noticed > times / 2);
  const Flips under = trial.flip_under_open_store(times, 7);
  none_is_silent("log of an open store", under);
  CHECK(under.noticed > 0);  // most frames hold pages that were written again later
  none_is_silent("anchor", trial.flip(trial.crashed(), "-anchor", times, 4));
}

}  // namespace

TEST_CASE("no flipped bit gives a silent wrong answer") { flip_everything(150); }
TEST_CASE("no flipped bit gives a silent wrong answer, 20000 flips [slow]") { flip_everything(5000); }

TEST_CASE("planted fault: without the anchor a flipped bit of the log drops changes silently") {
  const FlipTrial trial;
  Files files = trial.crashed();
  files.erase("-anchor");
  CHECK(trial.flip(files, "-wal", 60, 5, true).silent > 10);
}

TEST_CASE("planted fault: without digests a flipped bit of the database is a wrong answer") {
  const FlipTrial trial;
  const Flips flips = trial.flip_unguarded(trial.closed(), 2000, 6);
  MESSAGE("SQLite alone: " << flips.tried << " flipped bits, " << flips.silent << " silent wrong answers");
  CHECK(flips.silent > 0);
}

TEST_CASE("a log that was left behind is told, with what to do") {
  const FlipTrial trial;
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  write_file(path, trial.crashed().at(""));
  write_file(path + "-anchor", trial.crashed().at("-anchor"));
  SqliteOptions options = quick_options(path);
  const auto refused = open_sqlite_store(options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::store_corrupt);
  CHECK(refused.error().message().find("8 acknowledged changes missing") != std::string::npos);
  CHECK(open_to_inspect(path)->verify().value().first_fault.find("8 acknowledged") != std::string::npos);
  options.renew_anchor = true;
  CHECK(contents(*open_quickly(options)).empty());
  CHECK(contents(*open_quickly(path)).empty());
}

TEST_CASE("an anchor that is newer, older or of another history is told") {
  const TemporaryFolder folder;
  const std::string path = folder.file("s.db");
  const auto grow = [&](int from, int until, const std::string& payload) {
    const auto store = open_quickly(path);
    for (int i = from; i < until; ++i) REQUIRE(store->entities().apply(customers(i, i + 1, payload), token_of(i)));
  };
  const auto files = [&] { return Files{{"", bytes_of_file(path)}, {"-anchor", bytes_of_file(path + "-anchor")}}; };
  const auto lay = [&](const Files& database, const Files& anchor) {
    write_file(path, database.at(""));
    write_file(path + "-anchor", anchor.at("-anchor"));
  };
  grow(0, 3, "first");
  const Files three = files();
  grow(3, 5, "one way");
  const Files five = files();
  lay(three, three);
  grow(3, 5, "other way");
  const Files other = files();
  const std::pair<const Files*, const Files*> pairs[] = {{&three, &five}, {&five, &three}, {&five, &other}};
  for (const auto& [database, anchor] : pairs) {
    lay(*database, *anchor);
    const auto refused = open_sqlite_store(quick_options(path));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == Errc::store_corrupt);
  }
  lay(five, five);
  CHECK(open_sqlite_store(quick_options(path)));
}

TEST_CASE("a store opens with the key it was made with") {
  const TemporaryFolder folder;
  SqliteOptions options = quick_options(folder.file("s.db"));
  options.key = "a secret of the host";
  const std::string before = [&] {
    const auto store = open_quickly(options);
    fill(*store);
    return contents(*store);
  }();
  CHECK(contents(*open_quickly(options)) == before);
  options.key = "another";
  CHECK(open_sqlite_store(options).error().code() == Errc::invalid_argument);
  options.key.clear();
  CHECK(open_sqlite_store(options).error().code() == Errc::invalid_argument);
  write_file(folder.file("key"), "a secret of the host");
  CHECK(open_store("sqlite:" + folder.file("s.db") + "?key_file=" + folder.file("key")));
  CHECK(open_store("sqlite:" + folder.file("s.db") + "?key_file=" + folder.file("none")).error().code() ==
        Errc::invalid_argument);
}
