// The one unit that includes toml++: from its tree to ours.

// toml++ 3.4 asserts, or assumes when NDEBUG is set, what a text may well break, such as a line with only "["; the
// error that the text deserves stands right behind. So nothing is asserted and nothing assumed.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>

#include "files/toml_node.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail {
namespace {

using Node = std::shared_ptr<const TomlNode>;

Place place_of(const toml::source_region& source, const std::string& file) {
  return {file, source.begin.line, source.begin.column};
}

class Converter {
 public:
  Converter(std::string_view text, std::string name)
      : text_(text), file_(std::make_shared<const std::string>(std::move(name))) {}

  Result<Node> convert(const toml::node& node, std::string path, int depth) {
    if (depth > TomlTable::kMaxDepth)
      return Error::at(place_of(node.source(), *file_), Errc::limit_exceeded,
                       "values may be nested 64 levels deep; deeper: " + path.substr(0, 64));
    auto result = std::make_shared<TomlNode>();
    result->path = std::move(path);
    result->file = file_;
    result->line = node.source().begin.line;
    result->column = node.source().begin.column;
    STAYSAIL_CHECK(fill(node, *result, depth));
    return Node(std::move(result));
  }

 private:
  Status fill(const toml::node& node, TomlNode& out, int depth) {
    switch (node.type()) {
      case toml::node_type::table: return fill_table(*node.as_table(), out, depth);
      case toml::node_type::array: return fill_array(*node.as_array(), out, depth);
      case toml::node_type::string: return set(out, TomlKind::text, 0, **node.as_string());
      case toml::node_type::integer: return set(out, TomlKind::integer, **node.as_integer());
      case toml::node_type::boolean: return set(out, TomlKind::boolean, **node.as_boolean() ? 1 : 0);
      case toml::node_type::floating_point:
        out.real = **node.as_floating_point();
        return set(out, TomlKind::real, 0, literal_at(out));
      case toml::node_type::date: return fill_day(**node.as_date(), out);
      case toml::node_type::time: return set(out, TomlKind::time_of_day, micros_of(**node.as_time()) / 1'000'000);
      case toml::node_type::date_time: return fill_instant(**node.as_date_time(), out);
      case toml::node_type::none: break;
    }
    return Error::at(place_of(node.source(), *file_), Errc::malformed_file, "a value of an unknown kind");
  }

  static Status set(TomlNode& out, TomlKind kind, std::int64_t integer, std::string text = {}) {
    out.kind = kind;
    out.integer = integer;
    out.text = std::move(text);
    return ok();
  }

  static std::int64_t micros_of(const toml::time& time) {
    return ((time.hour * 60LL + time.minute) * 60 + time.second) * 1'000'000 + time.nanosecond / 1000;
  }

  Status fill_day(const toml::date& date, TomlNode& out) {
    const auto day = Day::of(date.year, date.month, date.day);
    if (!day) return Error::at({*file_, out.line, out.column}, Errc::malformed_file, day.error().message());
    return set(out, TomlKind::day, day->days_since_epoch());
  }

  Status fill_instant(const toml::date_time& time, TomlNode& out) {
    if (time.offset)
      return Error::at({*file_, out.line, out.column}, Errc::malformed_file,
                       "times are the operator's own; leave the zone out of this one");
    STAYSAIL_CHECK(fill_day(time.date, out));
    return set(out, TomlKind::instant, out.integer * 86'400'000'000 + micros_of(time.time));
  }

  Status fill_array(const toml::array& array, TomlNode& out, int depth) {
    out.kind = TomlKind::array;
    for (const auto& item : array) {
      STAYSAIL_TRY(auto child, convert(item, out.path + "[" + std::to_string(out.items.size() + 1) + "]", depth + 1));
      out.items.push_back(std::move(child));
    }
    return ok();
  }

  Status fill_table(const toml::table& table, TomlNode& out, int depth) {
    out.kind = TomlKind::table;
    for (const auto& [key, value] : table) {
      const std::string name(key.str());
      STAYSAIL_TRY(auto child, convert(value, out.path.empty() ? name : out.path + "." + name, depth + 1));
      out.entries.emplace_back(name, std::move(child));
    }
    // toml++ sorts by name; people wrote an order.
    std::stable_sort(out.entries.begin(), out.entries.end(), [](const auto& a, const auto& b) {
      return std::pair(a.second->line, a.second->column) < std::pair(b.second->line, b.second->column);
    });
    return ok();
  }

  // A decimal number as it is written, without the underscores: its double would not be exact.
  std::string literal_at(const TomlNode& node) {
    std::string_view rest = line(node.line);
    for (std::uint32_t column = 1; column < node.column && !rest.empty(); ++column) {
      rest.remove_prefix(1);
      while (!rest.empty() && (static_cast<unsigned char>(rest.front()) & 0xC0) == 0x80) rest.remove_prefix(1);
    }
    std::string literal(rest.substr(0, rest.find_first_of(" \t\r\n,]}#")));
    literal.erase(std::remove(literal.begin(), literal.end(), '_'), literal.end());
    return literal;
  }

  // Lines are asked for in any order, so their starts are noted once.
  std::string_view line(std::uint32_t number) {
    if (lines_.empty()) {
      lines_.push_back(0);
      for (std::size_t i = 0; i < text_.size(); ++i)
        if (text_[i] == '\n') lines_.push_back(i + 1);
    }
    return number >= 1 && number <= lines_.size() ? text_.substr(lines_[number - 1]) : std::string_view{};
  }

  std::string_view text_;
  std::shared_ptr<const std::string> file_;
  std::vector<std::size_t> lines_;
};

}  // namespace

Result<TomlTable> TomlTable::parse(std::string_view text, const std::string& name) {
  if (text.size() > kMaxBytes) return Error(Errc::limit_exceeded, "a rule file may have 64 MiB: " + name);
  const toml::parse_result parsed = toml::parse(text, name);
  if (!parsed)
    return Error::at(place_of(parsed.error().source(), name), Errc::malformed_file,
                     std::string(parsed.error().description()));
  STAYSAIL_TRY(auto root, Converter(text, name).convert(parsed.table(), {}, 0));
  return TomlTable(TomlValue(std::move(root)));
}

Result<TomlTable> TomlTable::load(const std::string& path) {
  STAYSAIL_TRY(const auto text, read_file(path, kMaxBytes));
  return parse(text, path);
}

}  // namespace staysail
