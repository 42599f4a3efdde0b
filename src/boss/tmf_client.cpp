#include "boss/tmf_client.hpp"

#include <algorithm>
#include <charconv>

#include "staysail/base/calendar.hpp"
#include "staysail/base/personal_number.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kLongestProblem = 64 * 1024, kLongestWord = 200;

// One line of printable text, cut, never inside a character.
std::string one_line(std::string_view text) {
  std::size_t size = std::min(text.size(), kLongestWord);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  std::string line(text.substr(0, size));
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return with_numbers_masked(line);
}

bool is_worth_another_try(int status) { return status == 408 || status == 429 || status >= 500; }

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || text.empty() || value < 0) return std::nullopt;
  return value;
}

// "Sun, 06 Nov 1994 08:49:37 GMT" as the form that a date pattern reads.
std::optional<Instant> web_date(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const std::size_t month = kMonths.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  const std::string number = std::to_string(month / 3 + 1);
  const std::string iso = std::string(text.substr(12, 4)) + (number.size() == 1 ? "-0" : "-") + number + "-" +
                          std::string(text.substr(5, 2)) + " " + std::string(text.substr(17, 8));
  const auto instant = Instant::parse(iso);
  return instant ? std::optional(*instant) : std::nullopt;
}

}  // namespace

std::string problem_text(std::string_view body) {
  if (body.empty() || body.size() > kLongestProblem) return {};
  auto parsed = parse_json(body, "error");
  if (!parsed) return {};
  const JsonValue* problem = &*parsed;
  if (problem->is(JsonValue::Kind::array) && !problem->items.empty()) problem = &problem->items.front();
  std::string text;
  for (const char* name : {"code", "reason", "message"}) {
    const std::string word = one_line(problem->text_at(name));
    if (!word.empty()) text += (text.empty() ? "" : ", ") + std::string(name) + " '" + word + "'";
  }
  return text;
}

std::optional<std::int64_t> wait_asked_for(std::string_view retry_after, std::int64_t utc_micros) {
  const auto text = trimmed(retry_after);
  if (const auto seconds = number_in(text)) return std::min<std::int64_t>(*seconds, 1'000'000'000) * 1000;
  const auto date = web_date(text);
  if (!date) return std::nullopt;
  return std::max<std::int64_t>(0, (date->micros() - utc_micros + 999) / 1000);
}

TmfClient::TmfClient(const TmfAccess& access)
    : access_(access), until_ms_(access.clock->now_ms() + access.deadline.count()) {}

std::int64_t TmfClient::left_ms() const { return until_ms_ - access_.clock->now_ms(); }

bool TmfClient::wait(std::int64_t milliseconds) {
  if (milliseconds >= left_ms()) return false;
  if (milliseconds > 0) access_.clock->wait_ms(milliseconds);
  return true;
}

std::int64_t TmfClient::wait_before(int next, const HttpAnswer* answer) const {
  const auto asked =
      answer == nullptr ? std::nullopt : wait_asked_for(answer->header("Retry-After"), access_.clock->utc_micros());
  const std::int64_t own = access_.retries.first_ms << std::min(next - 1, 20);
  return std::max(asked.value_or(0), std::min(own, access_.retries.longest_ms));
}

// No message may carry the token, wherever a server or a transport picked it up.
Error TmfClient::said(Errc code, std::string message) const {
  if (!token_.empty())
    for (auto at = message.find(token_); at != std::string::npos; at = message.find(token_, at + 3))
      message.replace(at, token_.size(), "***");
  return Error(code, std::move(message));
}

Error TmfClient::refusal(Errc code, const TmfAsk& ask, const HttpAnswer& answer) const {
  const std::string problem = problem_text(answer.body);
  std::string what = ask.method + " " + ask.address.shown() + " answered " + std::to_string(answer.status);
  if (answer.status >= 300 && answer.status < 400) what += " (a redirect, which is not followed; name the new address)";
  return said(code, what + (problem.empty() ? "" : ": " + problem));
}

Result<HttpAnswer> TmfClient::send(const TmfAsk& ask, bool refresh) {
  HttpRequest request{ask.method, ask.address.origin,     ask.address.target(),   {{"Accept", "application/json"}},
                      ask.body,   access_.largest_answer, access_.request_timeout};
  if (!ask.content_type.empty()) request.headers.emplace_back("Content-Type", ask.content_type);
  if (access_.token) {
    if (!access_.token_in_clear && !ask.address.is_encrypted() && !ask.address.is_here())
      return Error(Errc::invalid_argument,
                   "a token would go over http, where everybody reads it; use https: " + ask.address.origin);
    STAYSAIL_TRY(token_, access_.token(refresh));
    request.headers.emplace_back("Authorization", "Bearer " + token_);
  }
  const auto left = std::chrono::milliseconds(left_ms());
  if (left.count() <= 0) return Error(Errc::io_failed, "the deadline passed before the request was sent");
  request.timeout = std::min(request.timeout, left);
  auto answer = access_.transport->send(request);
  if (answer) return answer;
  return said(answer.error().code(), ask.method + " " + ask.address.shown() + ": " + answer.error().message());
}

Result<HttpAnswer> TmfClient::ask(const TmfAsk& ask) {
  auto answer = send(ask, false);
  if (!answer || answer->status != 401 || !access_.token) return answer;
  return send(ask, true);
}

Result<HttpAnswer> TmfClient::get(const WebAddress& address) {
  const TmfAsk asked{"GET", address, {}, {}};
  for (int tries = 1;; ++tries) {
    auto answer = ask(asked);
    if (answer && !is_worth_another_try(answer->status)) return answer;
    if (!answer && answer.error().code() == Errc::limit_exceeded) return answer;
    if (!answer && answer.error().code() == Errc::invalid_argument) return answer;
    const Error last =
        answer ? refusal(Errc::adapter_failed, asked, *answer) : Error(Errc::adapter_failed, answer.error().message());
    if (tries >= access_.retries.tries) return last.within("after " + std::to_string(tries) + " tries");
    if (!wait(wait_before(tries, answer ? &*answer : nullptr)))
      return last.within("the deadline is too near for another try");
  }
}

Result<JsonValue> TmfClient::json_of(const HttpAnswer& answer, const WebAddress& address) const {
  const auto type = answer.header("Content-Type");
  const std::string named = one_line(type);
  if (!type.empty() && named.find("json") == std::string::npos)
    return said(Errc::adapter_failed, "JSON was expected and '" + named + "' came: " + address.shown());
  JsonLimits limits;
  limits.bytes = access_.largest_answer;
  return parse_json(answer.body, address.shown(), limits);
}

}  // namespace staysail::boss
