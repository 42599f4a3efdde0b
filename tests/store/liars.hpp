// Stores that break one promise each: the kits must see every one of them.
#pragma once

#include <algorithm>
#include <memory>

#include "staysail/store/store.hpp"

namespace staysail::store {

// Passes everything on to a memory store; a liar overrides one thing.
class EntityLiar : public EntityStore {
 public:
  Result<std::vector<std::optional<Record>>> get(const std::vector<EntityKey>& keys) override {
    return honest().get(keys);
  }
  Result<FindPage> find(const FindRequest& request) override { return honest().find(request); }
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    return honest().apply(changes, token);
  }
  Result<bool> was_applied(const std::string& token) override { return honest().was_applied(token); }

 protected:
  EntityStore& honest() { return store_->entities(); }
  // A token that the honest store has not seen.
  std::string fresh(const std::string& token) { return token + " #" + std::to_string(++calls_); }

 private:
  std::unique_ptr<Store> store_ = make_memory_store();
  int calls_ = 0;
};

struct ForgetsTokens final : EntityLiar {
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    return honest().apply(changes, fresh(token));
  }
};

struct NeverApplied final : EntityLiar {
  Result<bool> was_applied(const std::string&) override { return false; }
};

struct IgnoresVersions final : EntityLiar {
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    ChangeSet loose = changes;
    for (auto& put : loose.puts) put.expected = any_version;
    for (auto& erasure : loose.erasures) erasure.expected = any_version;
    return honest().apply(loose, token);
  }
};

// One transaction for each change instead of one for all.
struct AppliesHalf final : EntityLiar {
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    if (changes.puts.size() < 2) return honest().apply(changes, token);
    for (const auto& put : changes.puts) {
      ChangeSet one;
      one.puts.push_back(put);
      if (auto receipt = honest().apply(one, fresh(token)); !receipt) return receipt;
    }
    ChangeSet rest;
    rest.erasures = changes.erasures;
    return honest().apply(rest, token);
  }
};

struct FindsBackwards final : EntityLiar {
  Result<FindPage> find(const FindRequest& request) override {
    auto page = honest().find(request);
    if (page && request.limit == 0) std::reverse(page->records.begin(), page->records.end());
    return page;
  }
};

// Sorts ids as numbers where they look like numbers.
struct OrdersByNumber final : EntityLiar {
  Result<FindPage> find(const FindRequest& request) override {
    auto page = honest().find(request);
    if (page)
      std::stable_sort(page->records.begin(), page->records.end(), [](const Record& a, const Record& b) {
        return std::atoi(a.key.id.c_str()) < std::atoi(b.key.id.c_str());
      });
    return page;
  }
};

struct LosesTheLastOfAPage final : EntityLiar {
  Result<FindPage> find(const FindRequest& request) override {
    auto page = honest().find(request);
    if (page && request.limit > 1 && !page->next.empty()) page->records.pop_back();
    return page;
  }
};

struct EndsAreExcluded final : EntityLiar {
  Result<FindPage> find(const FindRequest& request) override {
    FindRequest narrower = request;
    if (narrower.to && narrower.to != narrower.from && !narrower.to->empty()) narrower.to->pop_back();
    return honest().find(narrower);
  }
};

// Replaces the payload and leaves the old index entries beside the new ones.
struct KeepsOldIndexes final : EntityLiar {
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    ChangeSet sticky = changes;
    for (auto& put : sticky.puts) {
      const auto before = honest().get({put.record.key});
      if (!before || !before->front()) continue;
      const auto& old = before->front()->indexes;
      put.record.indexes.insert(put.record.indexes.end(), old.begin(), old.end());
    }
    return honest().apply(sticky, token);
  }
};

struct CutsAtZeroByte final : EntityLiar {
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    ChangeSet cut = changes;
    for (auto& put : cut.puts) put.record.payload = put.record.payload.c_str();
    return honest().apply(cut, token);
  }
};

// Counts versions from one for every life of a record.
struct RestartsVersions final : EntityLiar {
  Result<Receipt> apply(const ChangeSet& changes, const std::string& token) override {
    auto receipt = honest().apply(changes, token);
    if (receipt && changes.puts.size() == 1 && changes.puts[0].expected == absent) receipt->version = 1;
    return receipt;
  }
};

class FactLiar : public FactStore {
 public:
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override {
    return honest().append(chunks, token);
  }
  Result<ScanResult> scan(const ScanRequest& request) override { return honest().scan(request); }
  Result<std::vector<Month>> months(const std::string& table) override { return honest().months(table); }

 protected:
  FactStore& honest() { return store_->facts(); }
  std::string fresh(const std::string& token) { return token + " #" + std::to_string(++calls_); }

 private:
  std::unique_ptr<Store> store_ = make_memory_store();
  int calls_ = 0;
};

struct FactsForgetTokens final : FactLiar {
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override {
    return honest().append(chunks, fresh(token));
  }
};

struct FactsIgnoreVersions final : FactLiar {
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override {
    auto loose = chunks;
    for (auto& chunk : loose) chunk.expected = any_version;
    return honest().append(loose, token);
  }
};

struct FactsAppendHalf final : FactLiar {
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override {
    Result<Receipt> last = Receipt{};
    for (const auto& chunk : chunks)
      if (last = honest().append({chunk}, chunks.size() == 1 ? token : fresh(token)); !last) break;
    return last;
  }
};

// Files the new version of a chunk beside the old one.
struct FactsPileUp final : FactLiar {
  Result<Receipt> append(const std::vector<FactChunk>& chunks, const std::string& token) override {
    auto beside = chunks;
    for (auto& chunk : beside) chunk.partition += 100 * ++appended_;
    return honest().append(beside, token);
  }
  std::uint32_t appended_ = 0;
};

struct FactsComeBackwards final : FactLiar {
  Result<ScanResult> scan(const ScanRequest& request) override {
    auto result = honest().scan(request);
    if (result) std::reverse(result->chunks.begin(), result->chunks.end());
    return result;
  }
};

struct FactsClaimExact final : FactLiar {
  Result<ScanResult> scan(const ScanRequest& request) override {
    ScanRequest open = request;
    open.filters.clear();
    auto result = honest().scan(open);
    if (result) result->filters.assign(request.filters.size(), FilterAnswer::exact);
    return result;
  }
};

struct FactsIgnoreProjection final : FactLiar {
  Result<ScanResult> scan(const ScanRequest& request) override {
    ScanRequest whole = request;
    whole.columns.clear();
    return honest().scan(whole);
  }
};

struct FactsHideMonths final : FactLiar {
  Result<std::vector<Month>> months(const std::string&) override { return std::vector<Month>{}; }
};

}  // namespace staysail::store
