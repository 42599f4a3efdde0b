// Foreign memory by the Arrow C data interface: a producer with any counts, formats, parts and contents is a batch or
// is refused, and gets both structs back once. Its buffers are as long as its counts say; that alone is its word.
#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "property.hpp"
#include "staysail/columns/arrow.hpp"

namespace {

using namespace staysail;

constexpr std::array kFormats = {"c", "C", "s", "S",  "i",    "I",    "l",    "L",    "f",      "g",      "b", "tdD",
                                 "u", "U", "n", "vu", "tsu:", "tsn:", "tss:", "tsm:", "d:19,2", "d:38,9", "",  "+l"};

// Bytes of one row in the buffer of values; bits are asked for by the byte.
std::size_t width_of(std::string_view format) {
  if (format == "c" || format == "C" || format == "b") return 1;
  if (format == "s" || format == "S") return 2;
  if (format == "i" || format == "I" || format == "f" || format == "tdD" || format == "u") return 4;
  return format == "vu" || format.starts_with("d:") ? 16 : 8;
}

// Nearly always a count that can be, now and then one that cannot.
std::int64_t count(fuzz::Input& input) {
  const std::uint8_t byte = input.byte();
  return byte < 240 ? byte % 20 : static_cast<std::int8_t>(byte);
}

// One column with all it points to.
class Part {
 public:
  Part(fuzz::Input& input, std::int64_t rows, bool may_be_coded) : format_(kFormats[input.byte() % kFormats.size()]) {
    if (input.byte() % 16 == 1) format_ = std::string(input.piece()).c_str();  // ends where its reader sees it end
    array.length = rows + input.byte() % 8 - 1;
    array.offset = count(input);
    array.null_count = static_cast<std::int8_t>(input.byte());
    fill(input, static_cast<std::size_t>(std::max<std::int64_t>(0, array.length + array.offset)));
    if (may_be_coded && input.byte() % 4 == 1) code(input);
    schema.format = input.byte() % 64 == 1 ? nullptr : format_.c_str();
    schema.name = name_.c_str();
    array.n_buffers = static_cast<std::int64_t>(pointers_.size());
    if (input.byte() % 16 == 1) array.n_buffers = std::min(array.n_buffers, count(input) % 4);
    array.buffers = input.byte() % 64 == 1 ? nullptr : pointers_.data();
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  ArrowSchema schema{};
  ArrowArray array{};
  void name(std::string name) { schema.name = (name_ = std::move(name)).c_str(); }

 private:
  // A block of exactly that many bytes, so that a sanitizer sees one read too many.
  char* block(fuzz::Input& input, std::size_t bytes, bool repeated = false) {
    blocks_.push_back(std::make_unique<char[]>(bytes));
    const std::string_view content = input.piece();
    for (std::size_t i = 0; i < bytes && !content.empty(); ++i)
      if (repeated || i < content.size()) blocks_.back()[i] = content[i % content.size()];
    pointers_.push_back(input.byte() % 32 == 1 ? nullptr : blocks_.back().get());
    return blocks_.back().get();
  }

  void fill(fuzz::Input& input, std::size_t rows) {
    const bool nulls = input.byte() % 2 == 0;
    block(input, (rows + 7) / 8, true);
    if (!nulls) pointers_.back() = nullptr;
    if (format_ == "u") return offsets<std::int32_t>(input, rows);
    if (format_ == "U") return offsets<std::int64_t>(input, rows);
    if (format_ == "vu") return views(input, rows);
    block(input, format_ == "b" ? (rows + 7) / 8 : rows * width_of(format_), true);
  }

  // Ends of texts among 128 bytes, mostly ascending.
  template <class Offset>
  void offsets(fuzz::Input& input, std::size_t rows) {
    char* to = block(input, (rows + 1) * sizeof(Offset));
    const bool sorted = input.byte() % 8 != 0;
    std::int64_t end = 0;
    for (std::size_t i = 0; i <= rows; ++i) {
      const auto step = static_cast<std::int8_t>(input.byte());
      end = sorted ? std::min<std::int64_t>(127, end + (step & 7)) : step;
      const auto offset = static_cast<Offset>(end);
      std::memcpy(to + i * sizeof(Offset), &offset, sizeof offset);
    }
    block(input, 128, true);
  }

  // Length, then the text, or where it stands in one of two blocks.
  void views(fuzz::Input& input, std::size_t rows) {
    char* to = block(input, rows * 16);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::int32_t length = static_cast<std::int8_t>(input.byte()) % 20, which = input.byte() % 4 - 1;
      const std::array<std::int32_t, 4> view = {length, 0, which, static_cast<std::int8_t>(input.byte()) % 32};
      std::memcpy(to + i * 16, view.data(), sizeof view);
    }
    block(input, 32, true);
    block(input, 16, true);
    const std::array<std::int64_t, 2> sizes = {32, 16};
    std::memcpy(block(input, sizeof sizes), sizes.data(), sizeof sizes);
  }

