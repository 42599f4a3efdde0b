// What people read instead of stable codes and ids: "Decline" or 衰退期 for `decline`, a strategy's title for its id.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace staysail {

struct CodeName {
  std::string_view code;
  const char* english;
  const char* chinese;
};

// The names of the model's symbols and of what rooms call things: stages, churn kinds, segments, warnings, verdicts,
// results, states. Null for a code that a playbook or a later release made up: it is shown as it is.
const CodeName* find_code_name(std::string_view code);

// Whether a number column is money: an indicator says so by its unit, attributes of the model have no unit and are kept
// in thousandths.
bool is_money(std::string_view unit, int scale);
// An amount as prose gives it: two decimals, rounded half to even ("48.14").
std::string readable_amount(std::int64_t amount, int scale);

// Codes and the titles of a playbook together. A plain value.
class ReadableNames {
 public:
  // A title; the one that was added last stands.
  void add(std::string id, std::string chinese, std::string english);

  // The title that was added for `id` in `language` ("zh" or "en"), else the id.
  std::string title(std::string_view id, std::string_view language) const;
  // The name of a code, else the code.
  std::string of(std::string_view code, std::string_view language) const;
  // The same without what explains it after a colon ("Rescue: valuable, about to go"): for the middle of a sentence.
  std::string brief(std::string_view code, std::string_view language) const;

 private:
  struct Title {
    std::string chinese, english;
  };
  std::map<std::string, Title, std::less<>> titles_;
};

}  // namespace staysail
