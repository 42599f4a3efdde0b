#include "knowledge/text_index.hpp"

#include <algorithm>
#include <cmath>

#include "staysail/statistics/elementary.hpp"

namespace staysail::knowledge {
namespace {

constexpr double kSaturation = 1.2;    // k1
constexpr double kLengthShare = 0.75;  // b
constexpr double kTitleWeight = 3;

}  // namespace

void TextIndex::add(std::uint32_t document, std::string_view title, std::string_view body) {
  lengths_.resize(document + 1);
  add_tokens(document, title, 0);
  add_tokens(document, body, kBodyStart);
  documents_ += lengths_[document] != 0;
  total_length_ += lengths_[document];
}

void TextIndex::add_tokens(std::uint32_t document, std::string_view text, std::uint32_t first_position) {
  for (Token& token : tokens_of(text)) {
    terms_[std::move(token.text)].push_back({document, first_position + token.position});
    lengths_[document] += token.kind != TokenKind::closing;
  }
}

void TextIndex::remove(std::uint32_t document) {
  documents_ -= lengths_[document] != 0;
  total_length_ -= lengths_[document];
  lengths_[document] = 0;
}

TextIndex::Occurrences TextIndex::occurrences_of(const Token& term) const {
  Occurrences found;
  const auto take = [&](const Occurrences& occurrences) {
    for (const Occurrence& occurrence : occurrences)
      if (lengths_[occurrence.document] != 0) found.push_back(occurrence);
  };
  if (term.kind != TokenKind::lone) {
    if (const auto exact = terms_.find(term.text); exact != terms_.end()) take(exact->second);
    return found;
  }
  // A character begins the pairs it leads and the token that closes its run: together, all its occurrences.
  for (auto next = terms_.lower_bound(term.text); next != terms_.end() && next->first.starts_with(term.text); ++next)
    take(next->second);
  std::sort(found.begin(), found.end());
  return found;
}

void TextIndex::add_score(const Token& term, std::vector<double>& scores) const {
  const Occurrences occurrences = occurrences_of(term);
  std::vector<std::pair<std::uint32_t, double>> frequencies;
  for (const Occurrence& occurrence : occurrences) {
    if (frequencies.empty() || frequencies.back().first != occurrence.document)
      frequencies.emplace_back(occurrence.document, 0);
    frequencies.back().second += occurrence.position < kBodyStart ? kTitleWeight : 1;
  }
  const double total = static_cast<double>(documents_);
  const double having = static_cast<double>(frequencies.size());
  const double rarity = statistics::natural_log(1 + (total - having + 0.5) / (having + 0.5));
  const double mean_length = static_cast<double>(total_length_) / total;
  for (const auto& [document, frequency] : frequencies) {
    const double length = 1 - kLengthShare + kLengthShare * lengths_[document] / mean_length;
    scores[document] += rarity * frequency * (kSaturation + 1) / (frequency + kSaturation * length);
  }
}

std::vector<bool> TextIndex::documents_with(const std::vector<Token>& phrase) const {
  Occurrences starts = occurrences_of(phrase.front());
  for (const Token& token : phrase) {
    const std::uint32_t distance = token.position - phrase.front().position;
    const Occurrences others = occurrences_of(token);
    std::erase_if(starts, [&](const Occurrence& start) {
      return !std::binary_search(others.begin(), others.end(), Occurrence{start.document, start.position + distance});
    });
  }
  std::vector<bool> documents(lengths_.size());
  for (const Occurrence& start : starts) documents[start.document] = true;
  return documents;
}

std::vector<ScoredDocument> TextIndex::search(const Query& query) const {
  std::vector<double> scores(lengths_.size());
  for (const Token& term : query.terms) add_score(term, scores);
  for (const auto& phrase : query.phrases) {
    const std::vector<bool> having = documents_with(phrase);
    for (std::size_t document = 0; document < scores.size(); ++document)
      if (!having[document]) scores[document] = 0;
  }
  std::vector<ScoredDocument> found;
  for (std::uint32_t document = 0; document < scores.size(); ++document)
    if (scores[document] > 0) found.push_back({document, std::llround(scores[document] * 1e6)});
  return found;
}

}  // namespace staysail::knowledge
