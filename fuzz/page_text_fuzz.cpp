// Any bytes as a text of a page: in a text and in an attribute nothing stands bare, and cutting a label keeps
// characters whole.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "report/clean_text.hpp"
#include "report/markup.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string page_with(std::string_view text) {
  staysail::report::Markup out;
  out.open("p", {{"title", std::string(text)}}).text(text).close();
  return out.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string safe = staysail::report::escaped(text);
  require(safe.find_first_of("<>\"'") == std::string::npos);
  require(page_with(text) == "<p title=\"" + safe + "\">" + safe + "</p>\n");
  const std::string clean = staysail::report::clean_text(text);
  require(staysail::report::clean_text(clean) == clean);
  const std::string cut = staysail::report::shortened(clean, 60, 13);
  require(staysail::report::clean_text(cut) == cut);
  return 0;
}
