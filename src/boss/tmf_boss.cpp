#include "staysail/boss/tmf_boss.hpp"

#include <cstdlib>

#include "boss/tmf_address.hpp"
#include "staysail/boss/tmf_actions.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/files/toml_document.hpp"

namespace staysail {
namespace {

constexpr std::string_view kScheme = "tmf:";
constexpr const char* kTokenVariable = "STAYSAIL_TMF_TOKEN";

Status read_count(const TomlTable& table, std::string_view key, std::int64_t least, std::int64_t most, auto& count) {
  const auto value = table.find(key);
  if (!value) return ok();
  STAYSAIL_TRY(const auto number, value->integer());
  if (number < least || number > most)
    return value->error(Errc::mapping_invalid, std::to_string(least) + " to " + std::to_string(most) + " was expected");
  count = std::decay_t<decltype(count)>(number);
  return ok();
}

// Files are named as seen from the folder of the boss.toml.
std::string beside(const std::string& file, const std::string& toml) {
  const std::size_t slash = toml.rfind('/');
  return file.empty() || file.front() == '/' || slash == std::string::npos ? file : toml.substr(0, slash + 1) + file;
}

Status read_token(const TomlTable& table, const std::string& name, TmfAccess& access) {
  if (const auto secret = table.find("token"))
    return secret->error(Errc::mapping_invalid,
                         "secrets do not stand in this file: name token_file or token_environment");
  STAYSAIL_TRY(const auto file, table.text_or("token_file", ""));
  STAYSAIL_TRY(const auto variable, table.text_or("token_environment", ""));
  if (!file.empty() && !variable.empty())
    return table.error(Errc::mapping_invalid, "the token is in one place: token_file or token_environment");
  if (!file.empty()) access.token = token_of_file(beside(file, name));
  if (!variable.empty()) access.token = token_of_environment(variable);
  STAYSAIL_TRY(access.token_in_clear, table.boolean_or("token_in_clear", false));
  return ok();
}

Status read_tls(const TomlTable& table, const std::string& name, TmfAccess& access) {
  TlsFiles files;
  for (const auto& [key, file] : {std::pair{"authorities", &files.authorities},
                                  std::pair{"certificate", &files.certificate}, std::pair{"key", &files.key}}) {
    STAYSAIL_TRY(const auto path, table.text_or(key, ""));
    *file = beside(path, name);
  }
  STAYSAIL_TRY(access.transport, http_transport(files));
  return ok();
}

Status read_patience(const TomlTable& table, TmfBoss& boss) {
  std::int64_t deadline = boss.access.deadline.count() / 1000, timeout = boss.access.request_timeout.count() / 1000;
  STAYSAIL_CHECK(read_count(table, "deadline_seconds", 1, 86'400, deadline));
  STAYSAIL_CHECK(read_count(table, "timeout_seconds", 1, 3'600, timeout));
  STAYSAIL_CHECK(read_count(table, "tries", 1, 100, boss.access.retries.tries));
  STAYSAIL_CHECK(read_count(table, "first_wait_ms", 0, 3'600'000, boss.access.retries.first_ms));
  STAYSAIL_CHECK(read_count(table, "page_size", 1, 100'000, boss.access.page_size));
  STAYSAIL_CHECK(read_count(table, "largest_answer_mb", 1, 4'096, boss.access.largest_answer));
  if (table.has("largest_answer_mb")) boss.access.largest_answer *= 1024 * 1024;
  boss.access.deadline = std::chrono::seconds(deadline);
  boss.access.request_timeout = std::chrono::seconds(timeout);
  return ok();
}

Status read_urls(const TomlTable& root, TmfAccess& access) {
  if (!root.has("urls")) return ok();
  STAYSAIL_TRY(const auto urls, root.table("urls"));
  for (const auto& api : urls.keys()) {
    STAYSAIL_TRY(access.urls[api], urls.text(api));
  }
  return ok();
}

Status read_reading(const TomlTable& table, const std::string& name, TmfBoss& boss) {
  STAYSAIL_TRY(boss.feed.changed_since, table.text_or("changed_since", ""));
  STAYSAIL_TRY(boss.feed.time_zone, table.text_or("time_zone", ""));
  STAYSAIL_TRY(boss.feed.spool_folder, table.text_or("spool_folder", ""));
  STAYSAIL_TRY(boss.orders, table.boolean_or("orders", false));
  STAYSAIL_TRY(const auto journal, table.text_or("journal", ""));
  boss.journal = beside(journal, name);
  return ok();
}

// One setting of a URL, as the line of a boss.toml that says the same; empty for one that a URL cannot make.
std::string line_of(const std::string& name, const std::string& value) {
  const auto is_in = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const bool digits = !value.empty() && value.size() < 10 && value.find_first_not_of("0123456789") == std::string::npos;
  if (is_in({"page_size", "deadline_seconds", "timeout_seconds", "tries", "first_wait_ms", "largest_answer_mb"}))
    return digits ? name + " = " + value + "\n" : "";
  const bool plain = value.find_first_of("'\n\r") == std::string::npos;
  return plain && is_in({"changed_since", "time_zone"}) ? name + " = '" + value + "'\n" : "";
}

Result<TmfBoss> of_url(const std::string& url) {
  STAYSAIL_TRY(const auto address, boss::parse_address(url));
  std::string toml = "base = '" + address.shown() + "'\n";
  for (const auto& [name, value] : boss::query_pairs(address.query)) {
    const std::string line = line_of(name, value);
    if (line.empty())
      return Error(Errc::invalid_argument,
                   "a URL of a BOSS has no such setting or value; write a boss.toml for it: " + name);
    toml += line;
  }
  STAYSAIL_TRY(auto boss, TmfBoss::parse(toml, "the settings of the URL"));
  if (std::getenv(kTokenVariable) != nullptr) boss.access.token = token_of_environment(kTokenVariable);
  return boss;
}

Result<OpenBoss> open_tmf(const BossRequest& request) {
  STAYSAIL_TRY(auto named, TmfBoss::of(request.address));
  if (!request.changed_since.empty()) named.feed.changed_since = request.changed_since;
  STAYSAIL_TRY(std::shared_ptr<TmfFeed> feed, named.open_feed(request.mapping));
  OpenBoss opened{feed, &feed->mapping()};
  opened.observe = [feed] { return feed->observations(); };
  opened.came_short = [feed] { return feed->is_short(); };
  if (!named.orders) return opened;
  TmfActionsOptions options;
  options.journal = named.journal;
  STAYSAIL_TRY(opened.actions, TmfActions::open(named.access, options));
  return opened;
}

}  // namespace

void add_tmf(BossRegistry& registry) { registry.add("tmf", open_tmf); }

bool TmfBoss::is_named_by(std::string_view name) { return name.substr(0, kScheme.size()) == kScheme; }

Result<TmfBoss> TmfBoss::parse(std::string_view toml, const std::string& name) {
  STAYSAIL_TRY(const auto root, TomlTable::parse(toml, name));
  if (const auto known = root.only({"base",
                                    "urls",
                                    "token",
                                    "token_file",
                                    "token_environment",
                                    "token_in_clear",
                                    "authorities",
                                    "certificate",
                                    "key",
                                    "page_size",
                                    "deadline_seconds",
                                    "timeout_seconds",
                                    "tries",
                                    "first_wait_ms",
                                    "largest_answer_mb",
                                    "changed_since",
                                    "time_zone",
                                    "spool_folder",
                                    "orders",
                                    "journal"});
      !known)
    return known.error();
  TmfBoss boss;
  STAYSAIL_TRY(boss.access.base, root.text_or("base", ""));
  STAYSAIL_CHECK(read_urls(root, boss.access));
  STAYSAIL_CHECK(read_token(root, name, boss.access));
  STAYSAIL_CHECK(read_tls(root, name, boss.access));
  STAYSAIL_CHECK(read_patience(root, boss));
  STAYSAIL_CHECK(read_reading(root, name, boss));
  if (const auto complete = boss.access.complete(); !complete)
    return root.error(Errc::mapping_invalid, complete.error().message());
  return boss;
}

Result<TmfBoss> TmfBoss::of(const std::string& name) {
  if (!is_named_by(name)) return Error(Errc::invalid_argument, "tmf:https://... or tmf:boss.toml was expected");
  const std::string rest = name.substr(kScheme.size());
  if (rest.rfind("http://", 0) == 0 || rest.rfind("https://", 0) == 0) return of_url(rest);
  STAYSAIL_TRY(const auto text, read_file(rest, TomlTable::kMaxBytes));
  return parse(text, rest);
}

Result<std::unique_ptr<TmfFeed>> TmfBoss::open_feed(const std::string& mapping_path) const {
  STAYSAIL_TRY(auto mapping, mapping_path.empty()
                                 ? Mapping::parse(default_tmf_mapping(), "the mapping for TM Forum APIs")
                                 : Mapping::load(mapping_path));
  return TmfFeed::open(access, std::make_shared<const Mapping>(std::move(mapping)), feed);
}

}  // namespace staysail
