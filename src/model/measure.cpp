#include "staysail/model/measure.hpp"

#include "staysail/base/decimal_text.hpp"

namespace staysail {

Result<Money> Amount::in(Currency currency) const {
  STAYSAIL_TRY(const std::int64_t minor, rescale(thousandths_, 3, currency.minor_digits()));
  return Money::minor(minor, currency);
}

}  // namespace staysail
