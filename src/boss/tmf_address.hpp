// Addresses of a BOSS on the web, and the Link headers in which it names further ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::boss {

// "https://crm.example:8443/tmf-api/v4?limit=5" taken apart. A plain value.
struct WebAddress {
  std::string origin;  // "https://crm.example:8443", in lower case, without the usual port
  std::string path;    // "/tmf-api/v4", without a slash at its end
  std::string query;   // "limit=5", as written
  std::string target() const { return (path.empty() ? "/" : path) + (query.empty() ? "" : "?" + query); }
  // Without the query, whose filters may speak of persons.
  std::string shown() const { return origin + path; }
  bool is_encrypted() const { return origin.rfind("https:", 0) == 0; }
  // Whether the server is this machine.
  bool is_here() const;
};

// http or https, without a user, a password or a fragment. `invalid_argument` that does not repeat a password.
Result<WebAddress> parse_address(std::string_view text);

// %XX for all but letters, digits and -._~ .
std::string percent_encoded(std::string_view text);
// Back; a bad %XX stays as it is.
std::string percent_decoded(std::string_view text);
// name=value pairs of a query, decoded, in order.
std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query);
std::string query_of(const std::vector<std::pair<std::string, std::string>>& pairs);

struct WebLink {
  std::string address;  // as written
  std::string relation;
};

// <...>; rel="next", ... . `malformed_text` where it is none of that.
Result<std::vector<WebLink>> parse_links(std::string_view text);

// The target of the next page when the header names one that can be followed: of the same server and collection, not
// the page at hand. Anything else is no link: offset and limit go on without it.
std::optional<std::string> next_target(std::string_view link_header, const WebAddress& page);

}  // namespace staysail::boss
