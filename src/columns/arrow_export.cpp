#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/int128.hpp"
#include "staysail/columns/arrow.hpp"

namespace staysail {
namespace {

// What an exported schema or array keeps alive until its release(); children and dictionary release themselves.
struct SchemaOwner {
  std::string format, name;
  std::vector<ArrowSchema*> children;
};

struct ArrayOwner {
  Column column;  // its buffers
  std::vector<const void*> buffers;
  std::vector<ArrowArray*> children;
  std::vector<Int128> decimals;
  std::vector<std::uint8_t> bits;
  std::vector<std::int32_t> offsets;
};

template <class Struct, class Owner>
void release_struct(Struct* exported) {
  for (std::int64_t i = 0; i < exported->n_children; ++i) {
    if (exported->children[i]->release != nullptr) exported->children[i]->release(exported->children[i]);
    delete exported->children[i];
  }
  if (exported->dictionary != nullptr) {
    if (exported->dictionary->release != nullptr) exported->dictionary->release(exported->dictionary);
    delete exported->dictionary;
  }
  delete static_cast<Owner*>(exported->private_data);
  exported->release = nullptr;
}

std::string format_of(const Field& field) {
  switch (field.type) {
    case ColumnType::number: return field.scale == 0 ? "l" : "d:19," + std::to_string(field.scale);
    case ColumnType::real: return "g";
    case ColumnType::boolean: return "b";
    case ColumnType::day: return "tdD";
    case ColumnType::instant: return "tsu:";
    case ColumnType::text: return "i";  // indices; the dictionary is "u"
  }
  return "n";
}

void fill_schema(ArrowSchema* schema, std::string format, std::string name, std::vector<ArrowSchema*> children) {
  auto owner = std::make_unique<SchemaOwner>(SchemaOwner{std::move(format), std::move(name), std::move(children)});
  *schema = ArrowSchema{};
  schema->format = owner->format.c_str();
  schema->name = owner->name.c_str();
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->n_children = static_cast<std::int64_t>(owner->children.size());
  schema->children = owner->children.data();
  schema->release = release_struct<ArrowSchema, SchemaOwner>;
  schema->private_data = owner.release();
}

ArrowSchema* new_schema(const Field& field) {
  auto schema = std::make_unique<ArrowSchema>();
  fill_schema(schema.get(), format_of(field), field.name, {});
  if (field.type == ColumnType::text) {
    schema->dictionary = new ArrowSchema;
    fill_schema(schema->dictionary, "u", "", {});
  }
  return schema.release();
}

void fill_array(ArrowArray* array, std::unique_ptr<ArrayOwner> owner, std::int64_t length, std::int64_t nulls,
                std::int64_t offset) {
  *array = ArrowArray{};
  array->length = length;
  array->null_count = nulls;
  array->offset = offset;
  array->n_buffers = static_cast<std::int64_t>(owner->buffers.size());
  array->buffers = owner->buffers.data();
  array->n_children = static_cast<std::int64_t>(owner->children.size());
  array->children = owner->children.data();
  array->release = release_struct<ArrowArray, ArrayOwner>;
  array->private_data = owner.release();
}

// Values are handed out from the start of the buffer: Arrow applies the offset to every buffer alike.
template <class T>
const void* whole_buffer(std::span<const T> values, std::size_t offset) {
  return values.data() - offset;
}

const void* packed_bits(const Column& column, ArrayOwner& owner) {
  owner.bits.assign((column.offset() + column.size()) / 8 + 1, 0);
  for (std::size_t row = 0; row < column.size(); ++row) {
    const std::size_t bit = column.offset() + row;
    if (column.booleans()[row] != 0) owner.bits[bit / 8] |= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  return owner.bits.data();
}

const void* wide_decimals(const Column& column, ArrayOwner& owner) {
  owner.decimals.assign(column.offset() + column.size(), 0);
  for (std::size_t row = 0; row < column.size(); ++row) owner.decimals[column.offset() + row] = column.numbers()[row];
  return owner.decimals.data();
}

const void* values_of(const Column& column, ArrayOwner& owner) {
  switch (column.type()) {
    case ColumnType::number:
      return column.field().scale == 0 ? whole_buffer(column.numbers(), column.offset()) : wide_decimals(column, owner);
    case ColumnType::real: return whole_buffer(column.reals(), column.offset());
    case ColumnType::boolean: return packed_bits(column, owner);
    case ColumnType::day: return whole_buffer(column.days(), column.offset());
    case ColumnType::instant: return whole_buffer(column.instants(), column.offset());
    case ColumnType::text: return whole_buffer(column.codes(), column.offset());
  }
  return nullptr;
}

Result<ArrowArray*> new_dictionary(const Column& column) {
  const Dictionary& dictionary = column.dictionary();
  auto owner = std::make_unique<ArrayOwner>();
  owner->column = column;
  std::size_t bytes = 0;
  owner->offsets.push_back(0);
  for (std::int32_t code = 0; code < dictionary.size(); ++code) {
    bytes += dictionary.at(code).size();
    if (bytes > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
      return Error(Errc::limit_exceeded,
                   "the distinct texts of a column exceed 2 GiB; export it in parts: " + column.field().name);
    owner->offsets.push_back(static_cast<std::int32_t>(bytes));
  }
  const void* texts = dictionary.size() == 0 ? "" : dictionary.at(0).data();
  owner->buffers = {nullptr, owner->offsets.data(), texts};
  auto array = std::make_unique<ArrowArray>();
  fill_array(array.get(), std::move(owner), dictionary.size(), 0, 0);
  return array.release();
}

Result<ArrowArray*> new_array(const Column& column) {
  auto owner = std::make_unique<ArrayOwner>();
  owner->column = column;
  const void* validity = column.validity() == nullptr ? nullptr : column.validity()->data();
  owner->buffers = {validity, values_of(column, *owner)};
  auto array = std::make_unique<ArrowArray>();
  fill_array(array.get(), std::move(owner), static_cast<std::int64_t>(column.size()),
             static_cast<std::int64_t>(column.null_count()), static_cast<std::int64_t>(column.offset()));
  if (column.type() != ColumnType::text) return array.release();
  auto dictionary = new_dictionary(column);
  if (!dictionary) {
    array->release(array.get());
    return dictionary.error();
  }
  array->dictionary = *dictionary;
  return array.release();
}

void export_schema(const Schema& fields, ArrowSchema* schema) {
  std::vector<ArrowSchema*> children;
  for (const auto& field : fields.fields()) children.push_back(new_schema(field));
  fill_schema(schema, "+s", "", std::move(children));
}

// The children made so far go when one of them fails.
Status export_array(const Batch& batch, ArrowArray* array) {
  auto owner = std::make_unique<ArrayOwner>();
  owner->buffers = {nullptr};
  std::optional<Error> failure;
  for (const auto& column : batch.columns()) {
    auto child = new_array(column);
    if (child) owner->children.push_back(*child);
    else failure = child.error();
  }
  fill_array(array, std::move(owner), static_cast<std::int64_t>(batch.rows()), 0, 0);
  if (!failure) return ok();
  array->release(array);
  return *failure;
}

struct StreamOwner {
  std::vector<Batch> batches;
  std::size_t next = 0;
  std::string failure;
};

StreamOwner& owner_of(ArrowArrayStream* stream) { return *static_cast<StreamOwner*>(stream->private_data); }

int stream_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  const auto& batches = owner_of(stream).batches;
  export_schema(batches.empty() ? Schema() : batches.front().schema(), out);
  return 0;
}

int stream_next(ArrowArrayStream* stream, ArrowArray* out) {
  StreamOwner& owner = owner_of(stream);
  *out = ArrowArray{};
  if (owner.next == owner.batches.size()) return 0;  // released: the end
  const auto exported = export_array(owner.batches[owner.next++], out);
  if (exported) return 0;
  owner.failure = exported.error().to_string();
  constexpr int kInvalid = 22;  // EINVAL
  return kInvalid;
}

const char* stream_failure(ArrowArrayStream* stream) {
  const std::string& failure = owner_of(stream).failure;
  return failure.empty() ? nullptr : failure.c_str();
}

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<StreamOwner*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

Status export_arrow(const Batch& batch, ArrowSchema* schema, ArrowArray* array) {
  STAYSAIL_CHECK(export_array(batch, array));
  export_schema(batch.schema(), schema);
  return ok();
}

Status export_arrow_stream(std::vector<Batch> batches, ArrowArrayStream* stream) {
  for (const auto& batch : batches)
    if (!(batch.schema() == batches.front().schema()))
      return Error(Errc::schema_mismatch, "batches of one stream have equal schemas");
  *stream = ArrowArrayStream{stream_schema, stream_next, stream_failure, release_stream,
                             new StreamOwner{std::move(batches), 0, {}}};
  return ok();
}

}  // namespace staysail
