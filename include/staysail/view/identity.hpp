// Identity: which parties of a BOSS are the same person or organisation, registered more than once.
//
// Parties are compared within blocks only (equal phone, identity number, name and birth day, or name and address), a
// block is bounded, and each pair is scored by declared points. The answer is a function of the set of parties and the
// rules: the same for any order of rows, number of threads and way of bringing the parties in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/view/identity_rules.hpp"

namespace staysail {

enum class IdentityAnswer : std::uint8_t { different, review, same };
std::string_view name_of(IdentityAnswer answer) noexcept;

// Two parties that were compared; a < b in bytes.
struct IdentityPair {
  std::string a, b;
  int points = 0;
  IdentityAnswer answer = IdentityAnswer::different;
  std::uint16_t evidence = 0;  // a bit for each IdentityEvidence

  bool has(IdentityEvidence one) const { return (evidence >> static_cast<unsigned>(one) & 1) != 0; }
  // "identity_number phone other_name".
  std::string evidence_text() const;
};

struct IdentityFindings {
  std::vector<IdentityPair> pairs;  // same and review, by (a, b)
  std::uint64_t compared = 0;       // pairs that were scored
};

// `parties`: the frame of the table (party_id, kind, name, identity_number, phone, address, birth_day, gender), in any
// order; a column that is missing is no evidence. A birth day may also be a text, 1980-05-31. `schema_mismatch` names a
// column of another type, `malformed_text` the party whose birth day is none. `executor`: null = the calling thread.
Result<IdentityFindings> compare_parties(const Batch& parties, const IdentityRules& rules, Executor* executor = nullptr,
                                         const Control& control = {});

// The identity number of a party in its comparable form where its check digit holds; else empty. Two parties with
// different ones never become one.
std::string valid_identity_number(std::string_view number);

}  // namespace staysail
