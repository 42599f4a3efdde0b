#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "frame.hpp"
#include "staysail/boss/csv_frame.hpp"
#include "staysail/columns/arrow.hpp"

namespace staysail::python {
namespace {

constexpr const char* kStream = "arrow_array_stream";

ArrowArrayStream* stream_in(const py::object& capsule) {
  void* stream =
      PyCapsule_IsValid(capsule.ptr(), kStream) != 0 ? PyCapsule_GetPointer(capsule.ptr(), kStream) : nullptr;
  if (stream == nullptr)
    raise(Errc::invalid_argument,
          "__arrow_c_stream__ gives a capsule 'arrow_array_stream'; it gave " + type_name(capsule));
  return static_cast<ArrowArrayStream*>(stream);
}

Batch frame_of_csv(const std::filesystem::path& path, const std::string& encoding, char separator,
                   const std::vector<std::string>& nulls) {
  return unlocked([&]() -> Result<Batch> {
    CsvFrameOptions options;
    STAYSAIL_TRY(options.encoding, encoding_of(encoding));
    options.separator = separator;
    options.nulls = nulls;
    STAYSAIL_TRY(CsvFrame frame, read_csv_frame(path.string(), options));
    return std::move(frame.rows);
  });
}

Batch batch_of_stream(const py::object& object) {
  const py::object capsule = object.attr("__arrow_c_stream__")();
  ArrowArrayStream* stream = stream_in(capsule);
  return unlocked([&]() -> Result<Batch> {
    STAYSAIL_TRY(const std::vector<Batch> batches, import_arrow_stream(stream));
    return batches.size() == 1 ? batches.front() : concatenate(batches);
  });
}

void delete_stream(PyObject* capsule) {
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, kStream));
  if (stream->release != nullptr) stream->release(stream);
  delete stream;
}

py::object stream_of(const Batch& batch, const py::object& /*requested_schema*/) {
  auto stream = std::make_unique<ArrowArrayStream>();
  export_arrow_stream({batch}, stream.get()).value();
  return py::reinterpret_steal<py::object>(PyCapsule_New(stream.release(), kStream, delete_stream));
}

std::vector<std::string> names_of(const Batch& batch) {
  std::vector<std::string> names;
  for (const Field& field : batch.schema().fields()) names.push_back(field.name);
  return names;
}

// Names and types only: what stands in a cell may be personal.
std::string shown(const Batch& batch) {
  std::string text = "Frame(" + std::to_string(batch.rows()) + " rows";
  for (const Field& field : batch.schema().fields())
    text += ", " + field.name + ": " + std::string(name_of(field.type));
  return text + ")";
}

template <class T>
py::array array_over(std::span<const T> values, const py::object& owner) {
  const py::array_t<T> array(static_cast<py::ssize_t>(values.size()), values.data(), owner);
  array.attr("setflags")(py::arg("write") = false);
  return array;
}

py::array values_of(const Column& column, const py::object& owner) {
  switch (column.type()) {
    case ColumnType::number: return array_over(column.numbers(), owner);
    case ColumnType::real: return array_over(column.reals(), owner);
    case ColumnType::boolean: return array_over(column.booleans(), owner);
    case ColumnType::day: return array_over(column.days(), owner);
    case ColumnType::instant: return array_over(column.instants(), owner);
    case ColumnType::text: break;
  }
  return array_over(column.codes(), owner);
}

py::list strings_of(const Column& column) {
  py::list strings;
  if (column.type() != ColumnType::text) return strings;
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code)
    strings.append(py::str(std::string(column.dictionary().at(code))));
  return strings;
}

// (type, scale, values, validity bits or None, offset of the first bit, strings by code); arrays lie over the column
// itself.
py::tuple parts_of(const Batch& batch, std::size_t index) {
  if (index >= batch.width()) raise(Errc::invalid_argument, "there is no column number " + std::to_string(index));
  const Column& column = batch.column(index);
  const py::object owner = py::cast(batch);
  const auto* bits = column.validity();
  const py::object validity =
      bits == nullptr ? py::object(py::none()) : py::object(array_over(std::span<const std::uint8_t>(*bits), owner));
  return py::make_tuple(std::string(name_of(column.type())), column.field().scale, values_of(column, owner), validity,
                        column.offset(), strings_of(column));
}

py::object to_pandas(const py::object& frame) {
  return py::module_::import("staysail.arrays").attr("to_pandas")(frame);
}

}  // namespace

Batch batch_of(const py::object& object) {
  if (py::isinstance<Batch>(object)) return object.cast<Batch>();
  const py::object table = py::module_::import("staysail.arrays").attr("table_of")(object);
  if (py::isinstance<py::list>(table)) return batch_of_buffers(table);
  return batch_of_stream(table);
}

void bind_frame(py::module_& m) {
  py::class_<Batch> frame(m, "Frame",
                          "An immutable table of typed columns. Made from whatever has __arrow_c_stream__ (pandas, "
                          "pyarrow, polars, DuckDB) or a dict of arrays.");
  frame.def(py::init(&batch_of), py::arg("obj"))
      .def_static("from_csv", &frame_of_csv, py::arg("path"), py::kw_only(), py::arg("encoding") = "utf-8",
                  py::arg("separator") = ',', py::arg("nulls") = std::vector<std::string>{},
                  "A CSV file with a header, each column typed by what stands in it, as `staysail match` reads it.")
      .def_property_readonly("columns", &names_of, "The names, in order.")
      .def_property_readonly("num_rows", &Batch::rows)
      .def("__len__", &Batch::rows)
      .def("__repr__", &shown)
      .def("__arrow_c_stream__", &stream_of, py::arg("requested_schema") = py::none(),
           "The table as an Arrow C stream; numbers with decimals as decimal128.")
      .def("to_pandas", &to_pandas,
           "A pandas DataFrame of its own; numbers with decimals become float64, days datetime64.")
      .def("_parts", &parts_of, py::arg("index"));
  show_in(frame, "staysail");
}

}  // namespace staysail::python
