#include "staysail/columns/column.hpp"

#include <charconv>

#include "staysail/base/decimal_text.hpp"

namespace staysail {
namespace {

template <class T>
std::shared_ptr<const void> share(std::vector<T>& values) {
  auto owner = std::make_shared<const std::vector<T>>(std::move(values));
  values = {};
  return std::shared_ptr<const void>(owner, owner->data());
}

std::string real_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return std::string(buffer, end);
}

}  // namespace

Column Column::slice(std::size_t begin, std::size_t count) const {
  Column part = *this;
  part.offset_ += begin;
  part.size_ = count;
  part.null_count_ = 0;
  for (std::size_t row = 0; null_count_ != 0 && row < count; ++row) part.null_count_ += part.is_null(row) ? 1 : 0;
  return part;
}

Column Column::renamed(std::string name) const {
  Column other = *this;
  other.field_.name = std::move(name);
  return other;
}

Column Column::take(std::span<const std::uint32_t> rows) const {
  ColumnBuilder builder(field_);
  builder.append_values(*this, rows);
  Column taken = builder.finish();
  // Codes are copied and the dictionary shared: no string is hashed.
  if (type() == ColumnType::text) taken.dictionary_ = dictionary_;
  return taken;
}

std::string Column::value_text(std::size_t row) const {
  if (is_null(row)) return {};
  switch (type()) {
    case ColumnType::number: return decimal_text(numbers()[row], field_.scale);
    case ColumnType::real: return real_text(reals()[row]);
    case ColumnType::boolean: return booleans()[row] != 0 ? "true" : "false";
    case ColumnType::day: return Day::since_epoch(days()[row]).to_string();
    case ColumnType::instant: return Instant::from_micros(instants()[row]).to_string();
    case ColumnType::text: return std::string(text(row));
  }
  return {};
}

ColumnBuilder::ColumnBuilder(Field field) : field_(std::move(field)) {}

void ColumnBuilder::reserve(std::size_t rows) {
  switch (field_.type) {
    case ColumnType::number:
    case ColumnType::instant: wide_.reserve(rows); break;
    case ColumnType::real: reals_.reserve(rows); break;
    case ColumnType::boolean: bytes_.reserve(rows); break;
    case ColumnType::day:
    case ColumnType::text: narrow_.reserve(rows); break;
  }
  validity_.reserve(rows / 8 + 1);
}

void ColumnBuilder::push_valid(bool valid) {
  if ((size_ & 7) == 0) validity_.push_back(0);
  if (valid) validity_.back() |= static_cast<std::uint8_t>(1U << (size_ & 7));
  else ++nulls_;
  ++size_;
}

void ColumnBuilder::append_null() {
  switch (field_.type) {
    case ColumnType::number:
    case ColumnType::instant: wide_.push_back(0); break;
    case ColumnType::real: reals_.push_back(0); break;
    case ColumnType::boolean: bytes_.push_back(0); break;
    case ColumnType::day:
    case ColumnType::text: narrow_.push_back(0); break;
  }
  push_valid(false);
}

void ColumnBuilder::append_real(double value) {
  reals_.push_back(value);
  push_valid(true);
}

void ColumnBuilder::append_boolean(bool value) {
  bytes_.push_back(value ? 1 : 0);
  push_valid(true);
}

void ColumnBuilder::append_from(const Column& source, std::size_t row) {
  if (source.is_null(row)) return append_null();
  switch (field_.type) {
    case ColumnType::number: return append_number(source.numbers()[row]);
    case ColumnType::instant: return append_instant(source.instants()[row]);
    case ColumnType::real: return append_real(source.reals()[row]);
    case ColumnType::boolean: return append_boolean(source.booleans()[row] != 0);
    case ColumnType::day: return append_day(source.days()[row]);
    case ColumnType::text: return append_text(source.text(row));
  }
}

namespace {

// `count` more valid rows behind `size`.
void extend_valid(std::vector<std::uint8_t>& bits, std::size_t size, std::size_t count) {
  if (count == 0) return;
  bits.resize((size + count + 7) / 8, 0);
  for (; count != 0 && (size & 7) != 0; ++size, --count) bits[size >> 3] |= static_cast<std::uint8_t>(1U << (size & 7));
  for (; count >= 8; size += 8, count -= 8) bits[size >> 3] = 0xFF;
  if (count != 0) bits[size >> 3] = static_cast<std::uint8_t>((1U << count) - 1);
}

}  // namespace

void ColumnBuilder::append_values(const Column& source, std::span<const std::uint32_t> rows) {
  const auto gather = [&](auto& to, const auto& from) {
    to.reserve(to.size() + rows.size());
    for (const std::uint32_t row : rows) to.push_back(from[row]);
  };
  switch (field_.type) {
    case ColumnType::number: gather(wide_, source.numbers()); break;
    case ColumnType::instant: gather(wide_, source.instants()); break;
    case ColumnType::real: gather(reals_, source.reals()); break;
    case ColumnType::boolean: gather(bytes_, source.booleans()); break;
    case ColumnType::day: gather(narrow_, source.days()); break;
    case ColumnType::text: gather(narrow_, source.codes()); break;
  }
  if (source.null_count() != 0) {
    for (const std::uint32_t row : rows) push_valid(!source.is_null(row));
    return;
  }
  extend_valid(validity_, size_, rows.size());
  size_ += rows.size();
}

void ColumnBuilder::append_all(const Column& source) {
  const auto copy = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  switch (field_.type) {
    case ColumnType::number: copy(wide_, source.numbers()); break;
    case ColumnType::instant: copy(wide_, source.instants()); break;
    case ColumnType::real: copy(reals_, source.reals()); break;
    case ColumnType::boolean: copy(bytes_, source.booleans()); break;
    case ColumnType::day: copy(narrow_, source.days()); break;
    case ColumnType::text: append_texts(source); break;
  }
  if (source.null_count() != 0) {
    for (std::size_t row = 0; row < source.size(); ++row) push_valid(!source.is_null(row));
    return;
  }
  extend_valid(validity_, size_, source.size());
  size_ += source.size();
}

// The codes alone; append_all() adds which rows are null.
void ColumnBuilder::append_texts(const Column& source) {
  std::vector<std::int32_t> codes(source.size() == 0 ? 0 : static_cast<std::size_t>(source.dictionary().size()), -1);
  const auto all = source.codes();
  narrow_.resize(size_ + source.size(), 0);
  for (std::size_t row = 0; row < source.size(); ++row) {
    if (source.is_null(row)) continue;
    std::int32_t& ours = codes[static_cast<std::size_t>(all[row])];
    if (ours < 0) ours = dictionary_.code_of(source.dictionary().at(all[row]));
    narrow_[size_ + row] = ours;
  }
}

Column ColumnBuilder::finish() {
  Column column;
  column.field_ = field_;
  column.size_ = size_;
  column.null_count_ = nulls_;
  switch (field_.type) {
    case ColumnType::number:
    case ColumnType::instant: column.values_ = share(wide_); break;
    case ColumnType::real: column.values_ = share(reals_); break;
    case ColumnType::boolean: column.values_ = share(bytes_); break;
    case ColumnType::day:
    case ColumnType::text: column.values_ = share(narrow_); break;
  }
  if (nulls_ != 0) column.validity_ = std::make_shared<const std::vector<std::uint8_t>>(std::move(validity_));
  if (field_.type == ColumnType::text) column.dictionary_ = dictionary_.finish();
  validity_ = {};
  size_ = nulls_ = 0;
  return column;
}

}  // namespace staysail
