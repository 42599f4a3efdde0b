#include "boss/proposal_text.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "boss/name_hints.hpp"

namespace staysail::boss {
namespace {

constexpr std::string_view kDoubt = "UNCERTAIN: ";

// A TOML string in one line.
std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') result += '\\';
    if (byte >= 0x20 && byte != 0x7F) result += c;
    else result += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
  }
  return result + "\"";
}

// Text for a comment: no control character, and not the whole of a long one.
std::string said(std::string_view text) {
  std::string result;
  for (const char c : text) result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  std::size_t size = std::min<std::size_t>(result.size(), 160);
  while (size > 0 && size < result.size() && (static_cast<unsigned char>(result[size]) & 0xC0) == 0x80) --size;
  result.resize(size);
  return result;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

class Writer {
 public:
  Writer(const std::vector<SampledFeed>& feeds, const ProposalOptions& options)
      : feeds_(feeds), options_(options), usual_day_(find_usual_day()) {}

  MappingProposal write(std::vector<std::string> left_out) {
    std::string body;
    for (const auto& feed : feeds_)
      if (!feed.entities.empty()) body += feed_text(feed);
    MappingProposal result;
    result.toml = head(left_out) + codes_ + body;
    result.feeds = names_.size();
    result.left_out = std::move(left_out);
    for (std::size_t at = 0; (at = result.toml.find(kDoubt, at)) != std::string::npos; ++at) ++result.uncertain;
    return result;
  }

 private:
  std::string head(const std::vector<std::string>& left_out) const {
    std::string text =
        "# Proposed by `staysail map` from names, values and ids that files share. Read every line: what is marked\n"
        "# UNCERTAIN is a guess that nothing proves. Then: staysail validate --boss DIR --mapping THIS_FILE\n"
        "# Keys and types: docs/mapping.md.\n";
    for (const auto& sentence : left_out) text += "# Not mapped: " + said(sentence) + "\n";
    text += "\nversion = 1\nname = " + quoted(options_.name) + "\n";
    const bool dollars = any_name_holds({"美元", "usd"});
    return text + "currency = " +
           (dollars ? "\"USD\"  # a column says so"
                    : "\"CNY\"  # " + std::string(kDoubt) + "no column tells the currency") +
           "\n";
  }

  bool any_name_holds(const std::vector<std::string>& words) const {
    for (const auto& feed : feeds_)
      for (const auto& column : feed.sample.columns)
        for (const auto& word : words)
          if (column.name.find(word) != std::string::npos) return true;
    return false;
  }

  std::string feed_text(const SampledFeed& feed) {
    const FileSample& sample = feed.sample;
    std::string text = "\n# " + said(sample.file) +
                       (feed.files.size() > 1 ? " and " + counted(feed.files.size() - 1, "more file") : "") + ": " +
                       counted(sample.rows, "row") + (sample.cut ? " looked at, the first of more" : "") + ", " +
                       counted(sample.columns.size(), "column") + ".\n";
    for (const auto& note : feed.notes) text += "# " + std::string(kDoubt) + said(note) + "\n";
    if (sample.odd_rows != 0)
      text += "# " + std::string(kDoubt) + counted(sample.odd_rows, "row") +
              " with another number of fields: they will be refused.\n";
    text += "[[feed]]\nname = " + quoted(name_of_feed(feed)) + "\nfiles = " + quoted(feed.pattern) + "\n";
    text += format_text(sample) + null_text(sample) + unknown_text(feed);
    for (const auto& entity : feed.entities) text += entity_text(feed, entity);
    return text;
  }

  // Named after the table; two feeds never share a name.
  std::string name_of_feed(const SampledFeed& feed) {
    std::string name = feed.entities.front().table->name;
    for (int number = 2; !names_.insert(name).second; ++number)
      name = feed.entities.front().table->name + "_" + std::to_string(number);
    return name;
  }

  static std::string format_text(const FileSample& sample) {
    const std::string encoding(name_of(sample.delimited.encoding));
    std::string text = "encoding = " + quoted(sample.all_ascii ? "sniffed" : encoding) + "  # ";
    if (sample.all_ascii) text += "plain ASCII so far: either encoding reads it";
    else if (sample.bad_bytes != 0)
      text += std::string(kDoubt) + counted(sample.bad_bytes, "byte") +
              " of it are no character; these rows will be refused";
    else text += encoding == "utf-8" ? "valid UTF-8 with other signs than ASCII" : "not UTF-8, so GB18030";
    text += "\n";
    if (sample.fixed_width) return text + layout_text(sample);
    const bool tab = sample.delimited.separator == '\t';
    text += "separator = " + (tab ? std::string("\"tab\"") : quoted({&sample.delimited.separator, 1})) +
            (sample.columns.size() < 2 ? "  # " + std::string(kDoubt) + "a single column" : "") + "\n";
    if (!sample.quotes) text += "# No field stands in quotes so far; a double quote would open one.\n";
    if (sample.head_lines != 0)
      text += "skip_lines = " + std::to_string(sample.head_lines) +
              "  # header records ahead of the rows; a `header_record` pattern in its place holds the file against \"" +
              said(sample.head_record) + "\"\n";
    if (!sample.delimited.header || !sample.header_sure)
      text += std::string("header = ") + (sample.delimited.header ? "true" : "false") + "  # " +
              (sample.header_sure ? "" : std::string(kDoubt)) + sample.header_reason + "\n";
    return text;
  }

  static std::string layout_text(const FileSample& sample) {
    std::string text = "format = \"fixed_width\"  # every line has as many bytes\nlayout = { ";
    for (std::size_t i = 0; i < sample.layout.size(); ++i) {
      const auto& column = sample.layout[i];
      text += (i == 0 ? "" : ", ") + column.name + " = [" + std::to_string(column.start) + ", " +
              std::to_string(column.width) + "]";
    }
    return text + " }  # " + std::string(kDoubt) + "cut where all lines have blanks\n";
  }

  static std::string null_text(const FileSample& sample) {
    std::set<std::string> words;
    for (const auto& column : sample.columns)
      for (const auto& [word, count] : column.null_words()) words.insert(word);
    if (words.empty()) return {};
    std::string list = "\"\"";
    for (const auto& word : words) list += ", " + quoted(word);
    return "null_texts = [" + list + "]  # " + std::string(kDoubt) + "taken for \"no value\"\n";
  }

  std::string unknown_text(const SampledFeed& feed) const {
    std::string list, personal;
    for (std::size_t c = 0; c < feed.sample.columns.size(); ++c) {
      const ColumnProfile& column = feed.sample.columns[c];
      const bool used = std::any_of(feed.entities.begin(), feed.entities.end(),
                                    [&](const auto& entity) { return entity.uses(c) || entity.version == c; });
      if (used) continue;
      list += (list.empty() ? "" : ", ") + (column.name.empty() ? "#" + std::to_string(c + 1) : said(column.name));
      const char* kind = personal_kind(column);
      if (kind[0] != '\0' && !column.name.empty())
        personal += (personal.empty() ? "" : ", ") + quoted(column.name) + " = \"" + kind + "\"";
    }
    if (list.empty()) return {};
    const bool keeps = std::any_of(feed.entities.begin(), feed.entities.end(),
                                   [](const auto& entity) { return entity.table->kind == TableKind::entity; });
    std::string text = std::string("unknown_columns = ") + (keeps ? "\"keep\"" : "\"ignore\"") +
                       "\n# No attribute was found for: " + list + "\n";
    if (keeps && !personal.empty())
      text +=
          "personal_columns = { " + personal + " }  # " + std::string(kDoubt) + "masked, because they look personal\n";
    return text;
  }

  static const char* personal_kind(const ColumnProfile& column) {
    if (column.identity_numbers() > 0.3 || name_fit("parties", "identity_number", column.name) == 3)
      return "identity_number";
    if (column.phones() > 0.3 || name_fit("parties", "phone", column.name) == 3) return "phone";
    if (name_fit("parties", "address", column.name) > 0) return "address";
    return name_fit("parties", "name", column.name) == 3 ? "person_name" : "";
  }

  std::string entity_text(const SampledFeed& feed, const EntityGuess& entity) {
    std::string text =
        "\n  # " + std::string(entity.sure ? "" : kDoubt) + entity.table->name + ": " + entity.evidence + ".\n";
    text += "  [[feed.entity]]\n  table = " + quoted(entity.table->name) + "\n";
    if (entity.version) text += version_text(feed, *entity.version);
    text += "  [feed.entity.fields]\n";
    for (const auto& field : entity.fields) text += field_text(feed, entity, field);
    return text;
  }

  static std::string version_text(const SampledFeed& feed, std::size_t column) {
    return "  version = { column = " + column_text(feed.sample, column) +
           ", pattern = " + quoted(feed.sample.columns[column].days().pattern) +
           " }  # by its name: the later of two rows stands\n";
  }

  // By name where one column alone has it, else by position.
  static std::string column_text(const FileSample& sample, std::size_t column) {
    const std::string& name = sample.columns[column].name;
    const auto same = std::count_if(sample.columns.begin(), sample.columns.end(),
                                    [&](const auto& other) { return other.name == name; });
    return name.empty() || same != 1 ? std::to_string(column + 1) : quoted(name);
  }

  struct Value {
    std::string extra;  // ", unit = ..." behind the column
    std::string note;
    bool sure = true;
  };

  std::string field_text(const SampledFeed& feed, const EntityGuess& entity, const FieldGuess& field) {
    Value value;
    std::string text = "  " + field.attribute->name + " = ";
    if (field.source == FieldGuess::Source::row_digest) {
      text += "{ row_digest = true }";
    } else if (field.source == FieldGuess::Source::file_name) {
      text += "{ file_name = " + quoted(field.pattern) + " }";
    } else {
      value = value_of(feed.sample.columns[field.column], *field.attribute, entity);
      const std::string column = column_text(feed.sample, field.column);
      text += value.extra.empty() ? column : "{ column = " + column + value.extra + " }";
    }
    const bool sure = field.sure && value.sure;
    return text + "  # " + (sure ? "" : std::string(kDoubt)) + said(field.evidence) +
           (value.note.empty() ? "" : "; " + said(value.note)) + "\n";
  }

  Value value_of(const ColumnProfile& column, const Attribute& attribute, const EntityGuess& entity) {
    Value value;
    if (column.values() == 0) return unseen_value(column, attribute);
    switch (written_as(attribute.type)) {
      case AttributeType::day:
      case AttributeType::instant: return day_value(column.days(), "yyyy-MM-dd");
      case AttributeType::month: return month_value(column);
      case AttributeType::money: return money_value(column);
      case AttributeType::number: return number_value(column, attribute);
      case AttributeType::symbol: return coded_value(column, attribute, attribute.symbols, entity);
      case AttributeType::boolean: return coded_value(column, attribute, {"true", "false"}, entity);
      default: return value;
    }
  }

  // The form that the other columns have.
  Value unseen_value(const ColumnProfile& column, const Attribute& attribute) const {
    Value value{"", "no value so far, so its form is unknown", false};
    if (written_as(attribute.type) == AttributeType::money) value.extra = money_value(column).extra;
    if (written_as(attribute.type) == AttributeType::day && usual_day_ != "yyyy-MM-dd")
      value.extra = ", pattern = " + quoted(usual_day_);
    return value;
  }

  std::string find_usual_day() const {
    std::map<std::string, std::size_t> counts{{"yyyy-MM-dd", 0}};
    for (const auto& feed : feeds_)
      for (const auto& column : feed.sample.columns)
        if (const auto days = column.days(); days.share > 0.95) ++counts[days.pattern];
    return std::max_element(counts.begin(), counts.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
  }

  static std::string misfits(double share) {
    return share < 1 ? std::to_string(static_cast<int>((1 - share) * 1000 + 0.999) / 10.0).substr(0, 4) +
                           " % of its values do not fit"
                     : "";
  }

  static Value day_value(const ColumnProfile::Dates& dates, std::string_view usual) {
    Value value;
    if (dates.pattern != usual) value.extra = ", pattern = " + quoted(dates.pattern);
    value.note = misfits(dates.share);
    value.sure = dates.share == 1 && !dates.ambiguous;
    if (dates.ambiguous) value.note += "days and months could be the other way round";
    return value;
  }

  static Value month_value(const ColumnProfile& column) {
    if (column.months().share < column.days().share) return day_value(column.days(), "");
    Value value = day_value(column.months(), "yyyyMM");
    if (column.months().pattern == "yyyy-MM") value.extra.clear();
    return value;
  }

  static std::string grouping_of(const ColumnProfile& column) {
    return column.is_grouped() ? ", grouping = \",\"" : "";
  }

  static Value money_value(const ColumnProfile& column) {
    Value value;
    std::string unit = unit_in_name(column.name);
    if (unit == "yuan") unit.clear();
    const bool whole = column.decimals() == 0;
    if (unit == "fen" || unit == "li") {
      value.note = "the name tells the unit";
    } else if (whole && column.middle_number() >= 1000) {
      unit = "fen";
      value.sure = false;
      value.note = "whole numbers with " + std::to_string(static_cast<std::int64_t>(column.middle_number())) +
                   " in the middle look like fen; leave the unit out if they are yuan";
    }
    if (!unit.empty() && (unit == "fen" || unit == "li")) value.extra = ", unit = " + quoted(unit);
    const int kept = unit == "fen" ? 1 : unit == "li" ? 0 : 3;
    if (column.decimals() > kept) value.extra += ", round = true";
    value.extra += grouping_of(column);
    if (column.numbers() < 1)
      value.sure = false, value.note += (value.note.empty() ? "" : "; ") + misfits(column.numbers());
    return value;
  }

  static Value number_value(const ColumnProfile& column, const Attribute& attribute) {
    Value value;
    const std::string unit = unit_in_name(column.name);
    const bool of_time = attribute.unit == "s" && (unit == "min" || unit == "h");
    const bool of_data = attribute.unit == "MB" && (unit == "GB" || unit == "KB");
    if (of_time || of_data) value.extra = ", unit = " + quoted(unit);
    if (column.decimals() > attribute.scale || (of_data && unit == "KB")) value.extra += ", round = true";
    value.extra += grouping_of(column);
    if (!attribute.unit.empty() && value.extra.empty()) value.note = "taken to be in " + attribute.unit;
    if (column.numbers() < 1)
      value.sure = false, value.note += (value.note.empty() ? "" : "; ") + misfits(column.numbers());
    return value;
  }

  // A code table of its own for labels that are not the model's symbols.
  Value coded_value(const ColumnProfile& column, const Attribute& attribute, const std::vector<std::string>& symbols,
                    const EntityGuess& entity) {
    Value value;
    const auto labels = column.labels();
    const bool plain = std::all_of(labels.begin(), labels.end(), [&](const auto& label) {
      return std::find(symbols.begin(), symbols.end(), label) != symbols.end();
    });
    if (plain) return value;
    std::string name = entity.table->name + "_" + attribute.name;
    for (int number = 2; !tables_.insert(name).second; ++number)
      name = entity.table->name + "_" + attribute.name + "_" + std::to_string(number);
    codes_ += "\n# Labels of the column '" + said(column.name) + "'. One of:";
    for (const auto& symbol : symbols) codes_ += " " + symbol;
    codes_ += ". \"\" means no value.\n[codes." + name + "]\n";
    std::uint64_t known = 0;
    for (const auto& [label, count] : column.distinct()) known += symbol_of(label, symbols).symbol.empty() ? 0 : count;
    const bool mostly_known = 10 * known >= 9 * column.values();
    for (const auto& label : labels) codes_ += label_text(column.distinct().at(label), label, symbols, mostly_known);
    value.extra = ", codes = " + quoted(name);
    return value;
  }

  // Where nearly all labels are known, one that is not is dirt rather than a value: its rows are refused until somebody
  // says what it means.
  static std::string label_text(std::uint64_t count, const std::string& label, const std::vector<std::string>& symbols,
                                bool mostly_known) {
    const SymbolGuess guess = symbol_of(label, symbols);
    const std::string line = quoted(label) + " = " + quoted(guess.symbol);
    if (guess.sure) return line + "\n";
    if (!guess.symbol.empty()) return line + "  # " + std::string(kDoubt) + "by a word in it\n";
    if (!mostly_known) return line + "  # " + std::string(kDoubt) + "nothing tells what it means\n";
    return "# " + line + "  # " + std::string(kDoubt) + counted(count, "row") + " with it will be refused\n";
  }

  const std::vector<SampledFeed>& feeds_;
  const ProposalOptions& options_;
  std::string usual_day_;  // the pattern of most columns of days
  std::string codes_;
  std::set<std::string> names_, tables_;
};

}  // namespace

MappingProposal proposal_text(const std::vector<SampledFeed>& feeds, std::vector<std::string> left_out,
                              const ProposalOptions& options) {
  return Writer(feeds, options).write(std::move(left_out));
}

}  // namespace staysail::boss
