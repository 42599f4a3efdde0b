// Effects in plain words.
#pragma once

#include <string>

#include "staysail/evaluation/evaluation.hpp"

namespace staysail {

std::string english_text(const EffectEstimate& estimate, const EvaluationOptions& options);
std::string chinese_text(const EffectEstimate& estimate, const EvaluationOptions& options);

}  // namespace staysail
