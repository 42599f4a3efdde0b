#include "staysail/view/identity.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "party_traits.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/base/guard.hpp"

namespace staysail {
namespace {

using view::PartyColumns;
using view::PartyTraits;

constexpr std::size_t kSlice = 8192;
constexpr std::size_t kKeys = 4;  // phone, identity number, name and birth day, name and address

// By what parties are brought together. Zero: the party has no such key.
using Keys = std::array<std::uint64_t, kKeys>;

std::uint64_t key_of(std::string_view text, std::uint64_t salt) {
  return text.empty() ? 0 : std::max<std::uint64_t>(hash_of(text, salt), 1);
}

Keys keys_of(const PartyTraits& traits) {
  const std::string born = traits.birth_day ? std::to_string(*traits.birth_day) : std::string();
  const auto with_name = [&](const std::string& other) {
    return traits.name.empty() || other.empty() ? std::string() : traits.name + '\x1f' + other;
  };
  return {key_of(traits.phone, 1), key_of(traits.identity.number, 2), key_of(with_name(born), 3),
          key_of(with_name(traits.address), 4)};
}

using Candidates = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

struct Blocks {
  Candidates pairs;
  std::vector<std::uint32_t> common;  // rows whose value too many have
};

class Comparison {
 public:
  Comparison(const Batch& parties, const Column& ids, const IdentityRules& rules, Executor& executor,
             const Control& control)
      : columns_(parties), ids_(ids), rules_(rules), executor_(executor), control_(control) {
    for (std::uint32_t row = 0; row < ids.size(); ++row)
      if (!ids.is_null(row)) rows_.push_back(row);
    std::sort(rows_.begin(), rows_.end(), [&](auto a, auto b) { return ids.text(a) < ids.text(b); });
  }

  Result<IdentityFindings> run() {
    STAYSAIL_CHECK(make_keys());
    STAYSAIL_TRY(auto blocks, collect(executor_, kKeys, [&](std::size_t key) -> Result<Blocks> {
                   STAYSAIL_CHECK(control_.check());
                   return blocks_by(key);
                 }));
    Candidates pairs;
    for (const Blocks& found : blocks) pairs.insert(pairs.end(), found.pairs.begin(), found.pairs.end());
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (std::size_t key = 0; key < kKeys; ++key) mark_common(blocks[key].common, key);
    return score(pairs);
  }

 private:
  std::size_t slices(std::size_t count) const { return (count + kSlice - 1) / kSlice; }

  Status make_keys() {
    keys_.resize(rows_.size());
    common_.assign(rows_.size(), 0);
    return run_each(executor_, slices(rows_.size()), [&](std::size_t slice) -> Status {
      STAYSAIL_CHECK(control_.check());
      const std::size_t end = std::min(rows_.size(), (slice + 1) * kSlice);
      for (std::size_t i = slice * kSlice; i < end; ++i) keys_[i] = keys_of(columns_.traits(rows_[i]));
      return ok();
    });
  }

