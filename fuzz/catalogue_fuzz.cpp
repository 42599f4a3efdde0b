// Catalogues of indicators: any text is a catalogue or an error with a place, read again it is the same, and each
// indicator is computed once, after its inputs. The text of a window is what it prints.
#include <algorithm>

#include "property.hpp"
#include "staysail/indicators/catalogue.hpp"
#include "staysail/indicators/window.hpp"
#include "staysail/view/population.hpp"

namespace {

using namespace staysail;

void read_catalogue(std::string_view text) {
  static const ModelCatalog model;
  static const Schema frame = subscription_schema();
  const auto catalogue = Catalogue::parse(text, "fuzz.toml", model, frame);
  if (fuzz::refused(catalogue)) return fuzz::require(catalogue.error().place() != nullptr);
  fuzz::require(Catalogue::parse(text, "again.toml", model, frame).value().digest() == catalogue->digest());
  auto order = catalogue->evaluation_order();
  std::sort(order.begin(), order.end());
  fuzz::require(order.size() == catalogue->indicators().size());
  for (std::size_t i = 0; i < order.size(); ++i) fuzz::require(order[i] == i);
}

void read_window(std::string_view text) {
  const auto window = Window::parse(text);
  if (fuzz::refused(window)) return;
  fuzz::require(Window::parse(window->to_string()).value() == *window);
  const Day as_of = Day::of(2026, 1, 1).value();
  const auto first = window->first_month(as_of);
  fuzz::require(!first || *first <= window->last_month(as_of));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_catalogue(text);
  read_window(text);
  return 0;
}
