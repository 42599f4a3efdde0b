#include "decision/character_set.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "decision/code_points.hpp"

namespace staysail::decision {
namespace {

constexpr char32_t kLast = 0x10FFFF;
constexpr int kMostSubtractions = 8;

using Range = std::pair<char32_t, char32_t>;

struct Block {
  std::string_view name;
  Range range;
};
constexpr Block kBlocks[] = {
    {"BasicLatin", {0x0, 0x7F}},
    {"Latin-1Supplement", {0x80, 0xFF}},
    {"LatinExtended-A", {0x100, 0x17F}},
    {"LatinExtended-B", {0x180, 0x24F}},
    {"IPAExtensions", {0x250, 0x2AF}},
    {"Greek", {0x370, 0x3FF}},
    {"GreekandCoptic", {0x370, 0x3FF}},
    {"Cyrillic", {0x400, 0x4FF}},
    {"Armenian", {0x530, 0x58F}},
    {"Hebrew", {0x590, 0x5FF}},
    {"Arabic", {0x600, 0x6FF}},
    {"Devanagari", {0x900, 0x97F}},
    {"Thai", {0xE00, 0xE7F}},
    {"GeneralPunctuation", {0x2000, 0x206F}},
    {"CurrencySymbols", {0x20A0, 0x20CF}},
    {"Arrows", {0x2190, 0x21FF}},
    {"MathematicalOperators", {0x2200, 0x22FF}},
    {"CJKSymbolsandPunctuation", {0x3000, 0x303F}},
    {"Hiragana", {0x3040, 0x309F}},
    {"Katakana", {0x30A0, 0x30FF}},
    {"CJKUnifiedIdeographs", {0x4E00, 0x9FFF}},
    {"HangulSyllables", {0xAC00, 0xD7A3}},
    {"HalfwidthandFullwidthForms", {0xFF00, 0xFFEF}},
};
constexpr std::array<std::string_view, 36> kCategories = {
    "L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "Z",  "Zs", "Zl", "Zp", "S",  "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cs"};

Error bad_set(const std::string& what) { return Error(Errc::syntax_error, "this is no regular expression: " + what); }

CharacterSet one(char32_t c) { return {{{c, c}}, "", false}; }
CharacterSet of_classes(std::string classes) { return {{}, std::move(classes), false}; }

std::string hex(char32_t c) {
  char text[16];
  std::snprintf(text, sizeof text, "\\x{%x}", static_cast<unsigned>(c));
  return text;
}

std::vector<Range> complement(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::vector<Range> rest;
  char32_t next = 0;
  for (const auto& [first, last] : ranges) {
    if (first > next) rest.emplace_back(next, first - 1);
    next = std::max<char32_t>(next, last + 1);
  }
  if (next <= kLast) rest.emplace_back(next, kLast);
  return rest;
}

// What is in `from` and not in `taken`: the complement of everything else.
std::vector<Range> subtracted(const std::vector<Range>& from, const std::vector<Range>& taken) {
  std::vector<Range> outside = complement(from);
  outside.insert(outside.end(), taken.begin(), taken.end());
  return complement(std::move(outside));
}

// \p{...} and \P{...}; the letter is dropped already.
Result<CharacterSet> property(std::string_view& rest, bool negated) {
  const std::size_t close = rest.find('}');
  if (!rest.starts_with('{') || close == std::string_view::npos)
    return bad_set("`\\p` is followed by a name in braces");
  const std::string_view name = rest.substr(1, close - 1);
  rest.remove_prefix(close + 1);
  if (std::find(kCategories.begin(), kCategories.end(), name) != kCategories.end())
    return of_classes((negated ? "\\P{" : "\\p{") + std::string(name) + "}");
  for (const Block& block : kBlocks) {
    if (!name.starts_with("Is") || name.substr(2) != block.name) continue;
    return CharacterSet{negated ? complement({block.range}) : std::vector<Range>{block.range}, "", false};
  }
  return bad_set("there is no such class of characters: " + std::string(name.substr(0, 32)));
}

// \i and \c: what may begin a name of XML, and what may be in one.
std::vector<Range> name_characters(bool first) {
  std::vector<Range> ranges = {{':', ':'},       {'A', 'Z'},       {'_', '_'},       {'a', 'z'},
                               {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                               {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                               {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
  if (!first) ranges.insert(ranges.end(), {{'-', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}});
  return ranges;
}

Result<CharacterSet> class_of_letter(char letter) {
  const std::vector<Range> blanks = {{'\t', '\n'}, {'\r', '\r'}, {' ', ' '}};
  switch (letter) {
    case 's': return CharacterSet{blanks, "", false};
    case 'S': return CharacterSet{complement(blanks), "", false};
    case 'd': return of_classes("\\p{Nd}");
    case 'D': return of_classes("\\P{Nd}");
    case 'w': return of_classes("\\p{L}\\p{M}\\p{N}\\p{S}");
    case 'W': return of_classes("\\p{P}\\p{Z}\\p{C}");
    case 'i': return CharacterSet{name_characters(true), "", false};
    case 'I': return CharacterSet{complement(name_characters(true)), "", false};
    case 'c': return CharacterSet{name_characters(false), "", false};
    case 'C': return CharacterSet{complement(name_characters(false)), "", false};
    default: return bad_set(std::string("this escape has no meaning: \\") + letter);
  }
}

// Drops the character at the front.
Result<char32_t> literal(std::string_view& rest) {
  const CodePoint next = code_point_at(rest);
  if (next.bytes == 0) return bad_set("a set is not closed by ]");
  if (next.value == '[') return bad_set("`[` in a set is written \\[");
  rest.remove_prefix(next.bytes);
  return next.value;
}

Result<CharacterSet> part(std::string_view& rest) {
  if (rest.starts_with('\\')) return escaped_characters(rest);
  STAYSAIL_TRY(const char32_t c, literal(rest));
  return one(c);
}

bool is_one(const CharacterSet& set) {
  return set.classes.empty() && set.ranges.size() == 1 && set.ranges[0].first == set.ranges[0].second;
}

// One part of a set, or a range of characters.
Status take_part(std::string_view& rest, CharacterSet& set) {
  STAYSAIL_TRY(CharacterSet first, part(rest));
  const bool is_range = rest.size() > 1 && rest[0] == '-' && rest[1] != ']' && rest[1] != '[';
  if (is_range && is_one(first)) {
    rest.remove_prefix(1);
    STAYSAIL_TRY(const CharacterSet last, part(rest));
    if (!is_one(last) || last.ranges[0].first < first.ranges[0].first)
      return bad_set("a range of characters ends before it begins");
    first.ranges[0].second = last.ranges[0].second;
  }
  set.add(first);
  return ok();
}

// Every character of the set, its classes looked up.
std::vector<Range> whole(const CharacterSet& set) {
  std::vector<Range> ranges = set.ranges;
  const std::vector<Range> of_classes = ranges_of_classes(set.classes);
  ranges.insert(ranges.end(), of_classes.begin(), of_classes.end());
  return set.negated ? complement(std::move(ranges)) : ranges;
}

void subtract(CharacterSet& set, const CharacterSet& taken) { set = {subtracted(whole(set), whole(taken)), "", false}; }

}  // namespace

void CharacterSet::add(const CharacterSet& other) {
  ranges.insert(ranges.end(), other.ranges.begin(), other.ranges.end());
  classes += other.classes;
}

std::string CharacterSet::to_class() const {
  if (ranges.empty() && classes.empty()) return negated ? "(?s:.)" : "[^\\x{0}-\\x{10ffff}]";
  std::string text = negated ? "[^" : "[";
  for (const auto& [first, last] : ranges) text += hex(first) + (first == last ? "" : "-" + hex(last));
  return text + classes + "]";
}

Result<CharacterSet> escaped_characters(std::string_view& rest) {
  if (rest.size() < 2) return bad_set("it ends after \\");
  const char letter = rest[1];
  rest.remove_prefix(2);
  constexpr std::string_view kBlanks = "nrt", kMeanings = "\n\r\t", kSigns = "\\|.-^?*+{}()[]$";
  if (const std::size_t blank = kBlanks.find(letter); blank != std::string_view::npos)
    return one(static_cast<char32_t>(kMeanings[blank]));
  if (kSigns.find(letter) != std::string_view::npos) return one(static_cast<char32_t>(letter));
  return letter == 'p' || letter == 'P' ? property(rest, letter == 'P') : class_of_letter(letter);
}

Result<CharacterSet> set_in_brackets(std::string_view& rest, int depth) {
  if (depth > kMostSubtractions) return bad_set("sets are nested too deeply");
  rest.remove_prefix(1);
  CharacterSet set;
  set.negated = rest.starts_with('^');
  if (set.negated) rest.remove_prefix(1);
  do {
    STAYSAIL_CHECK(take_part(rest, set));
  } while (!rest.empty() && rest.front() != ']' && !rest.starts_with("-["));
  if (rest.starts_with("-[")) {
    rest.remove_prefix(1);
    STAYSAIL_TRY(const CharacterSet taken, set_in_brackets(rest, depth + 1));
    subtract(set, taken);
  }
  if (!rest.starts_with(']')) return bad_set("a set is not closed by ]");
  rest.remove_prefix(1);
  return set;
}

}  // namespace staysail::decision
