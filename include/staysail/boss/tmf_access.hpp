// TmfAccess: where the APIs of one TM Forum BOSS are, who we are there, and how patient we are. Shared by TmfFeed,
// TmfActions and TmfResources.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "staysail/base/result.hpp"
#include "staysail/boss/tmf_transport.hpp"

namespace staysail {

// The time of an adapter: deadlines and waits. Every method may be called from many threads at once.
class TmfClock {
 public:
  virtual ~TmfClock() = default;
  // Milliseconds that only grow.
  virtual std::int64_t now_ms() = 0;
  virtual void wait_ms(std::int64_t milliseconds) = 0;
  // Microseconds since 1970-01-01T00:00Z.
  virtual std::int64_t utc_micros() = 0;
};
std::shared_ptr<TmfClock> system_tmf_clock();

// A bearer token; `refresh` after the BOSS refused the last one. Called from many threads at once.
using TokenSource = std::function<Result<std::string>(bool refresh)>;
TokenSource fixed_token(std::string token);
// Read anew on a refresh; blanks and line ends around it do not count.
TokenSource token_of_environment(std::string variable);
TokenSource token_of_file(std::string path);

// The waits between tries of one request: first_ms, then twice as long each time, up to longest_ms; no dice.
struct TmfRetries {
  int tries = 5;
  std::int64_t first_ms = 500;
  std::int64_t longest_ms = 30'000;
};

struct TmfAccess {
  std::string base;                         // "https://crm.example/tmf-api": the usual paths of the APIs follow
  std::map<std::string, std::string> urls;  // of single APIs, with version: "TMF629" -> "https://.../v4"
  TokenSource token;                        // none: no Authorization is sent
  bool token_in_clear = false;              // tokens go over http: only to this machine unless true
  TmfRetries retries;
  std::chrono::milliseconds request_timeout{30'000};
  std::chrono::milliseconds deadline{600'000};  // of one collection, one submission or one look-up, waits included
  std::size_t largest_answer = 32 * 1024 * 1024;
  std::size_t page_size = 100;
  std::shared_ptr<Transport> transport;  // none: http_transport()
  std::shared_ptr<TmfClock> clock;       // none: system_tmf_clock()

  // The base URL of an API. `not_found` that says what to set.
  Result<std::string> url_of(const std::string& api) const;
  // `invalid_argument` for settings that cannot be; fills in the transport and the clock.
  Status complete();
};

}  // namespace staysail