  void code(fuzz::Input& input) {
    values_ = std::make_unique<Part>(input, count(input), false);
    if (input.byte() % 16 != 1) schema.dictionary = &values_->schema;
    if (input.byte() % 16 != 1) array.dictionary = &values_->array;
  }

  std::string format_, name_ = "c";
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::vector<const void*> pointers_;
  std::unique_ptr<Part> values_;
};

// A table of two columns.
class Producer {
 public:
  explicit Producer(fuzz::Input& input) : schema_(), array_() {
    array_.length = count(input);
    array_.offset = input.byte() % 4 == 1 ? count(input) : 0;
    array_.null_count = input.byte() % 64 == 1 ? 1 : 0;
    for (auto& part : parts_) part.emplace(input, array_.length + array_.offset, true);
    parts_[1]->name("d");
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      schema_children_[i] = input.byte() % 64 == 1 ? nullptr : &parts_[i]->schema;
      array_children_[i] = input.byte() % 64 == 1 ? nullptr : &parts_[i]->array;
    }
    schema_.format = "+s";
    schema_.n_children = array_.n_children = static_cast<std::int64_t>(parts_.size());
    if (input.byte() % 64 == 1) array_.n_children = count(input);
    schema_.children = input.byte() % 64 == 1 ? nullptr : schema_children_.data();
    array_.children = input.byte() % 64 == 1 ? nullptr : array_children_.data();
    schema_.private_data = array_.private_data = &releases;
    schema_.release = release_counted<ArrowSchema>;
    array_.release = release_counted<ArrowArray>;
  }
  Result<Batch> hand_over() { return import_arrow(&schema_, &array_); }
  std::size_t rows() const { return static_cast<std::size_t>(array_.length); }

  int releases = 0;

 private:
  template <class Struct>
  static void release_counted(Struct* whole) {
    ++*static_cast<int*>(whole->private_data);
    whole->release = nullptr;
  }

  ArrowSchema schema_;
  ArrowArray array_;
  std::array<std::optional<Part>, 2> parts_;
  std::array<ArrowSchema*, 2> schema_children_{};
  std::array<ArrowArray*, 2> array_children_{};
};

std::string text_of(const Batch& batch) {
  std::string text;
  for (const auto& column : batch.columns())
    for (std::size_t row = 0; row < batch.rows(); ++row)
      text += column.is_null(row) ? "-;" : column.value_text(row) + ";";
  return text;
}

void comes_back(const Batch& batch) {
  ArrowSchema schema{};
  ArrowArray array{};
  fuzz::require(export_arrow(batch, &schema, &array).has_value());
  fuzz::require(text_of(import_arrow(&schema, &array).value()) == text_of(batch));
  ArrowArrayStream stream{};
  fuzz::require(export_arrow_stream({batch}, &stream).has_value());
  fuzz::require(text_of(import_arrow_stream(&stream).value().front()) == text_of(batch));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  Producer producer(input);
  {
    const auto batch = producer.hand_over();
    if (!fuzz::refused(batch)) {
      fuzz::require(batch->rows() == producer.rows() && batch->columns().size() == 2);
      comes_back(*batch);
    }
  }
  fuzz::require(producer.releases == 2);
  return 0;
}
