// The documents of the standard, served by Prism, which refuses every request that they do not allow.
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <filesystem>

#include "main/shared_data.hpp"
#include "staysail/boss/tmf_actions.hpp"
#include "staysail/boss/tmf_feed.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/byte_source.hpp"
#include "tmf/told_rows.hpp"

using namespace staysail;
using namespace staysail::tests;

namespace {

// A port that nobody uses at the moment.
int free_port() {
  const int sock = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(sock, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(getsockname(sock, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  close(sock);
  return ntohs(address.sin_port);
}

// Prism with one document, until the object goes.
class Prism {
 public:
  explicit Prism(const std::string& document)
      : port_(free_port()),
        server_({"node", STAYSAIL_PRISM, "mock", "--errors", "-p", std::to_string(port_), document}) {
    for (std::string line = server_.line(); !line.empty(); line = server_.line())
      if (line.find("Prism is listening") != std::string::npos) return;
    FAIL("Prism did not start with " << document);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int port_;
  ServerProcess server_;
};

// Nothing where something is missing, which is told as skipped.
std::optional<std::string> document(const std::string& name) {
  if (!std::filesystem::exists(STAYSAIL_PRISM)) {
    report_skipped("there is no Prism; scripts/install_packages.sh --prism installs it where npm is");
    return std::nullopt;
  }
  return shared_data("openapi/" + name + ".swagger.json");
}

// Prism makes answers up, and gives up inside a product that has products in it in such a way that its own answer
// breaks the document. Without these members of members it has nothing to give up; what it asks of requests stays.
class CutDocument {
 public:
  explicit CutDocument(const std::string& original)
      : path_((std::filesystem::temp_directory_path() / "staysail_prism_XXXXXX").string()) {
    auto document = boss::parse_json(read_file(original, 4 << 20).value(), original).value();
    cut(document, "ProductRefOrValue", {"product", "productRelationship"});
    cut(document, "ProductOrderItem", {"productOrderItem"});
    const int file = mkstemp(path_.data());
    REQUIRE(file >= 0);
    close(file);
    REQUIRE(write_file(path_, boss::json_text(document)).has_value());
  }
  ~CutDocument() { std::filesystem::remove(path_); }
  CutDocument(const CutDocument&) = delete;
  const std::string& path() const { return path_; }

 private:
  static void cut(boss::JsonValue& document, std::string_view type, std::set<std::string> names) {
    boss::JsonValue* definition = document.find("definitions")->find(type);
    if (definition == nullptr) return;
    std::erase_if(definition->find("properties")->members,
                  [&](const auto& member) { return names.count(member.first) != 0; });
  }
  std::string path_;
};

TmfAccess access_to(const std::string& api, const Prism& prism) {
  TmfAccess access;
  access.urls[api] = prism.url();
  access.retries.tries = 1;
  return access;
}

// The feeds of one API out of the mapping that is shipped.
std::shared_ptr<const Mapping> shipped_feeds(const std::string& api) {
  Mapping mapping = Mapping::parse(default_tmf_mapping(), "shipped").value();
  std::erase_if(mapping.feeds, [&](const FeedMapping& feed) { return feed.api->api != api; });
  return std::make_shared<const Mapping>(std::move(mapping));
}

// Each answer of Prism holds one made-up resource, the same whatever the page.
void read_api(const std::string& api, const std::string& name, std::size_t feeds) {
  const auto found = document(name);
  if (!found) return;
  CAPTURE(name);
  const CutDocument cut(*found);
  const Prism prism(cut.path());
  TmfFeedOptions options;
  options.changed_since = "2026-01-01T00:00:00Z";
  const auto told = read_boss(access_to(api, prism), shipped_feeds(api), options);
  REQUIRE_MESSAGE(told.has_value(), told.error().to_string());
  CHECK(told->records == feeds);
}

}  // namespace

TEST_CASE("[prism] every API is asked as its document allows, and its resources are read") {
  read_api("TMF629", "TMF629-Customer-v4.0.0", 1);
  read_api("TMF632", "TMF632-Party-v4.0.0", 2);
  read_api("TMF637", "TMF637-ProductInventory-v4.0.0", 1);
  read_api("TMF666", "TMF666-Account-v4.0.0", 1);
  read_api("TMF678", "TMF678-CustomerBill-v4.0.0", 1);
  read_api("TMF635", "TMF635-Usage-v4.0.0", 1);
  read_api("TMF621", "TMF621-TroubleTicket-v4.0.0", 1);
  read_api("TMF683", "TMF683-PartyInteraction-v4.0.0", 1);
}

TEST_CASE("[prism] an action goes out as a product order that the document allows") {
  const auto found = document("TMF622-ProductOrder-v4.0.0");
  if (!found) return;
  const CutDocument cut(*found);
  const Prism prism(cut.path());
  BossAction action;
  action.kind = ActionKind::change_plan;
  action.subscription = SubscriptionId::of("S1");
  action.customer = CustomerId::of("C1");
  action.account = AccountId::of("A1");
  action.parameters = {{"months", "12"}, {"offering", "P100"}};
  action.requested = Day::of(2026, 1, 15).value();
  TmfActionsOptions options;
  options.ask_inventory = false;
  const auto desk = TmfActions::open(access_to("TMF622", prism), options).value();
  const std::vector<BossAction> actions{action};
  const auto receipts = desk->submit(actions, "T");
  REQUIRE_MESSAGE(receipts.has_value(), receipts.error().to_string());
  // Prism answers 201 with an order that it made up: the id in it is how the BOSS names ours. A request against the
  // document would be refused.
  CHECK(receipts->front().status == ActionStatus::accepted);
  CHECK_MESSAGE(!receipts->front().reference.empty(), receipts->front().note);
}

TEST_CASE("[prism] a request that the document does not allow is refused") {
  const auto found = document("TMF622-ProductOrder-v4.0.0");
  if (!found) return;
  const Prism prism(*found);
  HttpRequest request{"POST",
                      prism.url(),
                      "/productOrder",
                      {{"Content-Type", "application/json"}},
                      R"({"externalId":"T.1","productOrderItem":[{"id":"1","quantity":"one"}]})"};
  CHECK(http_transport().value()->send(request).value().status >= 400);
}
