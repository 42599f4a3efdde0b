#include "staysail/boss/tmf_transport.hpp"

#include <httplib.h>
#include <unistd.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace staysail {
namespace {

bool equal_names(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
         });
}

// Ends a request that takes too long, whatever it waits for: a server may send one byte a minute.
class Deadline {
 public:
  Deadline(httplib::Client& client, std::chrono::milliseconds timeout)
      : thread_([this, &client, timeout] {
          std::unique_lock lock(mutex_);
          if (over_.wait_for(lock, timeout, [this] { return done_; })) return;
          passed_ = true;
          client.stop();
        }) {}
  ~Deadline() { finish(); }
  Deadline(const Deadline&) = delete;

  // Whether the deadline passed first.
  bool finish() {
    if (!thread_.joinable()) return passed_;
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    over_.notify_all();
    thread_.join();
    return passed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  bool done_ = false, passed_ = false;
  std::thread thread_;
};

// Whether a failure leaves no doubt that the server never saw the request.
bool is_before_sending(httplib::Error failure) {
  switch (failure) {
    case httplib::Error::Connection:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
    case httplib::Error::ConnectionTimeout: return true;
    default: return false;
  }
}

const char* words_for(httplib::Error failure) {
  switch (failure) {
    case httplib::Error::Connection: return "no connection";
    case httplib::Error::ConnectionTimeout: return "no connection in time";
    case httplib::Error::SSLConnection: return "TLS was refused (is a client certificate needed?)";
    case httplib::Error::SSLLoadingCerts: return "a certificate or key cannot be loaded";
    case httplib::Error::SSLServerVerification: return "the server's certificate is not trusted";
    case httplib::Error::Read: return "the connection ended before the answer did";
    case httplib::Error::Write: return "the request could not be sent whole";
    default: return "no whole answer";
  }
}

httplib::Request request_of(const HttpRequest& asked) {
  httplib::Request request;
  request.method = asked.method;
  request.path = asked.target;
  for (const auto& [name, value] : asked.headers) request.set_header(name, value);
  request.body = asked.body;
  return request;
}

class HttpTransport final : public Transport {
 public:
  explicit HttpTransport(TlsFiles files) : files_(std::move(files)) {}

  Result<HttpAnswer> send(const HttpRequest& asked) override {
    auto client = take(asked.origin);
    set_timeouts(*client, asked.timeout);
    HttpAnswer answer;
    bool too_large = false;
    auto request = request_of(asked);
    request.content_receiver = [&](const char* bytes, std::size_t size, std::uint64_t, std::uint64_t) {
      too_large = answer.body.size() + size > asked.largest_answer;
      if (!too_large) answer.body.append(bytes, size);
      return !too_large;
    };
    Deadline deadline(*client, asked.timeout);
    const auto got = client->send(request);
    const bool late = deadline.finish();
    if (too_large)
      return Error(Errc::limit_exceeded,
                   "an answer of more than " + std::to_string(asked.largest_answer) + " bytes came");
    if (!got || late) return failure(got.error(), late, asked);
    answer.status = got->status;
    for (const auto& [name, value] : got->headers) answer.headers.emplace_back(name, value);
    give_back(asked.origin, std::move(client));
    return answer;
  }

 private:
  using Client = std::unique_ptr<httplib::Client>;

  static Error failure(httplib::Error failure, bool late, const HttpRequest& asked) {
    const std::string within = " within " + std::to_string(asked.timeout.count()) + " ms";
    if (late) return Error(Errc::in_doubt, "no whole answer came" + within);
    return Error(is_before_sending(failure) ? Errc::io_failed : Errc::in_doubt, words_for(failure));
  }

  static void set_timeouts(httplib::Client& client, std::chrono::milliseconds timeout) {
    // The deadline ends what has a connection; a single read that waits on its own account only comes after it.
    client.set_connection_timeout(timeout);
    client.set_read_timeout(timeout + std::chrono::seconds(1));
    client.set_write_timeout(timeout + std::chrono::seconds(1));
  }

  Client connect(const std::string& origin) const {
    auto client = std::make_unique<httplib::Client>(origin, files_.certificate, files_.key);
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true);
    client->set_follow_location(false);
    client->set_url_encode(false);
    if (!files_.authorities.empty()) client->set_ca_cert_path(files_.authorities);
    client->enable_server_certificate_verification(true);
    return client;
  }

  Client take(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[origin];
    if (idle.empty()) return connect(origin);
    Client client = std::move(idle.back());
    idle.pop_back();
    return client;
  }

  void give_back(const std::string& origin, Client client) {
    const std::lock_guard lock(mutex_);
    idle_[origin].push_back(std::move(client));
  }

  TlsFiles files_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Client>> idle_;
};

Status check_file(const std::string& path) {
  if (path.empty() || ::access(path.c_str(), R_OK) == 0) return ok();
  return Error(Errc::io_failed, "a file for TLS cannot be read: " + path);
}

}  // namespace

std::string_view HttpAnswer::header(std::string_view name) const {
  for (const auto& [known, value] : headers)
    if (equal_names(known, name)) return value;
  return {};
}

Result<std::shared_ptr<Transport>> http_transport(const TlsFiles& files) {
  if (files.certificate.empty() != files.key.empty())
    return Error(Errc::invalid_argument, "a client certificate and its key go together: name both or none");
  for (const auto* path : {&files.authorities, &files.certificate, &files.key}) STAYSAIL_CHECK(check_file(*path));
  return std::shared_ptr<Transport>(std::make_shared<HttpTransport>(files));
}

}  // namespace staysail
