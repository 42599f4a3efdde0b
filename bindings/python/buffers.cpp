#include <list>
#include <memory>
#include <vector>

#include "frame.hpp"
#include "staysail/columns/arrow.hpp"

namespace staysail::python {
namespace {

// One column of a table that Python owns.
struct BufferColumn {
  std::string name, format;
  ArrowSchema schema{};
  ArrowArray array{};
  std::vector<py::buffer_info> buffers;
  std::vector<const void*> addresses;
};

// Everything two Arrow structs point into. They share it; the last release() drops it under the interpreter's lock.
struct BufferTable {
  std::list<BufferColumn> columns;
  std::vector<ArrowSchema*> schemas;
  std::vector<ArrowArray*> arrays;
  const void* no_validity = nullptr;
};
using Shared = std::shared_ptr<BufferTable>;

template <class Struct>
void release_part(Struct* part) {
  part->release = nullptr;
}

template <class Struct>
void release_table(Struct* table) {
  const py::gil_scoped_acquire lock;
  delete static_cast<Shared*>(table->private_data);
  table->release = nullptr;
}

void add_buffers(BufferColumn& column, const py::list& buffers) {
  for (const py::handle buffer : buffers) {
    if (buffer.is_none()) {
      column.addresses.push_back(nullptr);
      continue;
    }
    column.buffers.push_back(py::reinterpret_borrow<py::buffer>(buffer).request());
    column.addresses.push_back(column.buffers.back().ptr);
  }
}

void add_column(BufferTable& table, const py::tuple& part) {
  BufferColumn& column = table.columns.emplace_back();
  column.name = part[0].cast<std::string>();
  column.format = part[1].cast<std::string>();
  add_buffers(column, part[3].cast<py::list>());
  column.schema.name = column.name.c_str();
  column.schema.format = column.format.c_str();
  column.schema.flags = ARROW_FLAG_NULLABLE;
  column.schema.release = release_part<ArrowSchema>;
  column.array.length = part[2].cast<std::int64_t>();
  column.array.null_count = column.addresses.front() == nullptr ? 0 : -1;
  column.array.n_buffers = static_cast<std::int64_t>(column.addresses.size());
  column.array.buffers = column.addresses.data();
  column.array.release = release_part<ArrowArray>;
  table.schemas.push_back(&column.schema);
  table.arrays.push_back(&column.array);
}

ArrowSchema schema_over(const Shared& table) {
  ArrowSchema schema{};
  schema.format = "+s";
  schema.name = "";
  schema.n_children = static_cast<std::int64_t>(table->schemas.size());
  schema.children = table->schemas.data();
  schema.release = release_table<ArrowSchema>;
  schema.private_data = new Shared(table);
  return schema;
}

ArrowArray array_over(const Shared& table) {
  ArrowArray array{};
  array.length = table->arrays.empty() ? 0 : table->arrays.front()->length;
  array.n_buffers = 1;
  array.buffers = &table->no_validity;
  array.n_children = static_cast<std::int64_t>(table->arrays.size());
  array.children = table->arrays.data();
  array.release = release_table<ArrowArray>;
  array.private_data = new Shared(table);
  return array;
}

}  // namespace

Batch batch_of_buffers(const py::list& columns) {
  auto table = std::make_shared<BufferTable>();
  for (const py::handle column : columns) add_column(*table, py::reinterpret_borrow<py::tuple>(column));
  ArrowSchema schema = schema_over(table);
  ArrowArray array = array_over(table);
  table.reset();
  return unlocked([&] { return import_arrow(&schema, &array); });
}

}  // namespace staysail::python
