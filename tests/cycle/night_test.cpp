#include "staysail/cycle/night.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

#include "cycle/changed_playbook.hpp"
#include "cycle/small_operator.hpp"
#include "staysail/boss/memory_actions.hpp"

using namespace staysail;
using test::Host;

namespace {

// What the room says of itself: "" when it ran, else why not.
std::string why_not(const NightResult& night, std::string_view room) {
  const Batch& rooms = night.record.rooms;
  for (std::size_t row = 0; row < rooms.rows(); ++row)
    if (rooms.find("room")->text(row) == room)
      return rooms.find("ran")->text(row) == "yes" ? "" : std::string(rooms.find("reason")->text(row));
  return "there is no such room";
}

// Throws where an adapter must not.
class ThrowingFeed final : public BossFeed {
 public:
  ThrowingFeed(BossFeed& feed, bool when_planned) : feed_(feed), when_planned_(when_planned) {}
  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override {
    if (when_planned_) throw std::runtime_error("the BOSS is away");
    return feed_.plan(request);
  }
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest&, const FeedSplit&) override {
    throw std::runtime_error("the BOSS is away");
  }

 private:
  BossFeed& feed_;
  bool when_planned_;
};

}  // namespace

// A compiler, a platform or a change of code that moves this digest moves results. A change of the shipped playbook or
// of the small export does too: then, and only then, write down the new one.
TEST_CASE("the digest of the small export is what it always was, for any threads and batches [threads]") {
  const std::string digest = "26e70ea1a593155b6987b6143e7fdc0c";
  for (const std::size_t threads : {1, 3})
    for (const std::size_t rows : {std::size_t{2}, std::size_t{65536}}) {
      CAPTURE(threads);
      CAPTURE(rows);
      Host host;
      ThreadPool pool(threads);
      host.options.executor = &pool;
      host.options.batch_rows = rows;
      CHECK(host.night().value().record.digest.to_string() == digest);
    }
}

TEST_CASE("a night that plans by value tells what its tasks are worth and what no plan exceeds") {
  CHECK_FALSE(Host().night().value().worth.has_value());
  const test::ChangedPlaybook by_value(
      "contact.toml", "tasks_per_customer = 1",
      "tasks_per_customer = 1\narbitration = {method = \"optimise\", value = \"1.5\"}");
  Host host;
  host.parts.playbook = by_value.folder();
  const NightResult night = host.night().value();
  REQUIRE(night.worth.has_value());
  CHECK(night.tasks_issued > 0);
  CHECK(night.worth->given == 150 * static_cast<std::int64_t>(night.tasks_issued));
  CHECK(night.worth->bound >= night.worth->given);
}

TEST_CASE("a night spent again changes nothing") {
  Host host;
  MemoryActions boss;
  host.parts.actions = &boss;
  const NightResult first = host.night().value(), second = host.night().value();
  CHECK(first.record.rows.accepted == first.record.rows.read);
  CHECK(second.record.rows.duplicate == second.record.rows.read);
  CHECK(first.tasks_issued > 0);
  CHECK(second.tasks_issued == 0);
  CHECK(second.record.digest == first.record.digest);
}

namespace {

// A BOSS that answers questions and takes no orders, until it does.
class DeafActions final : public BossActions {
 public:
  bool deaf = true, mute = false;
  MemoryActions boss;
  Result<std::vector<Eligibility>> check_eligibility(std::span<const BossAction> actions) override {
    if (mute) return Error(Errc::adapter_failed, "answered 503");
    return boss.check_eligibility(actions);
  }
  Result<std::vector<ActionReceipt>> submit(std::span<const BossAction> actions, const std::string& token) override {
    if (deaf) return Error(Errc::adapter_failed, "answered 500");
    return boss.submit(actions, token);
  }
  Result<std::vector<ActionReceipt>> submit_again(std::span<const BossAction> actions,
                                                  std::span<const std::string> tokens) override {
    if (deaf) return Error(Errc::adapter_failed, "answered 500");
    return boss.submit_again(actions, tokens);
  }
  Result<std::vector<ActionReceipt>> status(std::span<const std::string> tokens) override {
    if (deaf) return Error(Errc::adapter_failed, "answered 500");
    return boss.status(tokens);
  }
};

std::string finding(const NightResult& night, const std::string& name, const std::string& subject) {
  const Batch& quality = night.record.quality;
  for (std::size_t row = 0; row < quality.rows(); ++row)
    if (quality.find("finding")->text(row) == name && quality.find("subject")->text(row) == subject)
      return quality.find("value")->value_text(row);
  return "";
}

}  // namespace

