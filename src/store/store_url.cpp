#include <algorithm>
#include <utility>

#include "staysail/store/store.hpp"

namespace staysail {
namespace {

Error not_a_url(std::string_view text) {
  return Error(
      Errc::invalid_argument,
      "a store URL looks like sqlite:PATH[?max_page_count=N], postgres://HOST/DATABASE or memory: - this does not: " +
          std::string(text));
}

}  // namespace

Result<StoreUrl> StoreUrl::parse(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return not_a_url(text);
  StoreUrl url;
  url.scheme = text.substr(0, colon);
  std::string_view rest = text.substr(colon + 1);
  const auto question = rest.find('?');
  url.path = rest.substr(0, question);
  rest = question == std::string_view::npos ? std::string_view{} : rest.substr(question + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) return not_a_url(text);
    url.options[std::string(pair.substr(0, equals))] = pair.substr(equals + 1);
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
  }
  return url;
}

StoreRegistry::StoreRegistry() {
  add("memory", [](const StoreUrl& url) -> Result<std::unique_ptr<Store>> {
    if (!url.path.empty() || !url.options.empty())
      return Error(Errc::invalid_argument, "memory: takes neither a path nor options; this was given: " + url.path);
    return make_memory_store();
  });
}

void StoreRegistry::add(std::string scheme, StoreOpener opener) { openers_[std::move(scheme)] = std::move(opener); }

Result<std::unique_ptr<Store>> StoreRegistry::open(std::string_view url) const {
  STAYSAIL_TRY(const StoreUrl parts, StoreUrl::parse(url));
  const auto found = openers_.find(parts.scheme);
  if (found != openers_.end()) return found->second(parts);
  std::string known;
  for (const auto& entry : openers_) known += (known.empty() ? "" : ", ") + entry.first + ":";
  return Error(Errc::unsupported, "no store of this kind is built in (known: " + known + "): " + parts.scheme);
}

}  // namespace staysail
