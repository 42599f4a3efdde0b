// A bills file such as a billing system exports every month, made from a seed, with its mapping.
#pragma once

#include <cstdint>
#include <string>

namespace staysail::bench {

struct BillFile {
  std::string folder, mapping, encoding;
  std::uint64_t bytes = 0;
};

// Writes about `utf8_bytes` of text (as UTF-8; the same rows whatever the encoding) under folder/<encoding>, and the
// mapping beside it. Ids ascend as in an export sorted by account; `scattered_ids`: those of bills do not. Ends the
// process with a message when it cannot.
BillFile write_bills(const std::string& folder, const std::string& encoding, std::size_t utf8_bytes,
                     bool scattered_ids);

}  // namespace staysail::bench
