#include "knowledge/text_index.hpp"

#include <algorithm>
#include <cmath>

#include "staysail/statistics/elementary.hpp"

namespace staysail::knowledge {
namespace {

constexpr double kSaturation = 1.2;    // k1
constexpr double kLengthShare = 0.75;  // b
constexpr float kTitleWeight = 3;

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
    Term& term = terms_[std::move(token.text)];
    term.occurrences.push_back({document, first_position + token.position});
    if (term.counts.empty() || term.counts.back().document != document) term.counts.push_back({document, 0});
    term.counts.back().times += first_position < kBodyStart ? kTitleWeight : 1;
    lengths_[document] += token.kind != TokenKind::closing;
  }
}

void TextIndex::remove(std::uint32_t document) {
  documents_ -= lengths_[document] != 0;
  total_length_ -= lengths_[document];
  lengths_[document] = 0;
}

// Where the term stands: a character begins the pairs it leads and the token that closes its run.
std::vector<const TextIndex::Term*> TextIndex::entries_of(const Token& term) const {
  std::vector<const Term*> entries;
  if (term.kind == TokenKind::lone || term.kind == TokenKind::beginning) {
    for (auto next = terms_.lower_bound(term.text); next != terms_.end() && next->first.starts_with(term.text); ++next)
      entries.push_back(&next->second);
  } else if (const auto exact = terms_.find(term.text); exact != terms_.end()) {
    entries.push_back(&exact->second);
  }
  return entries;
}

TextIndex::Occurrences TextIndex::occurrences_of(const Token& term) const {
  Occurrences found;
  for (const Term* entry : entries_of(term))
    found.insert(found.end(), entry->occurrences.begin(), entry->occurrences.end());
  std::sort(found.begin(), found.end());
  return found;
}

// One list of counts as it stands; several are added up in `gathering`.
std::span<const TextIndex::Count> TextIndex::counts_of(const Token& term, std::vector<Count>& gathering) const {
  const std::vector<const Term*> entries = entries_of(term);
  if (entries.size() == 1) return entries.front()->counts;
  std::vector<float> times(entries.empty() ? 0 : lengths_.size());
  for (const Term* entry : entries)
    for (const Count& count : entry->counts) {
      if (times[count.document] == 0) gathering.push_back({count.document, 0});
      times[count.document] += count.times;
    }
  for (Count& count : gathering) count.times = times[count.document];
  return gathering;
}

void TextIndex::add_score(const Token& term, double weight, Scoring& scoring) const {
  std::vector<Count> gathering;
  const auto counts = counts_of(term, gathering);
  const auto is_there = [&](const Count& count) { return lengths_[count.document] != 0; };
  const double total = static_cast<double>(documents_);
  const double having = static_cast<double>(std::count_if(counts.begin(), counts.end(), is_there));
  const double rarity = statistics::natural_log(1 + (total - having + 0.5) / (having + 0.5));
  const double mean_length = static_cast<double>(total_length_) / total;
  for (const auto& [document, times] : counts) {
    if (lengths_[document] == 0) continue;
    const double length = 1 - kLengthShare + kLengthShare * lengths_[document] / mean_length;
    double& score = scoring.scores[document];
    if (score == 0) scoring.found.push_back(document);
    score += weight * rarity * times * (kSaturation + 1) / (times + kSaturation * length);
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
  Scoring scoring{std::vector<double>(lengths_.size()), {}};
  for (const Token& term : query.terms) add_score(term, 1, scoring);
  for (const Kin& kin : query.kin) add_score(kin.token, kin.weight, scoring);
  for (const auto& phrase : query.phrases) {
    const std::vector<bool> having = documents_with(phrase);
    std::erase_if(scoring.found, [&](std::uint32_t document) { return !having[document]; });
  }
  std::vector<ScoredDocument> found;
  found.reserve(scoring.found.size());
  for (const std::uint32_t document : scoring.found)
    found.push_back({document, std::llround(scoring.scores[document] * 1e6)});
  return found;
}

}  // namespace staysail::knowledge
