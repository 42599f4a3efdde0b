// Synonyms: groups of words that mean the same, and the texts that a text becomes when one stands for another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace staysail::knowledge {

class Synonyms {
 public:
  // What telecoms call by two names: 携转 and 携号转网, 友商 and 竞争对手, MNP and number portability.
  static const Synonyms& of_the_trade();

  // A group for each line of words with "=" between them; other lines say nothing.
  void add_lines(std::string_view text);
  // The text, folded, with one known word replaced by each other word of its group; in the order of the groups, as far
  // as a query stays short.
  std::vector<std::string> variants(std::string_view text) const;

 private:
  std::vector<std::vector<std::string>> groups_;  // folded
};

}  // namespace staysail::knowledge
