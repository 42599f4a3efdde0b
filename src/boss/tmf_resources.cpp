#include "staysail/boss/tmf_resources.hpp"

#include "boss/tmf_client.hpp"

namespace staysail {
namespace {

using boss::JsonValue;
using boss::TmfAsk;
using boss::TmfClient;
using boss::WebAddress;

constexpr const char* kMergePatch = "application/merge-patch+json";

// RFC 7396: members of objects one by one, null removes, everything else replaces.
void merge(JsonValue& into, const JsonValue& changes) {
  if (!changes.is(JsonValue::Kind::object)) {
    into = changes;
    return;
  }
  if (!into.is(JsonValue::Kind::object)) into = JsonValue::object();
  for (const auto& member : changes.members) {
    const std::string& name = member.first;
    if (member.second.is(JsonValue::Kind::null)) {
      std::erase_if(into.members, [&](const auto& old) { return old.first == name; });
      continue;
    }
    if (into.find(name) == nullptr) into.with(name, JsonValue{});
    merge(*into.find(name), member.second);
  }
}

Result<WebAddress> address_of(const TmfAccess& access, const std::string& api, const std::string& collection,
                              const std::string& id) {
  if (id.empty()) return Error(Errc::invalid_argument, "the id of a resource was expected");
  STAYSAIL_TRY(const auto url, access.url_of(api));
  return boss::parse_address(url + "/" + collection + "/" + boss::percent_encoded(id));
}

Result<JsonValue> read(TmfClient& client, const WebAddress& address) {
  STAYSAIL_TRY(const auto answer, client.get(address));
  if (answer.status != 200)
    return client.refusal(answer.status == 404 ? Errc::not_found : Errc::adapter_failed, {"GET", address, {}, {}},
                          answer);
  return client.json_of(answer, address);
}

bool demands_more(int status) { return status == 400 || status == 422; }

}  // namespace

Result<TmfResources> TmfResources::open(TmfAccess access) {
  STAYSAIL_CHECK(access.complete());
  return TmfResources(std::move(access));
}

Result<std::string> TmfResources::get(const std::string& api, const std::string& collection,
                                      const std::string& id) const {
  TmfClient client(access_);
  STAYSAIL_TRY(const auto address, address_of(access_, api, collection, id));
  STAYSAIL_TRY(const auto resource, read(client, address));
  return boss::json_text(resource);
}

Result<std::string> TmfResources::amend(const std::string& api, const std::string& collection, const std::string& id,
                                        std::string_view changes) const {
  TmfClient client(access_);
  STAYSAIL_TRY(const auto address, address_of(access_, api, collection, id));
  STAYSAIL_TRY(const auto wanted, boss::parse_json(changes, "the changes"));
  if (!wanted.is(JsonValue::Kind::object)) return Error(Errc::invalid_argument, "changes are a JSON object");
  TmfAsk ask{"PATCH", address, boss::json_text(wanted), kMergePatch};
  STAYSAIL_TRY(auto answer, client.ask(ask));
  if (demands_more(answer.status)) {
    STAYSAIL_TRY(auto whole, read(client, address));
    merge(whole, wanted);
    for (const char* own : {"id", "href"})
      std::erase_if(whole.members, [&](const auto& member) { return member.first == own; });
    ask.body = boss::json_text(whole);
    STAYSAIL_TRY(answer, client.ask(ask));
  }
  if (answer.status >= 500) return client.refusal(Errc::in_doubt, ask, answer);
  if (answer.status == 204) return get(api, collection, id);
  if (answer.status != 200)
    return client.refusal(answer.status == 404 ? Errc::not_found : Errc::action_refused, ask, answer);
  STAYSAIL_TRY(const auto amended, client.json_of(answer, address));
  return boss::json_text(amended);
}

}  // namespace staysail
