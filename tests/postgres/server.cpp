#include "server.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "main/shared_data.hpp"

namespace staysail::postgres {
namespace {

namespace fs = std::filesystem;

// A server refuses to run as root: whoever runs the tests as root has the package's user.
const passwd* other_user() { return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; }

void become_other_user() {
  const passwd* user = other_user();
  if (user != nullptr && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
}

// Starts a program whose output goes to a file. It ends with this process, however that ends.
int start_program(const std::vector<std::string>& words, const fs::path& output) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int child = ::fork();
  if (child != 0) return child;
  const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  ::setpgid(0, 0);
  become_other_user();
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int release_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  int release = 0;
  std::from_chars(name.data(), name.data() + name.size(), release);
  return release;
}

}  // namespace

fs::path find_server_programs() {
  std::vector<fs::path> releases;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none))
    if (fs::exists(entry.path() / "bin/initdb")) releases.push_back(entry.path());
  if (releases.empty() || (::geteuid() == 0 && other_user() == nullptr)) return {};
  return *std::max_element(releases.begin(), releases.end(), [](const auto& a, const auto& b) {
    return release_of(a) < release_of(b);
  }) / "bin";
}

Server::Server(ServerOptions options) : options_(std::move(options)), programs_(find_server_programs()) {
  std::string pattern = (fs::temp_directory_path() / "staysail-pg-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  fs::permissions(folder_, fs::perms::all);  // the server's user writes there
  make_cluster();
  start();
}

Server::~Server() {
  if (running()) stop(Stop::quit);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Server::make_cluster() {
  const int child = start_program({programs_ / "initdb", "-D", folder_ / "data", "-U", "staysail", "-A", "trust", "-E",
                                   "UTF8", "--locale=C", "--no-sync"},
                                  folder_ / "initdb.log");
  int state = 0;
  REQUIRE(::waitpid(child, &state, 0) == child);
  REQUIRE_MESSAGE(state == 0, text_of(folder_ / "initdb.log"));
}

void Server::start() {
  std::vector<std::string> words = {programs_ / "postgres", "-D", folder_ / "data", "-k", folder_, "-h", ""};
  const char* durable = options_.durable ? "on" : "off";
  for (const std::string name : {"fsync", "full_page_writes"}) {
    words.emplace_back("-c");
    words.push_back(name + "=" + durable);
  }
  for (const std::string& setting : options_.settings) {
    words.emplace_back("-c");
    words.push_back(setting);
  }
  // After a head was killed alone its children may hold the shared memory for a moment: the new one is refused then.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < deadline) {
    if (process_ <= 0) process_ = start_program(words, folder_ / "server.log");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (PQping(url().c_str()) == PQPING_OK) return;
    if (int state = 0; ::waitpid(process_, &state, WNOHANG) == process_) process_ = 0;
  }
  FAIL(text_of(folder_ / "server.log"));
}

void Server::stop(Stop how) {
  ::kill(process_, how == Stop::kill ? SIGKILL : SIGQUIT);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

std::string Server::url_of(const std::string& database, const std::string& more) const {
  return "postgres://staysail@/" + database + "?host=" + folder_.string() + (more.empty() ? "" : "&" + more);
}

std::string Server::url(const std::string& more) const { return url_of("postgres", more); }

std::string Server::sql(const std::string& text) const {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(url().c_str()), PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), text.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  CAPTURE(text);
  REQUIRE_MESSAGE((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK), PQerrorMessage(connection.get()));
  std::string lines;
  for (int row = 0; row < PQntuples(result.get()); ++row)
    lines += (row == 0 ? "" : "\n") + std::string(PQgetvalue(result.get(), row, 0));
  return lines;
}

std::string Server::url_of_new_database(const std::string& name, const std::string& more) {
  sql("CREATE DATABASE " + name);
  return url_of(name, more);
}

Server* shared_server() {
  static std::unique_ptr<Server> server = find_server_programs().empty() ? nullptr : std::make_unique<Server>();
  if (server == nullptr) report_skipped("no PostgreSQL server is installed (package postgresql)");
  return server.get();
}

}  // namespace staysail::postgres
