// What a store keeps of an entity: any bytes are contributions to a row of the table that the first one names, or an
// error; contributions are written back as they were, and what a frame takes can be printed.
#include "property.hpp"
#include "staysail/model/table.hpp"
#include "view/entity_frame.hpp"

namespace {

using namespace staysail;

void frame_of_one(const TableDescription& table, std::string_view payload) {
  view::EntityFrameBuilder builder(table);
  if (fuzz::refused(builder.add(payload))) return;
  const auto frame = builder.finish();
  if (!fuzz::refused(frame)) fuzz::require(frame->rows() == 1);
}

void print(const TableDescription& table, const std::vector<view::Contribution>& contributions) {
  const auto merged = view::merge(table, contributions);
  if (fuzz::refused(merged)) return;
  for (std::size_t i = 0; i < table.attributes.size(); ++i)
    (void)fuzz::refused(view::value_text(table.attributes[i], merged->values[i]));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto& tables = model_tables();
  const TableDescription& table = tables[input.byte() % tables.size()];
  const auto contributions = view::decode_contributions(input.rest());
  if (fuzz::refused(contributions)) return 0;
  const std::string written = view::encode_contributions(*contributions);
  const auto again = view::decode_contributions(written);
  fuzz::require(again && again->size() == contributions->size() && view::encode_contributions(*again) == written);
  frame_of_one(table, written);
  print(table, *contributions);
  return 0;
}
