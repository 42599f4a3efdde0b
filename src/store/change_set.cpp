#include <utility>

#include "staysail/store/entity_store.hpp"

namespace staysail {

void ChangeSet::put(Record record, std::uint64_t expected) { puts.push_back(Put{std::move(record), expected}); }

void ChangeSet::erase(EntityKey key, std::uint64_t expected) { erasures.push_back(Erase{std::move(key), expected}); }

FindRequest find_equal(std::string kind, std::string index, std::string value) {
  FindRequest request;
  request.kind = std::move(kind);
  request.index = std::move(index);
  request.from = value;
  request.to = std::move(value);
  return request;
}

Status for_each_record(EntityStore& store, FindRequest request, const std::function<Status(const Record&)>& visit) {
  if (request.limit == 0) request.limit = 4096;
  do {
    STAYSAIL_TRY(FindPage page, store.find(request));
    for (const Record& record : page.records) STAYSAIL_CHECK(visit(record));
    request.after = std::move(page.next);
  } while (!request.after.empty());
  return ok();
}

}  // namespace staysail
