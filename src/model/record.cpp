#include "staysail/model/record.hpp"

namespace staysail {
namespace {

constexpr char kLayout = 1;

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

Error cut() {
  return Error(Errc::malformed_record,
               "the bytes of a stored record end too early or are damaged; run `staysail verify`");
}

// Ten bytes hold 64 bits; a longer varint is damage.
Result<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return cut();
}

std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

}  // namespace

RecordWriter::RecordWriter(std::size_t attributes) : header_(1, kLayout) {
  put_varint(header_, attributes);
  bytes_ = header_;
}

void RecordWriter::add_null() { bytes_.push_back(0); }

void RecordWriter::add_text(std::string_view utf8) {
  put_varint(bytes_, utf8.size() + 1);
  bytes_ += utf8;
}

void RecordWriter::add_integer(std::int64_t value) {
  const std::size_t length = bytes_.size();
  bytes_.push_back(0);  // at most ten digits follow, so their number fits here
  put_varint(bytes_, zigzag(value));
  bytes_[length] = static_cast<char>(bytes_.size() - length);
}

void RecordWriter::add_extension(std::string_view name, std::string_view value) {
  add_text(name);
  add_text(value);
}

std::string RecordWriter::finish() {
  std::string done = header_;
  done.swap(bytes_);
  return done;
}

void RecordWriter::finish_into(std::string& out) {
  out.swap(bytes_);
  bytes_ = header_;
}

Result<RecordReader> RecordReader::open(std::string_view bytes) {
  if (bytes.empty()) return cut();
  if (bytes.front() != kLayout)
    return Error(Errc::malformed_record,
                 "this record was written in layout " + std::to_string(bytes.front()) + "; layout 1 was expected");
  bytes.remove_prefix(1);
  STAYSAIL_TRY(const std::uint64_t attributes, take_varint(bytes));
  return RecordReader(bytes, attributes);
}

Result<std::optional<std::string_view>> RecordReader::next_value() {
  if (rest_.empty()) return cut();
  STAYSAIL_TRY(const std::uint64_t length, take_varint(rest_));
  if (length == 0) return std::optional<std::string_view>{};
  if (length - 1 > rest_.size()) return cut();
  const std::string_view value = rest_.substr(0, length - 1);
  rest_.remove_prefix(length - 1);
  return std::optional<std::string_view>{value};
}

Result<std::optional<std::string_view>> RecordReader::next_text() {
  if (attributes_ == 0) return std::optional<std::string_view>{};
  --attributes_;
  return next_value();
}

Result<std::int64_t> integer_in(std::string_view value) {
  STAYSAIL_TRY(const std::uint64_t raw, take_varint(value));
  if (!value.empty()) return cut();
  return unzigzag(raw);
}

Result<std::optional<std::int64_t>> RecordReader::next_integer() {
  STAYSAIL_TRY(const std::optional<std::string_view> value, next_text());
  if (!value) return std::optional<std::int64_t>{};
  STAYSAIL_TRY(const std::int64_t integer, integer_in(*value));
  return std::optional<std::int64_t>{integer};
}

Result<std::int32_t> small_integer_in(std::string_view value) {
  STAYSAIL_TRY(const std::int64_t integer, integer_in(value));
  if (integer == static_cast<std::int32_t>(integer)) return static_cast<std::int32_t>(integer);
  return Error(
      Errc::malformed_record,
      "a stored record holds a number that is no day and no month; run `staysail verify`: " + std::to_string(integer));
}

Result<std::optional<Day>> RecordReader::next_day() {
  STAYSAIL_TRY(const std::optional<std::string_view> value, next_text());
  if (!value) return std::optional<Day>{};
  STAYSAIL_TRY(const std::int32_t days, small_integer_in(*value));
  return std::optional(Day::since_epoch(days));
}

Result<std::optional<Month>> RecordReader::next_month() {
  STAYSAIL_TRY(const std::optional<std::string_view> value, next_text());
  if (!value) return std::optional<Month>{};
  STAYSAIL_TRY(const std::int32_t index, small_integer_in(*value));
  return std::optional(Month::from_index(index));
}

Result<std::optional<std::pair<std::string_view, std::string_view>>> RecordReader::next_extension() {
  using Pair = std::optional<std::pair<std::string_view, std::string_view>>;
  while (attributes_ > 0) STAYSAIL_CHECK(next_text().and_then([](auto) { return ok(); }));
  if (rest_.empty()) return Pair{};
  STAYSAIL_TRY(const auto name, next_value());
  STAYSAIL_TRY(const auto value, next_value());
  if (!name || !value) return cut();
  return Pair{{*name, *value}};
}

Result<std::vector<std::pair<std::string, std::string>>> extensions_of(std::string_view bytes) {
  STAYSAIL_TRY(auto reader, RecordReader::open(bytes));
  std::vector<std::pair<std::string, std::string>> pairs;
  while (true) {
    STAYSAIL_TRY(const auto pair, reader.next_extension());
    if (!pair) return pairs;
    pairs.emplace_back(*pair);
  }
}

}  // namespace staysail
