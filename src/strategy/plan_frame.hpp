// The columns of a decision frame that planning reads, looked up once.
#pragma once

#include <optional>
#include <string_view>

#include "staysail/columns/batch.hpp"

namespace staysail::strategy {

class PlanFrame {
 public:
  // `schema_mismatch` without subscription_id or customer_id, or when a column that is there has another type.
  static Result<PlanFrame> of(const Batch& frame);

  std::string_view subscription(std::uint32_t row) const { return subscription_.text(row); }
  std::string_view customer(std::uint32_t row) const { return customer_.text(row); }
  // Whom contacts, consents, caps and hold-outs bind: the person's first customer (view/persons.hpp), mostly the
  // customer itself.
  std::string_view person(std::uint32_t row) const { return person_.text(row); }
  // Groups the rows of one person; never orders anything.
  std::int32_t person_code(std::uint32_t row) const { return person_.codes()[row]; }
  std::int32_t person_codes() const { return person_.dictionary().size(); }
  // Empty where the frame has no such column.
  std::string_view account(std::uint32_t row) const { return text(account_, row); }
  std::string_view stage(std::uint32_t row) const { return text(stage_, row); }
  std::string_view preferred_channel(std::uint32_t row) const { return text(preferred_channel_, row); }
  // At the column's scale; the least number where there is none.
  std::int64_t value(std::uint32_t row) const;
  // The greatest number where there is none: after everybody who has one.
  std::int64_t retention_rank(std::uint32_t row) const;

 private:
  static std::string_view text(const std::optional<Column>& column, std::uint32_t row) {
    return column ? column->text(row) : std::string_view{};
  }
  Column subscription_, customer_, person_;
  std::optional<Column> account_, stage_, preferred_channel_, value_, retention_rank_;
};

}  // namespace staysail::strategy
