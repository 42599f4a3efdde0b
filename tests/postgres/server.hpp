// A PostgreSQL server of this test's own: made in a temporary folder, reached by a socket in it, stopped at the end.
#pragma once

#include <libpq-fe.h>

#include <filesystem>
#include <string>
#include <vector>

namespace staysail::postgres {

// The server's programs, of the newest release that is installed; empty when there is none.
std::filesystem::path find_server_programs();

struct ServerOptions {
  // False: the server never waits for the disk. Only where what outlives a crash is not the question.
  bool durable = false;
  std::vector<std::string> settings;  // "name=value"
};

// Fails the running test case where it cannot do what is asked. Started as root it runs the server as user `postgres`.
class Server {
 public:
  explicit Server(ServerOptions options = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Waits until it takes connections; after a stop of any kind.
  void start();
  // As a crash: what was not in the log on the disk is gone. `quit`: the children too; `kill`: the head alone, at once.
  enum class Stop { quit, kill };
  void stop(Stop how);
  bool running() const { return process_ > 0; }

  // For stores and feeds; `more`: further options, "schema=x&read_only=true".
  std::string url(const std::string& more = "") const;
  // Runs SQL as the server's own superuser; the first column of the rows, one a line.
  std::string sql(const std::string& text) const;
  // A new empty database, by name.
  std::string url_of_new_database(const std::string& name, const std::string& more = "");

 private:
  void make_cluster();
  std::string url_of(const std::string& database, const std::string& more) const;

  ServerOptions options_;
  std::filesystem::path programs_, folder_;
  int process_ = 0;
};

// One server for all tests that leave it running; null, and the test case reported as skipped, where no server is
// installed.
Server* shared_server();

}  // namespace staysail::postgres
