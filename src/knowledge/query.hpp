// A search text taken apart: the tokens that score, and the quoted parts that must occur.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge/synonyms.hpp"
#include "staysail/knowledge/tokenizer.hpp"

namespace staysail::knowledge {

// A token of the same text in other words. All tokens of one synonym together count for half of the words it stands
// for.
struct Kin {
  Token token;
  double weight = 0;
};

struct Query {
  std::vector<Token> terms;                 // each text and kind once
  std::vector<Kin> kin;                     // synonyms, numbers in digits or in Han; each text and kind once
  std::vector<std::vector<Token>> phrases;  // never empty ones
};

Query parse_query(std::string_view text, const Synonyms& synonyms);
// For a query that finds nothing: each Han character of it by itself, each word by its beginning.
Query relaxed(const Query& query);

}  // namespace staysail::knowledge
