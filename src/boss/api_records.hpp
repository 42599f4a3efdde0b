// How resources of an API become the records of a feed: its columns are JSON paths, kept members and what is left.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boss/json_path.hpp"
#include "staysail/base/money.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/decision/temporal.hpp"

namespace staysail::boss {

// How times of an API are read once time_in_zone() has seen them.
inline constexpr std::string_view kApiTime = "yyyy-MM-dd[THH:mm:ss[.SSSSSS]]";
// The column of the members that no field reads.
inline constexpr std::string_view kUnread = "unread";

// Midnight of 1970 in a zone: "+08:00", "Asia/Shanghai", "Z"; nothing for any other text.
std::optional<DateTime> zone_start(const std::string& zone);
// A time of RFC 3339 in the form of kApiTime, brought to the zone when it has an offset and there is a zone, else as it
// is written. Other texts stay as they are: they are no times, and whoever reads them says so.
std::string time_in_zone(const std::string& text, const std::optional<DateTime>& zone);

// The columns of one feed. A plain value.
class ApiColumns {
 public:
  // `mapping_invalid` at the field whose path does not read. `zone` where the feed declares none.
  static Result<ApiColumns> of(const FeedMapping& feed, const std::string& zone = {});

  // Amounts in another currency are read as amount and currency, "5 USD", which no amount is: their rows are rejected.
  void expect(Currency currency) { currency_ = std::string(currency.letters()); }

  const std::vector<std::string>& names() const { return names_; }
  // The values of one resource in the order of the columns, overwriting `values`; empty where nothing stands.
  void read(const JsonValue& resource, std::vector<std::string>& values) const;
  // Members of a resource that are read in any way, sorted.
  std::vector<std::string> members() const;

 private:
  struct Source {
    JsonPath path;
    bool is_time = false;
    std::optional<JsonPath> unit = {};  // of an amount: where its currency stands
  };
  Status add(const ColumnReference& column, bool is_time, bool is_amount = false);
  std::string in_its_currency(std::string amount, const Source& source, const JsonValue& resource) const;
  Status add_entity(const EntityMapping& entity);
  Status add_kept(const FeedMapping& feed);
  std::string rest_of(const JsonValue& resource) const;

  std::vector<std::string> names_;
  std::vector<Source> sources_;  // of the first names
  bool keep_rest_ = false;       // the last column
  std::optional<DateTime> zone_;
  std::string currency_;  // empty: any
};

}  // namespace staysail::boss
