#include "staysail/testing/boss_actions_kit.hpp"

#include <algorithm>

namespace staysail {
namespace {

class ActionsKit {
 public:
  ActionsKit(BossActions& boss, const BossActionsExpectation& expectation, std::string_view run)
      : boss_(boss), expectation_(expectation), token_("conformance-" + std::string(run)) {}

  ConformanceReport run() {
    if (!report_.check(expectation_.actions.size() >= 2, "the kit needs two well-formed actions to try"))
      return report_;
    check_never_submitted();
    check_eligibility();
    check_submission();
    check_repetition();
    check_other_content();
    check_malformed();
    check_nothing();
    return report_;
  }

 private:
  std::size_t effects() const { return expectation_.effects ? expectation_.effects() : 0; }

  std::vector<std::string> tokens() const {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < expectation_.actions.size(); ++i) tokens.push_back(action_token(token_, i));
    return tokens;
  }

  bool are_in_order(const std::vector<ActionReceipt>& receipts) const {
    const auto expected = tokens();
    return std::equal(receipts.begin(), receipts.end(), expected.begin(), expected.end(),
                      [](const auto& receipt, const auto& token) { return receipt.action_token == token; });
  }

  void check_never_submitted() {
    const auto receipts = boss_.status(tokens());
    if (!report_.check(receipts && are_in_order(*receipts), "status() answers each token in order")) return;
    const bool unknown = std::all_of(receipts->begin(), receipts->end(),
                                     [](const auto& receipt) { return receipt.status == ActionStatus::unknown; });
    report_.check(unknown, "a token that was never submitted is unknown");
  }

  void check_eligibility() {
    const std::size_t before = effects();
    const auto answers = boss_.check_eligibility(expectation_.actions);
    if (!report_.check(answers && answers->size() == expectation_.actions.size(),
                       "check_eligibility() answers each action"))
      return;
    for (const auto& answer : *answers)
      report_.check(answer.eligible || !answer.reason.empty(), "an action that is not eligible has a reason");
    report_.check(effects() == before, "asking for eligibility changes nothing");
  }

  void check_submission() {
    const std::size_t before = effects();
    const auto receipts = boss_.submit(expectation_.actions, token_);
    if (!report_.check(receipts && are_in_order(*receipts),
                       "submit() answers each action in order under action_token()",
                       receipts ? "" : receipts.error().to_string()))
      return;
    for (const auto& receipt : *receipts)
      report_.check(receipt.status != ActionStatus::unknown, "a submitted action is known", receipt.action_token);
    report_.check(effects() <= before + expectation_.actions.size(), "an action has one effect at most");
    const auto looked_up = boss_.status(tokens());
    report_.check(looked_up && are_in_order(*looked_up) && none_unknown(*looked_up),
                  "a submission can be looked up by its tokens");
  }

  static bool none_unknown(const std::vector<ActionReceipt>& receipts) {
    return std::none_of(receipts.begin(), receipts.end(),
                        [](const auto& receipt) { return receipt.status == ActionStatus::unknown; });
  }

  void check_repetition() {
    const std::size_t before = effects();
    const auto again = boss_.submit(expectation_.actions, token_);
    report_.check(again && are_in_order(*again), "the same token again answers with the receipts of the first time",
                  again ? "" : again.error().to_string());
    report_.check(effects() == before, "the same token again does nothing",
                  std::to_string(effects() - before) + " more effects");
  }

  void check_other_content() {
    const std::size_t before = effects();
    auto other = expectation_.actions;
    other.back().parameters.emplace_back("zz_conformance", "other");
    const auto refused = boss_.submit(other, token_);
    report_.check(!refused && refused.error().code() == Errc::conflict,
                  "the same token with other actions is a conflict");
    report_.check(effects() == before, "a conflict does nothing");
  }

  void check_malformed() {
    const std::size_t before = effects();
    auto malformed = expectation_.actions;
    malformed.back().subscription = SubscriptionId();
    const auto refused = boss_.submit(malformed, token_ + "-malformed");
    report_.check(!refused && refused.error().code() == Errc::invalid_argument,
                  "a malformed action is an invalid_argument");
    report_.check(effects() == before, "a submission with a malformed action does nothing at all");
  }

  void check_nothing() {
    const auto receipts = boss_.submit({}, token_ + "-empty");
    report_.check(receipts && receipts->empty(), "a submission of nothing answers with nothing");
  }

  BossActions& boss_;
  const BossActionsExpectation& expectation_;
  std::string token_;
  ConformanceReport report_;
};

}  // namespace

ConformanceReport check_boss_actions(BossActions& boss, const BossActionsExpectation& expectation,
                                     std::string_view run) {
  return ActionsKit(boss, expectation, run).run();
}

}  // namespace staysail