  Blocks blocks_by(std::size_t key) const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < keys_.size(); ++i)
      if (keys_[i][key] != 0) order.emplace_back(keys_[i][key], i);
    std::sort(order.begin(), order.end());
    Blocks blocks;
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && order[end].first == order[begin].first) ++end;
      std::vector<std::uint32_t> members;
      for (std::size_t i = begin; i < end; ++i) members.push_back(order[i].second);
      add_block(std::move(members), blocks);
    }
    return blocks;
  }

  void add_block(std::vector<std::uint32_t> members, Blocks& blocks) const {
    const bool is_common = members.size() > rules_.largest_block;
    if (is_common) {
      blocks.common.insert(blocks.common.end(), members.begin(), members.end());
      sort_neighbours(members);
    }
    const std::size_t reach = is_common ? rules_.neighbours : members.size();
    for (std::size_t i = 0; i < members.size(); ++i)
      for (std::size_t j = i + 1; j < std::min(members.size(), i + 1 + reach); ++j)
        blocks.pairs.emplace_back(std::min(members[i], members[j]), std::max(members[i], members[j]));
  }

  // Those who look alike stand side by side.
  void sort_neighbours(std::vector<std::uint32_t>& members) const {
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (const std::uint32_t i : members) {
      const PartyTraits traits = columns_.traits(rows_[i]);
      const std::string born = traits.birth_day ? std::to_string(*traits.birth_day) : std::string();
      order.emplace_back(traits.name + '\x1f' + traits.identity.number + '\x1f' + born, i);
    }
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < members.size(); ++i) members[i] = order[i].second;
  }

  void mark_common(const std::vector<std::uint32_t>& rows, std::size_t key) {
    for (const std::uint32_t i : rows) common_[i] = static_cast<std::uint8_t>(common_[i] | 1u << key);
  }

  PartyTraits traits(std::uint32_t i) const {
    PartyTraits found = columns_.traits(rows_[i]);
    found.common_phone = (common_[i] & 1) != 0;
    found.common_identity = (common_[i] & 2) != 0;
    found.common_address = (common_[i] & 8) != 0;
    // A number that a crowd has is nobody's.
    found.identity.valid = found.identity.valid && !found.common_identity;
    return found;
  }

  // Pairs come by their first party, whose traits serve them all.
  Result<std::vector<IdentityPair>> score_slice(const Candidates& pairs, std::size_t begin, std::size_t end) const {
    STAYSAIL_CHECK(control_.check());
    std::vector<IdentityPair> found;
    PartyTraits first;
    for (std::size_t i = begin; i < end; ++i) {
      if (i == begin || pairs[i].first != pairs[i - 1].first) first = traits(pairs[i].first);
      IdentityPair pair = view::compare(first, traits(pairs[i].second), rules_);
      if (pair.answer == IdentityAnswer::different) continue;
      pair.a = ids_.text(rows_[pairs[i].first]);
      pair.b = ids_.text(rows_[pairs[i].second]);
      found.push_back(std::move(pair));
    }
    return found;
  }

  Result<IdentityFindings> score(const Candidates& pairs) const {
    STAYSAIL_TRY(auto parts, collect(executor_, slices(pairs.size()), [&](std::size_t slice) {
                   return score_slice(pairs, slice * kSlice, std::min(pairs.size(), (slice + 1) * kSlice));
                 }));
    IdentityFindings findings;
    findings.compared = pairs.size();
    for (auto& part : parts)
      findings.pairs.insert(findings.pairs.end(), std::make_move_iterator(part.begin()),
                            std::make_move_iterator(part.end()));
    return findings;
  }

  PartyColumns columns_;
  const Column& ids_;
  const IdentityRules& rules_;
  Executor& executor_;
  const Control& control_;
  std::vector<std::uint32_t> rows_;  // of the frame, by id; what is handed about are places in here
  std::vector<Keys> keys_;
  std::vector<std::uint8_t> common_;  // a bit for each key
};

// What is of another type would be no evidence, and nobody would know.
Status check_texts(const Batch& parties) {
  for (const char* name : {"kind", "name", "identity_number", "phone", "address", "gender"}) {
    const Column* column = parties.find(name);
    if (column == nullptr || column->type() == ColumnType::text || column->null_count() == column->size()) continue;
    return Error(Errc::schema_mismatch, "a column of texts was expected, give them as they are written: " +
                                            std::string(name) + " of the parties");
  }
  return ok();
}

// Birth days that are texts as days.
Result<Batch> with_birth_days(const Batch& parties, const Column& ids) {
  const Column* column = parties.find("birth_day");
  if (column == nullptr || column->type() == ColumnType::day) return parties;
  const bool nobody_has_one = column->null_count() == column->size();
  if (column->type() != ColumnType::text && !nobody_has_one)
    return Error(Errc::schema_mismatch, "days, or texts like 1980-05-31, were expected: birth_day of the parties");
  ColumnBuilder days(Field{"birth_day", ColumnType::day, 0, {}});
  for (std::size_t row = 0; row < parties.rows(); ++row) {
    const std::string_view text = nobody_has_one ? std::string_view{} : column->text(row);
    if (text.empty()) {
      days.append_null();
      continue;
    }
    const auto day = Day::parse(text);
    if (!day)
      return Error(Errc::malformed_text,
                   "a birth day like 1980-05-31 was expected of the party " + std::string(ids.text(row)));
    days.append_day(*day);
  }
  return parties.with(days.finish());
}

}  // namespace

std::string_view name_of(IdentityAnswer answer) noexcept {
  constexpr std::array<std::string_view, 3> names = {"different", "review", "same"};
  return names[static_cast<std::size_t>(answer)];
}

std::string IdentityPair::evidence_text() const {
  std::string text;
  for (std::size_t i = 0; i < kIdentityEvidence; ++i) {
    const auto one = static_cast<IdentityEvidence>(i);
    if (has(one)) text += (text.empty() ? "" : " ") + std::string(name_of(one));
  }
  return text;
}

Result<IdentityFindings> compare_parties(const Batch& parties, const IdentityRules& rules, Executor* executor,
                                         const Control& control) {
  if (parties.rows() == 0) return IdentityFindings{};
  STAYSAIL_TRY(const Column ids, parties.require("party_id", ColumnType::text));
  STAYSAIL_CHECK(check_texts(parties));
  STAYSAIL_TRY(const Batch typed, with_birth_days(parties, ids));
  InlineExecutor here;
  return Comparison(typed, ids, rules, executor != nullptr ? *executor : here, control).run();
}

std::string valid_identity_number(std::string_view number) {
  view::IdentityText identity = view::comparable_identity(number);
  return identity.valid ? std::move(identity.number) : std::string();
}

}  // namespace staysail
