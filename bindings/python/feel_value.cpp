#include "feel_value.hpp"

#include <datetime.h>

#include <array>
#include <cmath>

namespace staysail::python {
namespace {

constexpr std::int64_t kNanosPerMicro = 1000;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

void load_datetime() {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
}

py::object years_months() { return py::module_::import("staysail.temporal").attr("YearsMonths"); }

Value number_of(py::handle object) {
  const auto number = Decimal::parse(py::str(object).cast<std::string>());
  return number ? Value::number(*number) : Value();
}

Value integer_of(py::handle object) {
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
  return overflow == 0 ? Value::number(std::int64_t{value}) : number_of(object);
}

Value real_of(py::handle object) {
  const auto number = Decimal::of_real(PyFloat_AS_DOUBLE(object.ptr()));
  return number ? Value::number(*number) : Value();
}

std::optional<std::int32_t> offset_of(py::handle object) {
  const py::object offset = object.attr("utcoffset")();
  if (offset.is_none()) return std::nullopt;
  return PyDateTime_DELTA_GET_DAYS(offset.ptr()) * static_cast<std::int32_t>(kSecondsPerDay) +
         PyDateTime_DELTA_GET_SECONDS(offset.ptr());
}

std::int64_t nanos_of(int hour, int minute, int second, int micro) {
  return ((hour * std::int64_t{60} + minute) * 60 + second) * kNanosPerSecond + micro * kNanosPerMicro;
}

CivilDay day_of(PyObject* o) {
  return CivilDay::of(PyDateTime_GET_YEAR(o), PyDateTime_GET_MONTH(o), PyDateTime_GET_DAY(o)).value();
}

bool is_not_itself(py::handle object) {
  return py::reinterpret_steal<py::object>(PyObject_RichCompare(object.ptr(), object.ptr(), Py_NE)).cast<bool>();
}

Value date_time_of(py::handle object) {
  if (is_not_itself(object)) return Value();  // pandas' NaT calls itself a datetime
  PyObject* o = object.ptr();
  const std::int64_t nanos = nanos_of(PyDateTime_DATE_GET_HOUR(o), PyDateTime_DATE_GET_MINUTE(o),
                                      PyDateTime_DATE_GET_SECOND(o), PyDateTime_DATE_GET_MICROSECOND(o));
  return Value::date_time({day_of(o), {nanos, offset_of(object)}});
}

Value time_of(py::handle object) {
  PyObject* o = object.ptr();
  const std::int64_t nanos = nanos_of(PyDateTime_TIME_GET_HOUR(o), PyDateTime_TIME_GET_MINUTE(o),
                                      PyDateTime_TIME_GET_SECOND(o), PyDateTime_TIME_GET_MICROSECOND(o));
  return Value::time({nanos, offset_of(object)});
}

Value duration_of(py::handle object) {
  PyObject* o = object.ptr();
  const Int128 seconds = Int128{PyDateTime_DELTA_GET_DAYS(o)} * kSecondsPerDay + PyDateTime_DELTA_GET_SECONDS(o);
  return Value::duration(
      DaysDuration{seconds * kNanosPerSecond + PyDateTime_DELTA_GET_MICROSECONDS(o) * kNanosPerMicro});
}

// A list that holds itself has no end: RecursionError.
class Nesting {
 public:
  Nesting() {
    if (Py_EnterRecursiveCall(" while reading a FEEL value") != 0) throw py::error_already_set();
  }
  ~Nesting() { Py_LeaveRecursiveCall(); }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
};

Value list_of(py::handle object) {
  const Nesting nesting;
  ValueList items;
  for (const py::handle item : object) items.push_back(value_of(item));
  return Value::list(std::move(items));
}

std::string name_of(py::handle key) {
  if (PyUnicode_Check(key.ptr())) return py::cast<std::string>(key);
  raise(Errc::type_mismatch, "the names of entries are texts; no name is made of a " + type_name(key));
}

Value context_of(const py::dict& dict) {
  const Nesting nesting;
  ValueContext entries;
  for (const auto& [key, item] : dict) entries.emplace_back(name_of(key), value_of(item));
  return Value::context(std::move(entries));
}

bool is_numpy_scalar(py::handle object) {
  return py::hasattr(object, "dtype") && py::hasattr(object, "item") && py::len(object.attr("shape")) == 0;
}

// numpy would give nanoseconds as a bare integer.
Value numpy_scalar_of(py::handle object) {
  const bool is_time = object.attr("dtype").attr("kind").cast<std::string>() == "M";
  const bool is_day = is_time && object.attr("dtype").attr("name").cast<std::string>() == "datetime64[D]";
  if (is_time && !is_day) return value_of(object.attr("astype")("datetime64[us]").attr("item")());
  return value_of(object.attr("item")());
}

bool is_decimal(py::handle object) { return py::isinstance(object, py::module_::import("decimal").attr("Decimal")); }

Value other_value_of(py::handle object) {
  if (py::isinstance(object, years_months()))
    return Value::duration(MonthsDuration{object.attr("total_months").cast<std::int64_t>()});
  if (is_decimal(object)) return number_of(object);
  if (is_numpy_scalar(object)) return numpy_scalar_of(object);
  raise(Errc::type_mismatch,
        "FEEL has null, booleans, numbers, texts, dates, times, durations, lists and contexts; no value is made of a " +
            type_name(object));
}

Value temporal_or_other(py::handle object) {
  PyObject* o = object.ptr();
  if (PyDateTime_Check(o)) return date_time_of(object);
  if (PyDate_Check(o)) return Value::date(day_of(o));
  if (PyTime_Check(o)) return time_of(object);
  if (PyDelta_Check(o)) return duration_of(object);
  return other_value_of(object);
}

Value nested_value_of(py::handle object) {
  if (PyList_Check(object.ptr()) || PyTuple_Check(object.ptr())) return list_of(object);
  if (PyDict_Check(object.ptr())) return context_of(py::reinterpret_borrow<py::dict>(object));
  return temporal_or_other(object);
}

py::object steal(PyObject* made) {
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

py::object zone_of(const std::optional<std::int32_t>& offset) {
  if (!offset) return py::none();
  return steal(PyTimeZone_FromOffset(steal(PyDelta_FromDSU(0, *offset, 0)).ptr()));
}

struct Clock {
  int hour, minute, second, micro;
};

// Python's years are 1 to 9999, its smallest time a microsecond, and its zones have no names of FEEL's kind.
bool has_year(CivilDay day) { return day.year() >= 1 && day.year() <= 9999; }
bool has_time(const TimeOfDay& time) { return time.zone == nullptr && time.nanos % kNanosPerMicro == 0; }

Clock clock_of(const TimeOfDay& time) {
  const auto seconds = static_cast<int>(time.nanos / kNanosPerSecond);
  return {seconds / 3600, seconds / 60 % 60, seconds % 60,
          static_cast<int>(time.nanos % kNanosPerSecond / kNanosPerMicro)};
}

py::object time_object(const TimeOfDay& time) {
  const Clock at = clock_of(time);
  return steal(PyDateTimeAPI->Time_FromTime(at.hour, at.minute, at.second, at.micro, zone_of(time.offset_seconds).ptr(),
                                            PyDateTimeAPI->TimeType));
}

py::object date_time_object(const DateTime& value) {
  const Clock at = clock_of(value.time);
  return steal(PyDateTimeAPI->DateTime_FromDateAndTime(
      static_cast<int>(value.day.year()), value.day.month(), value.day.day_of_month(), at.hour, at.minute, at.second,
      at.micro, zone_of(value.time.offset_seconds).ptr(), PyDateTimeAPI->DateTimeType));
}

py::object duration_object(const DaysDuration& duration) {
  constexpr std::int64_t kMostDays = 999'999'999;
  const Int128 micros = duration.nanos / kNanosPerMicro;
  const Int128 days = micros / (kSecondsPerDay * kMicrosPerSecond);
  if (days > kMostDays || days < -kMostDays)
    raise(Errc::amount_overflow, "a duration is longer than Python's timedelta holds: " + duration.to_string());
  const auto rest = static_cast<std::int64_t>(micros % (kSecondsPerDay * kMicrosPerSecond));
  return steal(PyDelta_FromDSU(static_cast<int>(days), static_cast<int>(rest / kMicrosPerSecond),
                               static_cast<int>(rest % kMicrosPerSecond)));
}

py::object list_object(const ValueList& items) {
  py::list list;
  for (const Value& item : items) list.append(object_of(item));
  return list;
}

py::object dict_object(const ValueContext& entries) {
  py::dict dict;
  for (const auto& [key, value] : entries) dict[py::str(key)] = object_of(value);
  return dict;
}

py::object dict_object(const ValueRange& range) {
  py::dict dict;
  dict["start"] = object_of(range.low);
  dict["end"] = object_of(range.high);
  dict["start included"] = range.low_closed;
  dict["end included"] = range.high_closed;
  return dict;
}

bool fits_python(const Value& value) {
  switch (value.kind()) {
    case ValueKind::date: return has_year(value.as_date());
    case ValueKind::time: return has_time(value.as_time());
    case ValueKind::date_time: return has_year(value.as_date_time().day) && has_time(value.as_date_time().time);
    default: return value.kind() != ValueKind::function;
  }
}

py::object temporal_object_of(const Value& value) {
  if (!fits_python(value)) return py::str(value.to_string());
  switch (value.kind()) {
    case ValueKind::date:
      return steal(PyDate_FromDate(static_cast<int>(value.as_date().year()), value.as_date().month(),
                                   value.as_date().day_of_month()));
    case ValueKind::date_time: return date_time_object(value.as_date_time());
    case ValueKind::time: return time_object(value.as_time());
    case ValueKind::days_duration: return duration_object(value.as_days_duration());
    default: return years_months()(py::arg("months") = value.as_months_duration().months);
  }
}

}  // namespace

Value value_of(py::handle object) {
  load_datetime();
  PyObject* o = object.ptr();
  if (object.is_none()) return Value();
  if (PyBool_Check(o)) return Value::boolean(o == Py_True);
  if (PyLong_Check(o)) return integer_of(object);
  if (PyFloat_Check(o)) return real_of(object);
  if (PyUnicode_Check(o)) return Value::text(object.cast<std::string>());
  return nested_value_of(object);
}

Inputs inputs_of(const py::object& names) {
  Inputs inputs;
  if (names.is_none()) return inputs;
  if (!py::isinstance<py::dict>(names))
    raise(Errc::type_mismatch, "the inputs are a dict of names and values, not a " + type_name(names));
  for (const auto& [name, value] : py::reinterpret_borrow<py::dict>(names)) inputs.set(name_of(name), value_of(value));
  return inputs;
}

std::optional<Day> optional_day(const py::object& day) {
  if (day.is_none()) return std::nullopt;
  if (py::isinstance<py::str>(day)) return Day::parse(day.cast<std::string>()).value();
  const Value value = value_of(day);
  if (value.kind() != ValueKind::date)
    raise(Errc::type_mismatch, "a date or its ISO text (2026-01-31) was expected; this is a " + type_name(day));
  return value.as_date().day();
}

py::object object_of(const Value& value) {
  load_datetime();
  switch (value.kind()) {
    case ValueKind::null: return py::none();
    case ValueKind::boolean: return py::bool_(value.as_boolean());
    case ValueKind::number: return py::float_(value.as_number().to_real());
    case ValueKind::text: return py::str(value.as_text());
    case ValueKind::list: return list_object(value.as_list());
    case ValueKind::range: return dict_object(value.as_range());
    case ValueKind::context: return dict_object(value.as_context());
    default: return temporal_object_of(value);
  }
}

}  // namespace staysail::python
