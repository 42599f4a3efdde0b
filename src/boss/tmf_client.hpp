// TmfClient: requests to one BOSS, with who we are, tries, waits and deadlines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "boss/json_value.hpp"
#include "boss/tmf_address.hpp"
#include "staysail/boss/tmf_access.hpp"

namespace staysail::boss {

struct TmfAsk {
  std::string method = "GET";
  WebAddress address;
  std::string body;
  std::string content_type;
};

// What a BOSS says of an error, {code, reason, message} on one line; empty when it says nothing that can be read.
std::string problem_text(std::string_view body);

// Seconds or a date, as the milliseconds from `utc_micros` on; nothing for what is neither.
std::optional<std::int64_t> wait_asked_for(std::string_view retry_after, std::int64_t utc_micros);

// Of one call of an adapter: its deadline runs from the construction on. Owned by one thread.
class TmfClient {
 public:
  // Precondition: access.complete(), and it outlives the client.
  explicit TmfClient(const TmfAccess& access);

  // Asks until an answer comes that is none of 408, 429 and 5xx, the tries are used up or the deadline is near. A 401
  // is asked again once with a new token. Errors: `adapter_failed`, `limit_exceeded`.
  Result<HttpAnswer> get(const WebAddress& address);
  // Asks once; a 401, which no BOSS acts upon, is asked again once with a new token. Errors as those of
  // Transport::send().
  Result<HttpAnswer> ask(const TmfAsk& ask);
  // The JSON of an answer: `adapter_failed` for another content type, `malformed_file`, `limit_exceeded`.
  Result<JsonValue> json_of(const HttpAnswer& answer, const WebAddress& address) const;

  // "GET https://host/path answered 404: 60 (no such customer)".
  Error refusal(Errc code, const TmfAsk& ask, const HttpAnswer& answer) const;
  // Waits; false when the deadline would pass.
  bool wait(std::int64_t milliseconds);
  // The wait before try `next` (from 1) of a request that was answered so, or not at all.
  std::int64_t wait_before(int next, const HttpAnswer* answer) const;
  std::int64_t left_ms() const;
  const TmfAccess& access() const { return access_; }

 private:
  Result<HttpAnswer> send(const TmfAsk& ask, bool refresh);
  Error said(Errc code, std::string message) const;

  const TmfAccess& access_;
  std::int64_t until_ms_;
  std::string token_;
};

}  // namespace staysail::boss
