// Lists of erasures and the terms of one: any text is a list, or an error; each is written as it was read.
#include "property.hpp"
#include "staysail/view/erasure.hpp"
#include "view/erasure_terms.hpp"

namespace {

using namespace staysail;

void read_list(std::string_view text) {
  const auto list = Tombstones::parse(text, "list");
  if (fuzz::refused(list)) return;
  fuzz::require(Tombstones::parse(list->text(), "list").value().text() == list->text());
}

void read_terms(std::string_view bytes) {
  const auto terms = view::decode_terms(bytes);
  if (fuzz::refused(terms)) return;
  const auto again = view::decode_terms(view::encode_terms(*terms)).value();
  fuzz::require(again.ids == terms->ids && again.texts == terms->texts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_list(text);
  read_terms(text);
  return 0;
}
