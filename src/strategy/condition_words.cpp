#include "condition_words.hpp"

namespace staysail::strategy {

std::string conditions_with_values(const std::vector<Condition>& conditions) {
  std::string text;
  for (const Condition& condition : conditions)
    text += (text.empty() ? "" : "; ") + condition.text + ", where " + condition.actual;
  return text;
}

}  // namespace staysail::strategy
