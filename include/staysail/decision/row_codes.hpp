// RowCodes: the rows of a frame as one or two bytes a column, coded for one BoundConditions. Coding costs more than
// matching: keep the codes as long as the frame.
#pragma once

#include <cstddef>
#include <memory>

namespace staysail {

namespace decision {
struct CodedRows;
}

// Immutable, cheap to copy; any thread. Shares the frame's buffers, by which the next coding sees what has changed.
class RowCodes {
 public:
  std::size_t rows() const;
  // Values that were coded anew when this was made; the others came from the codes before it.
  std::size_t values_coded() const;

 private:
  friend class BoundConditions;
  explicit RowCodes(std::shared_ptr<const decision::CodedRows> rows) : coded_(std::move(rows)) {}
  std::shared_ptr<const decision::CodedRows> coded_;
};

}  // namespace staysail