TEST_CASE("a BOSS that takes no orders ends no night: they are told and go the next time") {
  Host host;
  DeafActions boss;
  host.parts.actions = &boss;
  const NightResult first = host.night().value();
  REQUIRE(first.actions.submitted > 0);
  CHECK(first.actions.not_sent == first.actions.submitted);
  REQUIRE(first.actions.failure);
  CHECK(first.record.decision.rows() > 0);
  CHECK(finding(first, "orders", "not_sent") == std::to_string(first.actions.not_sent));
  CHECK(finding(first, "orders", "failure") == "answered 500");
  CHECK(why_not(first, "actions") == "the BOSS did not take all orders");
  boss.deaf = false;
  const NightResult second = host.night().value();
  CHECK(second.actions.sent_again == first.actions.submitted);
  CHECK(second.actions.accepted == first.actions.submitted);
  CHECK_FALSE(second.actions.has_findings());
  CHECK(boss.boss.accepted().size() == first.actions.submitted);
  CHECK(second.record.digest == first.record.digest);
}

TEST_CASE("a BOSS that does not say what it takes ends no night: its offers are held back, and told") {
  Host host;
  DeafActions boss;
  boss.deaf = false;
  boss.mute = true;
  host.parts.actions = &boss;
  const NightResult first = host.night().value();
  REQUIRE(first.actions.not_asked > 0);
  CHECK(first.actions.submitted == 0);
  CHECK(first.actions.has_findings());
  CHECK(finding(first, "orders", "not_asked") == std::to_string(first.actions.not_asked));
  CHECK(finding(first, "orders", "failure") == "answered 503");
  CHECK(why_not(first, "actions") == "the BOSS did not say which orders it takes");
  const Batch& matches = first.record.matches;
  std::uint64_t held_back = 0;
  for (std::size_t row = 0; row < matches.rows(); ++row)
    if (matches.find("detail")->text(row) == "the BOSS did not answer") {
      CHECK(matches.find("verdict")->text(row) == "not_eligible");
      ++held_back;
    }
  CHECK(held_back == first.actions.not_asked);
  boss.mute = false;
  const NightResult second = host.night().value();
  CHECK(second.actions.submitted > 0);
  CHECK_FALSE(second.actions.has_findings());
}

TEST_CASE("a night without a feed works on what the store has, and says so") {
  Host host;
  const NightResult fed = host.night().value();
  host.parts.feed = nullptr;
  const NightResult alone = host.night().value();
  CHECK(alone.record.digest == fed.record.digest);
  CHECK(why_not(fed, "boss") == "");
  CHECK(why_not(alone, "boss").find("no feed was handed in") == 0);
  CHECK(why_not(alone, "actions") == "no BossActions was handed in");
}

TEST_CASE("a store keeps amounts of one currency, and the words of a night move no digest") {
  Host host;
  host.parts.currency = CNY;
  const NightResult first = host.night().value();
  CHECK(first.record.currency == "CNY");
  host.parts.currency = Currency::of("USD").value();
  const auto mixed = host.night();
  REQUIRE_FALSE(mixed);
  CHECK(mixed.error().code() == Errc::currency_mismatch);
  CHECK(mixed.error().message().find("CNY") != std::string::npos);
  Host english;
  english.options.language = "en";
  english.parts.currency = Currency::of("USD").value();
  const NightResult second = english.night().value();
  CHECK(second.record.currency == "USD");
  CHECK(second.record.digest == first.record.digest);
}

TEST_CASE("an adapter that throws ends the night with adapter_failed, whatever thread it threw on [threads]") {
  for (const bool when_planned : {true, false}) {
    Host host;
    ThrowingFeed feed(*host.files, when_planned);
    host.parts.feed = &feed;
    ThreadPool pool(3);
    host.options.executor = &pool;
    const auto night = host.night();
    REQUIRE_FALSE(night);
    CHECK(night.error().code() == Errc::adapter_failed);
    CHECK(night.error().message().find("the BOSS is away") != std::string::npos);
  }
}

TEST_CASE("a night that is stopped says so, and the next one ends the same") {
  const Digest undisturbed = Host().night().value().record.digest;
  Host host;
  std::atomic<bool> stop = true;
  host.options.control.stop = &stop;
  CHECK(host.night().error().code() == Errc::cancelled);
  stop = false;
  CHECK(host.night().value().record.digest == undisturbed);
}
