// Texts that a store reads: any is a URL, and any a cursor, or an error; each is what its parts say.
#include "property.hpp"
#include "staysail/store/store.hpp"
#include "store/rules.hpp"

namespace {

using namespace staysail;

std::string text_of(const StoreUrl& url) {
  std::string text = url.scheme + ":" + url.path;
  char before = '?';
  for (const auto& [name, value] : url.options) {
    text += before + name + "=" + value;
    before = '&';
  }
  return text;
}

void read_url(std::string_view text) {
  const auto url = StoreUrl::parse(text);
  if (fuzz::refused(url)) return;
  const auto again = StoreUrl::parse(text_of(*url));
  fuzz::require(again && again->scheme == url->scheme && again->path == url->path && again->options == url->options);
}

void read_cursor(std::string_view text) {
  const auto cursor = store::parse_index_cursor(text);
  if (fuzz::refused(cursor)) return;
  fuzz::require(store::parse_index_cursor(store::index_cursor(cursor->first, cursor->second)).value() == *cursor);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_url(text);
  read_cursor(text);
  return 0;
}
