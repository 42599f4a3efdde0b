#include "boss/tmf_address.hpp"

#include <algorithm>
#include <cctype>

#include "staysail/files/value_text.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kLongestAddress = 8192;

std::string lowered(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return low;
}

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char low = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

Error no_address(const char* why) {
  return Error(Errc::invalid_argument, std::string(why) + "; an address such as https://host/tmf-api was expected");
}

bool is_host_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_' || c == '[' || c == ']' ||
         c == ':';
}

// host[:port] without the usual port.
Result<std::string> authority_of(std::string_view text, bool encrypted) {
  if (text.empty() || text.front() == ':') return no_address("the address has no host");
  if (text.find('@') != std::string_view::npos) return no_address("the address has a user or password in it");
  if (!std::all_of(text.begin(), text.end(), is_host_character)) return no_address("the host is none");
  std::string authority = lowered(text);
  const std::string usual = encrypted ? ":443" : ":80";
  if (authority.size() > usual.size() && authority.ends_with(usual)) authority.resize(authority.size() - usual.size());
  return authority;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

// Takes `text` up to the first of `ends` from the front of `rest`.
std::string_view take_until(std::string_view& rest, std::string_view ends) {
  const std::size_t size = std::min(rest.find_first_of(ends), rest.size());
  const auto taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
}

Result<std::string_view> quoted_or_word(std::string_view& rest) {
  if (rest.empty() || rest.front() != '"') return trimmed(take_until(rest, ";,"));
  rest.remove_prefix(1);
  const std::size_t end = rest.find('"');
  if (end == std::string_view::npos) return Error(Errc::malformed_text, "a closing quote was expected");
  const auto text = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return text;
}

// ;name=value parameters of one link.
Status read_parameters(std::string_view& rest, WebLink& link) {
  for (skip_blanks(rest); !rest.empty() && rest.front() == ';'; skip_blanks(rest)) {
    rest.remove_prefix(1);
    skip_blanks(rest);
    const std::string name = lowered(trimmed(take_until(rest, "=;,")));
    if (rest.empty() || rest.front() != '=') continue;
    rest.remove_prefix(1);
    skip_blanks(rest);
    STAYSAIL_TRY(const auto value, quoted_or_word(rest));
    if (name == "rel" && link.relation.empty()) link.relation = lowered(value);
  }
  return ok();
}

// The address of a link, which may be written without its server or with its query alone.
std::optional<WebAddress> resolved(const std::string& written, const WebAddress& page) {
  if (written.empty() || !is_printable(written)) return std::nullopt;
  if (written.front() == '?') return WebAddress{page.origin, page.path, written.substr(1)};
  const bool absolute = written.front() != '/' || written.rfind("//", 0) == 0;
  auto address = parse_address(absolute ? written : page.origin + written);
  if (!address) return std::nullopt;
  return *std::move(address);
}

}  // namespace

bool WebAddress::is_here() const {
  const std::string host = origin.substr(origin.find("//") + 2);
  for (const std::string here : {"127.0.0.1", "localhost", "[::1]"})
    if (host == here || host.rfind(here + ":", 0) == 0) return true;
  return false;
}

Result<WebAddress> parse_address(std::string_view text) {
  if (text.size() > kLongestAddress) return no_address("the address is longer than 8192 bytes");
  const std::string scheme = lowered(text.substr(0, std::min(text.find("://"), text.size())));
  const bool is_web = scheme.size() < text.size() && (scheme == "http" || scheme == "https");
  if (!is_web) return no_address("the address does not begin with http:// or https://");
  auto rest = text.substr(scheme.size() + 3);
  WebAddress address;
  STAYSAIL_TRY(const auto authority, authority_of(take_until(rest, "/?#"), scheme == "https"));
  address.origin = scheme + "://" + authority;
  if (!is_printable(rest)) return no_address("the address has blanks or other characters that must be encoded");
  if (rest.find('#') != std::string_view::npos) return no_address("the address has a fragment (#)");
  address.path = take_until(rest, "?");
  while (!address.path.empty() && address.path.back() == '/') address.path.pop_back();
  address.query = rest.empty() ? rest : rest.substr(1);
  return address;
}

std::string percent_encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      out.push_back(c);
      continue;
    }
    out.push_back('%');
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool has_two = text[i] == '%' && i + 2 < text.size();
    const int high = has_two ? hex_of(text[i + 1]) : -1, low = has_two ? hex_of(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    auto part = take_until(query, "&");
    if (!query.empty()) query.remove_prefix(1);
    const auto name = take_until(part, "=");
    if (!part.empty()) part.remove_prefix(1);
    if (!name.empty()) pairs.emplace_back(percent_decoded(name), percent_decoded(part));
  }
  return pairs;
}

std::string query_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string query;
  for (const auto& [name, value] : pairs)
    query += (query.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  return query;
}

Result<std::vector<WebLink>> parse_links(std::string_view text) {
  std::vector<WebLink> links;
  for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
    if (text.front() != '<') return Error(Errc::malformed_text, "a link in < > was expected");
    text.remove_prefix(1);
    WebLink link{std::string(take_until(text, ">")), {}};
    if (text.empty()) return Error(Errc::malformed_text, "a link that is closed by > was expected");
    text.remove_prefix(1);
    STAYSAIL_CHECK(read_parameters(text, link));
    links.push_back(std::move(link));
    if (text.empty()) break;
    if (text.front() != ',') return Error(Errc::malformed_text, "a comma was expected between links");
    text.remove_prefix(1);
  }
  return links;
}

std::optional<std::string> next_target(std::string_view link_header, const WebAddress& page) {
  const auto links = parse_links(link_header);
  if (!links) return std::nullopt;
  for (const auto& link : *links) {
    if (link.relation != "next") continue;
    const auto address = resolved(link.address, page);
    const bool same = address && address->origin == page.origin && address->path == page.path;
    if (same && !address->query.empty() && address->query != page.query) return address->target();
  }
  return std::nullopt;
}

}  // namespace staysail::boss
