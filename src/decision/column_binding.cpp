#include "decision/column_binding.hpp"

#include <algorithm>

#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/schema.hpp"

namespace staysail::decision {
namespace {

// The type a name was compiled with: that of its first node.
const FeelType* type_of_name(const Node& node, std::uint32_t slot) {
  if (node.kind == NodeKind::name && node.slot == slot) return &node.type;
  for (const NodePtr& child : node.children)
    if (const FeelType* type = type_of_name(*child, slot)) return type;
  return nullptr;
}

Error misfit(const std::string& name, const FeelType& wanted, const std::string& found) {
  return Error(Errc::schema_mismatch, "a " + wanted.to_string() + " was expected under the name " + name + ", not a " +
                                          found + "; compile the expression against the schema of the batch");
}

Error absent(const std::string& name, const Schema& schema) {
  std::vector<std::string> known;
  for (const Field& field : schema.fields()) known.push_back(field.name);
  const std::string nearest = nearest_name(name, known);
  return Error(Errc::schema_mismatch, "the batch has no column of this name and no constant stands for it" +
                                          (nearest.empty() ? std::string() : "; did you mean " + nearest + "?") + ": " +
                                          name);
}

Status append_scaled(ColumnBuilder& builder, const Lane& lane) {
  for (std::size_t row = 0; row < lane.rows; ++row) {
    if (!lane.valid(row)) {
      builder.append_null();
      continue;
    }
    STAYSAIL_TRY(const std::int64_t value, rescale(lane.wide[row], lane.scale, builder.field().scale));
    builder.append_number(value);
  }
  return ok();
}

void append_truth(ColumnBuilder& builder, const Lane& lane) {
  for (const std::uint8_t truth : lane.truth) {
    if (truth == kUnknown) builder.append_null();
    else builder.append_boolean(truth == kTrue);
  }
}

}  // namespace

Status check_name(const std::string& name, const FeelType& type, const Schema& schema, const Inputs& constants) {
  if (const auto index = schema.find(name)) {
    const FeelType found = FeelType::of(schema.field(*index).type);
    return type.is_any() || type.is(found.kind()) ? ok() : Status(misfit(name, type, found.to_string()));
  }
  const Value* constant = constants.find(name);
  if (constant == nullptr) return absent(name, schema);
  const bool suits = constant->is_null() || type.is_any() || type.is(constant->kind());
  return suits ? ok() : Status(misfit(name, type, std::string(name_of(constant->kind()))));
}

Result<std::vector<NameSource>> bind_columns(const Tree& tree, const Batch& batch, const Inputs& constants) {
  std::vector<NameSource> sources(tree.names.size());
  for (std::uint32_t slot = 0; slot < sources.size(); ++slot) {
    const FeelType* type = type_of_name(*tree.root, slot);
    const std::string& name = tree.names[slot];
    if (name == "?") continue;
    STAYSAIL_CHECK(check_name(name, type != nullptr ? *type : FeelType(), batch.schema(), constants));
    sources[slot].column = batch.find(name);
    if (sources[slot].column == nullptr) sources[slot].constant = *constants.find(name);
  }
  return sources;
}

Status append_lane(ColumnBuilder& builder, const Lane& lane) {
  if (lane.form == Form::scaled && builder.field().type == ColumnType::number) {
    const Status status = append_scaled(builder, lane);
    if (!status) return status.error().within("column " + builder.field().name);
    return status;
  }
  if (lane.form == Form::truth && builder.field().type == ColumnType::boolean) {
    append_truth(builder, lane);
    return ok();
  }
  for (std::size_t row = 0; row < lane.rows; ++row) STAYSAIL_CHECK(append_value(builder, value_at(lane, row)));
  return ok();
}

}  // namespace staysail::decision
