#include "party_traits.hpp"

namespace staysail::view {
namespace {

constexpr int kNearlyTheSame = 750;  // of a thousand pairs of characters
constexpr std::size_t kShortestSlip = 4;

class Score {
 public:
  explicit Score(const IdentityRules& rules) : rules_(rules) {}
  void add(IdentityEvidence evidence) {
    pair_.points += rules_.points_of(evidence);
    pair_.evidence = static_cast<std::uint16_t>(pair_.evidence | 1u << static_cast<unsigned>(evidence));
  }
  IdentityPair finish() {
    if (pair_.points >= rules_.same) pair_.answer = IdentityAnswer::same;
    else if (pair_.points >= rules_.review) pair_.answer = IdentityAnswer::review;
    return pair_;
  }

 private:
  const IdentityRules& rules_;
  IdentityPair pair_;
};

bool differ(std::string_view a, std::string_view b) { return !a.empty() && !b.empty() && a != b; }
bool equal(std::string_view a, std::string_view b) { return !a.empty() && a == b; }

bool different_persons(const PartyTraits& one, const PartyTraits& other) {
  return one.identity.valid && other.identity.valid && one.identity.number != other.identity.number;
}

void compare_identity(const PartyTraits& one, const PartyTraits& other, Score& score) {
  const std::string &a = one.identity.number, &b = other.identity.number;
  if (equal(a, b) && !one.common_identity) score.add(IdentityEvidence::identity_number);
  if (!differ(a, b)) return;
  const bool near = a.size() > kShortestSlip && one_slip_apart(a, b);
  if (near) score.add(IdentityEvidence::identity_number_near);
  // Papers of different kinds say nothing against each other.
  else if (a.size() == b.size()) score.add(IdentityEvidence::other_identity_number);
}

void compare_name(const PartyTraits& one, const PartyTraits& other, Score& score) {
  if (equal(one.name, other.name)) return score.add(IdentityEvidence::name);
  if (!differ(one.name, other.name)) return;
  score.add(one_slip_apart(one.name, other.name) ? IdentityEvidence::name_near : IdentityEvidence::other_name);
}

void compare_address(const PartyTraits& one, const PartyTraits& other, Score& score) {
  const std::string &a = one.address, &b = other.address;
  if (equal(a, b) && !one.common_address) return score.add(IdentityEvidence::address);
  if (!differ(a, b) || numbers_in(a).empty() || numbers_in(a) != numbers_in(b)) return;
  if (shared_pairs(a, b) >= kNearlyTheSame) score.add(IdentityEvidence::address_near);
}

void compare_birth(const PartyTraits& one, const PartyTraits& other, Score& score) {
  if (!one.birth_day || !other.birth_day) return;
  score.add(one.birth_day == other.birth_day ? IdentityEvidence::birth_day : IdentityEvidence::other_birth_day);
}

}  // namespace

PartyColumns::PartyColumns(const Batch& parties)
    : kind_(text_column(parties, "kind")),
      name_(text_column(parties, "name")),
      identity_(text_column(parties, "identity_number")),
      phone_(text_column(parties, "phone")),
      address_(text_column(parties, "address")),
      gender_(text_column(parties, "gender")),
      birth_day_(parties.find("birth_day")) {
  if (birth_day_ != nullptr && birth_day_->type() != ColumnType::day) birth_day_ = nullptr;
}

const Column* PartyColumns::text_column(const Batch& parties, std::string_view name) {
  const Column* column = parties.find(name);
  return column != nullptr && column->type() == ColumnType::text ? column : nullptr;
}

PartyTraits PartyColumns::traits(std::size_t row) const {
  const auto text = [row](const Column* column) { return column == nullptr ? std::string_view{} : column->text(row); };
  PartyTraits traits;
  traits.kind = text(kind_);
  traits.name = comparable_name(text(name_));
  traits.phone = comparable_phone(text(phone_));
  traits.address = comparable_address(text(address_));
  traits.gender = text(gender_) == "unknown" ? std::string_view{} : text(gender_);
  traits.identity = comparable_identity(text(identity_), traits.kind);
  if (birth_day_ != nullptr && !birth_day_->is_null(row)) traits.birth_day = birth_day_->days()[row];
  return traits;
}

IdentityPair compare(const PartyTraits& one, const PartyTraits& other, const IdentityRules& rules) {
  if (different_persons(one, other)) return {};
  Score score(rules);
  compare_identity(one, other, score);
  if (equal(one.phone, other.phone) && !one.common_phone) score.add(IdentityEvidence::phone);
  compare_name(one, other, score);
  compare_address(one, other, score);
  compare_birth(one, other, score);
  if (differ(one.gender, other.gender)) score.add(IdentityEvidence::other_gender);
  if (differ(one.kind, other.kind)) score.add(IdentityEvidence::other_kind);
  return score.finish();
}

}  // namespace staysail::view
