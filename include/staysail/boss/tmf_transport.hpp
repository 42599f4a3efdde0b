// Transport: how requests reach a TM Forum BOSS. HTTP with TLS is shipped; a host with a gateway of its own plugs in
// here, and so does a test.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;  // "GET", "POST", "PATCH"
  std::string origin;  // "https://crm.example:8443"
  std::string target;  // "/tmf-api/customerManagement/v4/customer?offset=0", encoded
  HttpHeaders headers;
  std::string body;
  std::size_t largest_answer = 32 * 1024 * 1024;  // bytes of the body, after decompression
  std::chrono::milliseconds timeout{30'000};      // for all of it, from the connection to the last byte
};

struct HttpAnswer {
  int status = 0;
  HttpHeaders headers;
  std::string body;
  // The value of a header, whatever the case of its name; empty when there is none.
  std::string_view header(std::string_view name) const;
};

// Every method may be called from many threads at once. Must not throw.
class Transport {
 public:
  virtual ~Transport() = default;
  // Any whole answer, whatever its status; redirects are answers. `io_failed`: the request never reached the server.
  // `in_doubt`: it may have, and no whole answer came back in time. `limit_exceeded`: the answer is too large.
  virtual Result<HttpAnswer> send(const HttpRequest& request) = 0;
};

// PEM files; empty ones are left out. Without `authorities` the system's are trusted.
struct TlsFiles {
  std::string authorities;  // of servers
  std::string certificate;  // the client's own, for mutual TLS
  std::string key;
};

// HTTP/1.1 and TLS; servers' certificates are always verified. Connections are kept for further requests. While a
// request runs, one thread beside the caller's ends it at its deadline. `io_failed` when a file cannot be read,
// `invalid_argument` for a certificate without its key.
Result<std::shared_ptr<Transport>> http_transport(const TlsFiles& files = {});

}  // namespace staysail
