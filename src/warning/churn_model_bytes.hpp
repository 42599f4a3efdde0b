// What the two sides of a model's bytes share.
#pragma once

#include <string_view>
#include <vector>

#include "warning/churn_state.hpp"

namespace staysail {

inline constexpr std::string_view kModelTitle = "staysail churn model ";
inline constexpr std::string_view kModelVersion = "2";
// Figures of a card in the order in which they are written, and back; there are kFigures.
inline constexpr std::size_t kFigures = 23;
std::vector<double> figures_of(const ChurnCard& card);

// The model that tables hold. `malformed_record`.
Result<ChurnModel::State> read_model(std::string_view tables);

}  // namespace staysail
