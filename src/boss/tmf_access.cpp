#include "staysail/boss/tmf_access.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "boss/tmf_address.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail {
namespace {

constexpr std::size_t kLongestToken = 64 * 1024;

// Where the documents of the standard (v4) put an API under its server.
constexpr std::array kUsualPaths = {
    std::pair{std::string_view("TMF621"), std::string_view("troubleTicket/v4")},
    std::pair{std::string_view("TMF622"), std::string_view("productOrderingManagement/v4")},
    std::pair{std::string_view("TMF629"), std::string_view("customerManagement/v4")},
    std::pair{std::string_view("TMF632"), std::string_view("party/v4")},
    std::pair{std::string_view("TMF635"), std::string_view("usageManagement/v4")},
    std::pair{std::string_view("TMF637"), std::string_view("productInventory/v4")},
    std::pair{std::string_view("TMF666"), std::string_view("accountManagement/v4")},
    std::pair{std::string_view("TMF678"), std::string_view("customerBillManagement/v4")},
    std::pair{std::string_view("TMF683"), std::string_view("partyInteraction/v4")},
};

class SystemClock final : public TmfClock {
 public:
  std::int64_t now_ms() override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
  void wait_ms(std::int64_t milliseconds) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  }
  std::int64_t utc_micros() override {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

// A header line ends at a line end: whatever stands around or after is no part of a token.
Result<std::string> clean_token(std::string text, const std::string& where) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.back())) text.pop_back();
  while (!text.empty() && is_blank(text.front())) text.erase(0, 1);
  const bool good =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!good) return Error(Errc::invalid_argument, "a token of printable characters was expected in " + where);
  return text;
}

}  // namespace

std::shared_ptr<TmfClock> system_tmf_clock() { return std::make_shared<SystemClock>(); }

TokenSource fixed_token(std::string token) {
  return [token = std::move(token)](bool) { return clean_token(token, "the settings"); };
}

TokenSource token_of_environment(std::string variable) {
  return [variable = std::move(variable)](bool) -> Result<std::string> {
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr) return Error(Errc::not_found, "the token is not set: environment variable " + variable);
    return clean_token(value, "the environment variable " + variable);
  };
}

TokenSource token_of_file(std::string path) {
  return [path = std::move(path)](bool) -> Result<std::string> {
    STAYSAIL_TRY(auto text, read_file(path, kLongestToken));
    return clean_token(std::move(text), path);
  };
}

Result<std::string> TmfAccess::url_of(const std::string& api) const {
  if (const auto own = urls.find(api); own != urls.end()) return own->second;
  const auto usual =
      std::find_if(kUsualPaths.begin(), kUsualPaths.end(), [&](const auto& one) { return one.first == api; });
  if (usual != kUsualPaths.end() && !base.empty()) return base + "/" + std::string(usual->second);
  std::vector<std::string> known;
  for (const auto& one : kUsualPaths) known.emplace_back(one.first);
  for (const auto& one : urls) known.push_back(one.first);
  const std::string hint = usual == kUsualPaths.end() ? did_you_mean(api, known) : std::string();
  return Error(Errc::not_found, "no address is known for this API; set " + api + " among the urls" + hint);
}

Status TmfAccess::complete() {
  if (!base.empty()) {
    STAYSAIL_TRY(const auto address, boss::parse_address(base));
    if (!address.query.empty()) return Error(Errc::invalid_argument, "the base address has a query; leave it out");
    base = address.shown();
  }
  for (auto& [api, url] : urls) {
    const auto address = boss::parse_address(url);
    if (!address) return address.error().within(api);
    url = address->shown();
  }
  if (page_size < 1 || page_size > 100'000) return Error(Errc::invalid_argument, "a page has 1 to 100,000 resources");
  if (retries.tries < 1 || retries.first_ms < 0 || retries.longest_ms < 0)
    return Error(Errc::invalid_argument, "at least one try, and waits that are not negative, were expected");
  if (request_timeout.count() < 1 || deadline.count() < 1)
    return Error(Errc::invalid_argument, "timeouts of at least a millisecond were expected");
  if (!clock) clock = system_tmf_clock();
  if (!transport) {
    STAYSAIL_TRY(transport, http_transport());
  }
  return ok();
}

}  // namespace staysail
