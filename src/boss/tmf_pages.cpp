#include "boss/tmf_pages.hpp"

#include <charconv>
#include <set>
#include <unordered_set>

namespace staysail::boss {
namespace {

constexpr int kMostPasses = 3;
constexpr int kMostShortPasses = 8;
constexpr int kMostEmptyPages = 1000;  // in a row

struct DigestHash {
  std::size_t operator()(const Digest& digest) const noexcept { return digest.low; }
};
using Names = std::unordered_set<Digest, DigestHash>;

std::optional<std::uint64_t> total_of(const HttpAnswer& answer) {
  const auto text = answer.header("X-Total-Count");
  std::uint64_t total = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), total);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return total;
}

struct Page {
  JsonValue resources = JsonValue::array();
  std::optional<std::uint64_t> total;
  std::string link;
  std::size_t size() const { return resources.items.size(); }
};

// One reading of a collection from its first page on.
class Pass {
 public:
  Pass(TmfClient& client, const CollectionAsk& ask, const TakeResource& take)
      : client_(client), ask_(ask), take_(take), target_(at(0)) {}

  Status read() {
    while (!over_) {
      STAYSAIL_TRY(const Page page, get(target_));
      STAYSAIL_TRY(const std::size_t fresh, take(page));
      if (over_) break;
      idle_ = fresh > 0 ? 0 : idle_ + 1;
      if (page.size() == 0) after_nothing(page);
      else if (fresh == 0) STAYSAIL_CHECK(after_repetition(page));
      else go_on(page);
    }
    return ok();
  }

  bool enough() const { return enough_; }
  const Names& seen() const { return seen_; }
  const std::set<std::uint64_t>& totals() const { return totals_; }

 private:
  WebAddress at(std::size_t offset) const { return with_page(offset, ask_.page_size); }

  WebAddress with_page(std::size_t offset, std::size_t limit) const {
    auto pairs = ask_.query;
    pairs.emplace_back("offset", std::to_string(offset));
    pairs.emplace_back("limit", std::to_string(limit));
    WebAddress address = ask_.collection;
    address.query = query_of(pairs);
    return address;
  }

  Result<Page> get(const WebAddress& address) {
    STAYSAIL_TRY(const auto answer, client_.get(address));
    Page page;
    page.total = total_of(answer);
    page.link = answer.header("Link");
    if (answer.status == 204) return page;
    // Past the end some servers say that there is nothing of the kind.
    if ((answer.status == 404 || answer.status == 416) && offset_ > 0) return page;
    if (answer.status != 200 && answer.status != 206)
      return client_.refusal(answer.status == 404 ? Errc::not_found : Errc::adapter_failed, {"GET", address, {}, {}},
                             answer);
    STAYSAIL_TRY(page.resources, client_.json_of(answer, address));
    if (!page.resources.is(JsonValue::Kind::array))
      return Error(Errc::malformed_file, "a JSON array of resources was expected: " + address.shown());
    return page;
  }

  // How many of the page are new.
  Result<std::size_t> take(const Page& page) {
    if (page.total) totals_.insert(*page.total);
    std::size_t fresh = 0;
    for (const auto& resource : page.resources.items) {
      if (seen_.size() >= ask_.most_resources)
        return Error(Errc::limit_exceeded, "more than " + std::to_string(ask_.most_resources) +
                                               " resources in one collection: " + ask_.collection.shown());
      fresh += seen_.insert(name_of_resource(resource)).second ? 1 : 0;
      STAYSAIL_TRY(const bool more, take_(resource));
      enough_ = !more;
      if (enough_) break;
    }
    over_ = enough_;
    if (offset_ == 0 && first_size_ == 0) first_ = digest_of(json_text(page.resources)), first_size_ = page.size();
    return fresh;
  }

  void go_on(const Page& page) {
    offset_ += page.size();
    const auto next = misled_ ? std::nullopt : next_target(page.link, target_);
    target_ = at(offset_);
    followed_ = next.has_value();
    if (next) target_.query = next->substr(next->find('?') + 1);
  }

