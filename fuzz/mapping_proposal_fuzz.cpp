// Proposals: whatever a file holds, what is proposed for it loads as a mapping and finds the columns that it names.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "staysail/boss/feed_check.hpp"
#include "staysail/boss/mapping_proposal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const TextFiles files({{"a_202601.csv", text}});
  const auto proposal = propose_mapping(files);
  if (!proposal) return 0;
  const auto mapping = Mapping::parse(proposal->toml, "proposed.toml");
  if (!mapping) std::abort();
  RejectList rejects;
  const auto check = check_feed(files, *mapping, rejects);
  if (!check) return 0;
  for (const auto& file : check->files)
    if (!file.missing_columns.empty() || file.rows != file.good + file.bad) std::abort();
  return 0;
}
