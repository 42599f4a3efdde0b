// The pages of a collection, read to their end from servers whose totals, links and offsets may lie.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "boss/tmf_client.hpp"
#include "staysail/base/digest.hpp"

namespace staysail::boss {

struct CollectionAsk {
  WebAddress collection;                                   // without a query
  std::vector<std::pair<std::string, std::string>> query;  // filters and fields
  std::size_t page_size = 100;
  std::size_t most_resources = 20'000'000;
};

// What names a resource within its collection: its id, however it is written; without one all that it says.
Digest name_of_resource(const JsonValue& resource);

// False: enough was seen, and no further page is asked for.
using TakeResource = std::function<Result<bool>(const JsonValue& resource)>;

// What is to be told of a reading.
struct CollectionStory {
  std::vector<std::string> observations;  // odd, and did no harm
  std::vector<std::string> shortfall;     // less came than a total that stayed the same says
};

// Hands over every resource of the collection at least once; some may come several times. No total ends the reading: it
// ends when pages bring nothing new, at the same place and at the next; empty pages are passed over as long as the
// total says that more is behind them. Where totals change meanwhile, the collection changed under the reading, and it
// is read again, three times in all. Where a total that stays says more than came, the pages may be in no order: it is
// read again and where that brings more, eight times in all. `feed_incomplete` for a server that always gives its
// first page, `limit_exceeded`, and those of TmfClient.
Status read_collection(TmfClient& client, const CollectionAsk& ask, const TakeResource& take, CollectionStory& story);

}  // namespace staysail::boss