  // An empty page ends the reading where the total agrees. Else it is asked for again, in case it was a slip, and then
  // those after it, in case resources that we may not see were left out of it, to where the total says it ends.
  void after_nothing(const Page& page) {
    followed_ = false;
    const bool more_is_told = page.total && totals_.size() == 1 && *page.total > offset_ && idle_ < kMostEmptyPages;
    over_ = (idle_ >= 3 && !more_is_told) || (page.total && *page.total == seen_.size());
    if (idle_ >= 2) offset_ += ask_.page_size;
    target_ = at(offset_);
  }

  Status after_repetition(const Page& page) {
    if (followed_) {
      leave_links();
      return ok();
    }
    const bool stuck = page.size() == ask_.page_size && digest_of(json_text(page.resources)) == first_;
    if (stuck && !(page.total && *page.total == seen_.size())) return check_whole();
    over_ = idle_ >= 2;
    offset_ += page.size();
    target_ = at(offset_);
    return ok();
  }

  // A link that led to nothing new leads astray: from here on offsets count.
  void leave_links() {
    misled_ = true;
    followed_ = false;
    idle_ = 0;
    target_ = at(offset_);
  }

  // The server gave its first page again. Whether that is all of it shows when more is asked for at once.
  Status check_whole() {
    STAYSAIL_TRY(const Page page, get(with_page(0, ask_.page_size * 2)));
    over_ = true;
    if (page.size() == seen_.size()) return ok();
    return Error(Errc::feed_incomplete,
                 "the server gives its first page whatever offset is asked for, so the rest cannot be read; set "
                 "page_size above the number of resources: " +
                     ask_.collection.shown());
  }

  TmfClient& client_;
  const CollectionAsk& ask_;
  const TakeResource& take_;
  WebAddress target_;
  Names seen_;
  std::set<std::uint64_t> totals_;
  Digest first_;
  std::size_t first_size_ = 0, offset_ = 0;
  int idle_ = 0;  // pages in a row that brought nothing new
  bool followed_ = false, misled_ = false, over_ = false, enough_ = false;
};

}  // namespace

Digest name_of_resource(const JsonValue& resource) {
  const auto id = resource.text_at("id");
  return id.empty() ? Digester().add("").add(json_text(resource)).finish() : Digester().add(id).finish();
}

Status read_collection(TmfClient& client, const CollectionAsk& ask, const TakeResource& take, CollectionStory& story) {
  Names all;
  bool unordered = false;
  for (int passes = 1;; ++passes) {
    Pass pass(client, ask, take);
    STAYSAIL_CHECK(pass.read());
    if (pass.enough()) return ok();
    const std::size_t before = all.size();
    all.insert(pass.seen().begin(), pass.seen().end());
    const auto& totals = pass.totals();
    const std::string came = totals.empty() ? ""
                                            : "X-Total-Count said " + std::to_string(*totals.rbegin()) + " and " +
                                                  std::to_string(all.size()) + " resources came";
    if (totals.size() > 1) {
      if (*totals.rbegin() != all.size()) story.observations.push_back(came);
      story.observations.push_back("the total changed while the collection was read (reading " +
                                   std::to_string(passes) + ")");
      if (passes >= kMostPasses) return ok();
      continue;
    }
    if (totals.empty() || *totals.begin() <= all.size()) {
      if (!totals.empty() && *totals.begin() < pass.seen().size()) story.observations.push_back(came);
      return ok();
    }
    // The first reading tells nothing of whether pages are in order; the second does by what it brings.
    unordered |= passes > 1 && all.size() > before;
    if (passes < kMostShortPasses && (passes == 1 || unordered)) continue;
    story.observations.push_back(came);
    story.shortfall.push_back(came + ", in " + std::to_string(passes) + " readings");
    return ok();
  }
}

}  // namespace staysail::boss
