// Column: an immutable run of values of one type with nulls, in Arrow's layout.
//
// Buffers are shared and never change once built, so columns are cheap to copy and safe to read from many
// threads. A text column holds int32 codes into a dictionary of its own: codes are never compared across columns.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/schema.hpp"

namespace staysail {

// Distinct UTF-8 strings in order of their codes. Immutable once shared.
class Dictionary {
 public:
  std::int32_t size() const { return static_cast<std::int32_t>(offsets_.size()) - 1; }
  std::string_view at(std::int32_t code) const {
    return std::string_view(bytes_).substr(
        offsets_[static_cast<std::size_t>(code)],
        offsets_[static_cast<std::size_t>(code) + 1] - offsets_[static_cast<std::size_t>(code)]);
  }
  // -1 when absent. Linear in the size of the dictionary: for constants, not for rows.
  std::int32_t find(std::string_view text) const;

 private:
  friend class DictionaryBuilder;
  std::string bytes_;
  std::vector<std::size_t> offsets_{0};
};

// Gives each distinct string a code in order of first arrival. Strings that arrive in ascending order, as ids of sorted
// files do, are told apart by one comparison with the last; the first that does not makes it hash them all.
class DictionaryBuilder {
 public:
  DictionaryBuilder();
  std::int32_t code_of(std::string_view text);
  std::int32_t size() const { return dictionary_->size(); }
  // Hands the dictionary out and starts anew.
  std::shared_ptr<const Dictionary> finish();

 private:
  // Open addressing. The hash stands beside the code, so that only strings of equal hashes are compared.
  struct Slot {
    std::int32_t code = -1;  // free
    std::uint32_t hash = 0;
  };
  std::int32_t add(std::string_view text);
  std::int32_t find_or_add(std::string_view text);
  Slot& slot_of(std::string_view text, std::uint32_t hash);
  Slot& free_slot_of(std::uint32_t hash);
  void grow();
  void hash_all();

  std::shared_ptr<Dictionary> dictionary_;
  std::vector<Slot> slots_;  // empty as long as the strings ascend
  std::int32_t last_ = -1;   // rows often repeat the value before
};

class Column {
 public:
  Column() = default;
  const Field& field() const { return field_; }
  ColumnType type() const { return field_.type; }
  std::size_t size() const { return size_; }
  std::size_t null_count() const { return null_count_; }

  bool is_null(std::size_t row) const {
    return validity_ != nullptr && ((*validity_)[(offset_ + row) >> 3] >> ((offset_ + row) & 7) & 1) == 0;
  }
  // Precondition of each: the column has that type. Values at null rows are zero.
  std::span<const std::int64_t> numbers() const { return view<std::int64_t>(); }   // number
  std::span<const double> reals() const { return view<double>(); }                 // real
  std::span<const std::uint8_t> booleans() const { return view<std::uint8_t>(); }  // boolean: 0 or 1
  std::span<const std::int32_t> days() const { return view<std::int32_t>(); }      // day
  std::span<const std::int64_t> instants() const { return view<std::int64_t>(); }  // instant
  std::span<const std::int32_t> codes() const { return view<std::int32_t>(); }     // text
  const Dictionary& dictionary() const { return *dictionary_; }
  const std::shared_ptr<const Dictionary>& shared_dictionary() const { return dictionary_; }
  // Text of a row; empty when null.
  std::string_view text(std::size_t row) const {
    return is_null(row) ? std::string_view{} : dictionary_->at(codes()[row]);
  }

  // Rows [begin, begin + count) without a copy.
  Column slice(std::size_t begin, std::size_t count) const;
  // The same values under another name.
  Column renamed(std::string name) const;
  // Rows in the order of `rows` (indices may repeat); the dictionary is shared.
  Column take(std::span<const std::uint32_t> rows) const;

  // Canonical text of a value ("12.50", "2026-01-31", "true", empty for null): what CSV prints and digests read.
  std::string value_text(std::size_t row) const;

  // Validity bits (1 = valid, least significant first) and their bit offset; null when nothing is null.
  const std::vector<std::uint8_t>* validity() const { return validity_.get(); }
  std::size_t offset() const { return offset_; }

 private:
  friend class ColumnBuilder;
  friend struct ColumnAccess;  // src/columns: Arrow export and import

  template <class T>
  std::span<const T> view() const {
    return {static_cast<const T*>(values_.get()) + offset_, size_};
  }

  Field field_;
  std::size_t size_ = 0, offset_ = 0, null_count_ = 0;
  std::shared_ptr<const void> values_;  // a buffer of the type's width
  std::shared_ptr<const std::vector<std::uint8_t>> validity_;
  std::shared_ptr<const Dictionary> dictionary_;
};

// Builds one column row by row. Owned by one thread.
class ColumnBuilder {
 public:
  explicit ColumnBuilder(Field field);
  const Field& field() const { return field_; }
  std::size_t size() const { return size_; }
  void reserve(std::size_t rows);

  void append_null();
  // Precondition of each: the field has that type. `scaled` is at the field's scale.
  void append_number(std::int64_t scaled) { append_wide(scaled); }
  void append_instant(std::int64_t micros) { append_wide(micros); }
  void append_real(double value);
  void append_boolean(bool value);
  void append_day(std::int32_t days) { append_narrow(days); }
  void append_day(Day day) { append_narrow(day.days_since_epoch()); }
  void append_text(std::string_view utf8) { append_narrow(dictionary_.code_of(utf8)); }
  // Row `row` of `source`, a column of the same type and scale.
  void append_from(const Column& source, std::size_t row);
  // All rows of `source`, a column of the same type and scale. Of each distinct text one look-up.
  void append_all(const Column& source);

  // Hands the column out; the builder is empty afterwards and may be used again.
  Column finish();

 private:
  friend class Column;  // take()
  void append_wide(std::int64_t value) {
    wide_.push_back(value);
    push_valid(true);
  }
  void append_narrow(std::int32_t value) {
    narrow_.push_back(value);
    push_valid(true);
  }
  void push_valid(bool valid);
  void append_texts(const Column& source);
  void append_values(const Column& source, std::span<const std::uint32_t> rows);  // of texts the codes

  Field field_;
  std::size_t size_ = 0, nulls_ = 0;
  std::vector<std::int64_t> wide_;
  std::vector<double> reals_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::int32_t> narrow_;
  std::vector<std::uint8_t> validity_;
  DictionaryBuilder dictionary_;
};

}  // namespace staysail
