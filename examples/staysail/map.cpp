#include <iostream>

#include "host.hpp"
#include "staysail/boss/mapping_proposal.hpp"
#include "staysail/files/atomic_file.hpp"

namespace staysail::program {
namespace {

Status hand_out(const MappingProposal& proposal, const std::string& path) {
  if (path.empty()) {
    std::cout << proposal.toml;
    return ok();
  }
  return write_file(path, proposal.toml);
}

Result<bool> carry_out(const MapAsk& ask) {
  ProposalOptions options;
  options.name = ask.name;
  STAYSAIL_TRY(const MappingProposal proposal, propose_mapping(ask.samples, options));
  STAYSAIL_CHECK(hand_out(proposal, ask.out));
  for (const auto& sentence : proposal.left_out) std::cerr << "not mapped: " << sentence << "\n";
  std::cerr << proposal.feeds << " feeds proposed, " << proposal.uncertain << " lines marked UNCERTAIN: read them\n";
  return proposal.left_out.empty();
}

}  // namespace

int map(const MapAsk& ask) {
  const auto all_mapped = carry_out(ask);
  if (!all_mapped) return failed(all_mapped.error());
  return *all_mapped ? kOk : kFindings;
}

}  // namespace staysail::program
