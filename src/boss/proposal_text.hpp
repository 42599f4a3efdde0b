// A proposed mapping as TOML with its reasons beside it.
#pragma once

#include <string>
#include <vector>

#include "boss/table_guess.hpp"
#include "staysail/boss/mapping_proposal.hpp"

namespace staysail::boss {

// `left_out` are sentences about files without a feed.
MappingProposal proposal_text(const std::vector<SampledFeed>& feeds, std::vector<std::string> left_out,
                              const ProposalOptions& options);

}  // namespace staysail::boss
