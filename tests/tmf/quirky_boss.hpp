// The server of quirky_boss.py, started and ended by the test; and a clock that no test waits for.
#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "boss/json_value.hpp"
#include "staysail/boss/tmf_access.hpp"

namespace staysail::tests {

// Waits move it on, and nothing else but `step` a look.
class FakeClock final : public TmfClock {
 public:
  std::int64_t now_ms() override { return now_ += step; }
  void wait_ms(std::int64_t milliseconds) override {
    now_ += milliseconds;
    waits.push_back(milliseconds);
  }
  std::int64_t utc_micros() override { return 1'767'225'600'000'000 + now_ * 1000; }  // from 2026-01-01T00:00Z on

  std::int64_t step = 0;
  std::vector<std::int64_t> waits;

 private:
  std::int64_t now_ = 1'000'000;
};

// A process whose input and output are pipes; ended with the object.
class ServerProcess {
 public:
  explicit ServerProcess(const std::vector<std::string>& command) {
    int input[2], output[2];
    REQUIRE(pipe2(input, O_CLOEXEC) == 0);
    REQUIRE(pipe2(output, O_CLOEXEC) == 0);
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
      dup2(input[0], 0);
      dup2(output[1], 1);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    close(input[0]);
    close(output[1]);
    input_ = input[1];
    output_ = fdopen(output[0], "r");
  }
  ~ServerProcess() {
    close(input_);
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
    std::fclose(output_);
  }
  ServerProcess(const ServerProcess&) = delete;

  std::string line() {
    char text[4096] = {};
    return std::fgets(text, sizeof text, output_) == nullptr ? std::string() : std::string(text);
  }

 private:
  pid_t process_ = -1;
  int input_ = -1;
  std::FILE* output_ = nullptr;
};

class QuirkyBoss {
 public:
  // `tls`: certificate, key and, where clients need a certificate, the authority that signs those. `control`: how the
  // test itself talks to the server.
  explicit QuirkyBoss(std::vector<std::string> tls = {}, const TlsFiles& control = {})
      : scheme_(tls.empty() ? "http" : "https"),
        server_(command(std::move(tls))),
        control_(http_transport(control).value()) {
    port_ = std::stoi("0" + server_.line());
    REQUIRE_MESSAGE(port_ != 0, "the server of quirky_boss.py did not start");
  }

  std::string origin() const { return scheme_ + "://127.0.0.1:" + std::to_string(port_); }
  std::string base() const { return origin() + "/tmf-api"; }

  // Access with a clock of its own, so that waits cost nothing.
  TmfAccess access() const {
    TmfAccess access;
    access.base = base();
    access.clock = std::make_shared<FakeClock>();
    access.page_size = 3;
    access.request_timeout = std::chrono::milliseconds(5000);
    return access;
  }

  // `quirks`: a JSON object. Forgets orders and the log.
  void set(const std::string& quirks, const std::map<std::string, std::vector<std::string>>& collections = {}) {
    boss::JsonValue all = boss::JsonValue::object();
    for (const auto& [path, resources] : collections) {
      boss::JsonValue texts = boss::JsonValue::array();
      for (const auto& resource : resources) texts.items.push_back(boss::JsonValue::of_text(resource));
      all.with("/tmf-api/" + path, texts);
    }
    send("POST", "/_set", "{\"quirks\":" + quirks + ",\"collections\":" + boss::json_text(all) + "}");
  }
  // Keeps orders and the log.
  void change(const std::string& quirks) { send("POST", "/_quirks", quirks); }

  std::vector<std::string> log() {
    std::vector<std::string> lines;
    const auto told = boss::parse_json(send("GET", "/_log", ""), "log").value();
    for (const auto& line : told.find("log")->items) lines.push_back(line.text);
    return lines;
  }
  std::size_t effects() {
    return std::stoul(std::string(boss::parse_json(send("GET", "/_log", ""), "log").value().text_at("effects")));
  }

 private:
  static std::vector<std::string> command(std::vector<std::string> tls) {
    std::vector<std::string> words{STAYSAIL_PYTHON, "-B", STAYSAIL_TMF_TESTS "/quirky_boss.py"};
    words.insert(words.end(), tls.begin(), tls.end());
    return words;
  }

  std::string send(const std::string& method, const std::string& target, const std::string& body) {
    HttpRequest request{method, origin(), target, {{"Content-Type", "application/json"}}, body};
    return control_->send(request).value().body;
  }

  std::string scheme_;
  ServerProcess server_;
  std::shared_ptr<Transport> control_;
  int port_ = 0;
};

}  // namespace staysail::tests
