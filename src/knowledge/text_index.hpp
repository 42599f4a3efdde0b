// An inverted index with positions over titles and bodies, scored by BM25.
//
// Documents are numbered by the caller; the numbers order nothing that anybody sees. Scores depend on the documents
// that are in the index, not on how they came there.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/query.hpp"

namespace staysail::knowledge {

struct ScoredDocument {
  std::uint32_t document = 0;
  std::int64_t score = 0;  // millionths
};

class TextIndex {
 public:
  // Precondition: documents are added in ascending order.
  void add(std::uint32_t document, std::string_view title, std::string_view body);
  void remove(std::uint32_t document);
  // Every document with one of the terms and all phrases, in no order.
  std::vector<ScoredDocument> search(const Query& query) const;

 private:
  // Title positions count from 0, those of the body from kBodyStart.
  struct Occurrence {
    std::uint32_t document;
    std::uint32_t position;
    friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
  };
  using Occurrences = std::vector<Occurrence>;
  struct Count {
    std::uint32_t document;
    float times;  // one in a title counts three
  };
  struct Term {
    Occurrences occurrences;    // for phrases
    std::vector<Count> counts;  // for scores
  };
  struct Scoring {
    std::vector<double> scores;        // of each document
    std::vector<std::uint32_t> found;  // those whose score is not 0
  };
  static constexpr std::uint32_t kBodyStart = 1u << 24;

  void add_tokens(std::uint32_t document, std::string_view text, std::uint32_t first_position);
  std::vector<const Term*> entries_of(const Token& term) const;
  Occurrences occurrences_of(const Token& term) const;
  std::span<const Count> counts_of(const Token& term, std::vector<Count>& gathering) const;
  void add_score(const Token& term, double weight, Scoring& scoring) const;
  std::vector<bool> documents_with(const std::vector<Token>& phrase) const;

  std::map<std::string, Term, std::less<>> terms_;
  std::vector<std::uint32_t> lengths_;  // tokens of each document; 0 = removed, or without any
  std::uint64_t documents_ = 0;
  std::uint64_t total_length_ = 0;
};

}  // namespace staysail::knowledge
