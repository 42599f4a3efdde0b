// The shortcuts for common forms of values against the thorough way: the same value, or the same reason.
#include "boss/value_reader.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "boss/row_digest.hpp"

using namespace staysail;
using boss::Cell;
using boss::ValueReader;

namespace {

FieldMapping field_of_type(AttributeType type, std::optional<std::string> pattern = {}, int scale = 0) {
  FieldMapping field;
  field.attribute.name = "attribute";
  field.attribute.type = type;
  field.null_texts = {""};
  field.number.scale = scale;
  if (pattern) field.time = *TimePattern::of(*pattern);
  return field;
}

std::vector<FieldMapping> all_forms() {
  std::vector<FieldMapping> fields = {field_of_type(AttributeType::identifier),
                                      field_of_type(AttributeType::number, {}, 0),
                                      field_of_type(AttributeType::number, {}, 9),
                                      field_of_type(AttributeType::money, {}, 3),
                                      field_of_type(AttributeType::day),
                                      field_of_type(AttributeType::day, "yyyyMMdd"),
                                      field_of_type(AttributeType::day, "yyyy-MM-dd"),
                                      field_of_type(AttributeType::day, "d/M/yyyy"),
                                      field_of_type(AttributeType::month),
                                      field_of_type(AttributeType::month, "yyyyMM"),
                                      field_of_type(AttributeType::month, "yyyy-MM"),
                                      field_of_type(AttributeType::instant),
                                      field_of_type(AttributeType::boolean)};
  FieldMapping fen = field_of_type(AttributeType::money, {}, 3);
  fen.number.shift = 2;
  FieldMapping minutes = field_of_type(AttributeType::number, {}, 0);
  minutes.number.multiplier = 60;
  FieldMapping symbol = field_of_type(AttributeType::symbol);
  symbol.attribute.symbols = {"active", "closed"};
  FieldMapping coded = symbol;
  coded.codes = std::make_shared<const CodeTable>(
      CodeTable{{"1", "active"}, {"在用", "active"}, {"9", ""}, {"bad", "unheard"}, {"0", "closed"}});
  FieldMapping rest = coded;
  rest.codes = std::make_shared<const CodeTable>(CodeTable{{"1", "active"}, {"*", "closed"}});
  FieldMapping truth = field_of_type(AttributeType::boolean);
  truth.codes = std::make_shared<const CodeTable>(CodeTable{{"是", "true"}, {"", "false"}});
  FieldMapping dashes = field_of_type(AttributeType::number, {}, 2);
  dashes.null_texts = {"-", "NULL"};
  dashes.trim = false;
  FieldMapping required = field_of_type(AttributeType::day, "yyyyMMdd");
  required.attribute.required = true;
  // What is null has the form of a value, and labels have blanks around them.
  FieldMapping never = field_of_type(AttributeType::day, "yyyyMMdd");
  never.null_texts = {"", "20991231", "active"};
  FieldMapping zero = field_of_type(AttributeType::money, {}, 3);
  zero.null_texts = {"0", "active"};
  FieldMapping nobody = field_of_type(AttributeType::identifier);
  nobody.null_texts = {"0", "active"};
  FieldMapping blank = symbol;
  blank.codes = std::make_shared<const CodeTable>(CodeTable{{" 1 ", "active"}, {"1", "closed"}, {"active", "closed"}});
  FieldMapping untrimmed = blank;
  untrimmed.trim = false;
  untrimmed.null_texts = {"active"};
  for (auto& field :
       {fen, minutes, symbol, coded, rest, truth, dashes, required, never, zero, nobody, blank, untrimmed})
    fields.push_back(field);
  return fields;
}

// What stands in files: digits with something wrong at any place, dates that exist or not, and the texts of the tables.
rc::Gen<std::string> any_text() {
  const auto signs = rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("0123456789012345678901234567890123456789.-+/ \t:e\x00\xE5", 50)));
  const auto date =
      rc::gen::map(rc::gen::tuple(rc::gen::inRange(1390, 2120), rc::gen::inRange(0, 14), rc::gen::inRange(0, 33),
                                  rc::gen::inRange(0, 5)),
                   [](const std::tuple<int, int, int, int>& part) {
                     const auto [year, month, day, form] = part;
                     char text[32];
                     const char* forms[] = {"%04d%02d%02d", "%04d-%02d-%02d", "%04d/%d/%d", "%04d%02d", "%04d-%02d"};
                     std::snprintf(text, sizeof text, forms[form], year, month, day);
                     return std::string(text);
                   });
  const auto number =
      rc::gen::map(rc::gen::tuple(rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange(0, 21), rc::gen::inRange(0, 64)),
                   [](const std::tuple<std::int64_t, int, int>& part) {
                     std::string digits = std::to_string(std::get<0>(part) >> std::get<2>(part));
                     const auto point = static_cast<std::size_t>(std::get<1>(part));
                     return point < digits.size() ? digits.insert(point, 1, '.') : digits;
                   });
  const auto word = rc::gen::elementOf(std::vector<std::string>{"",
                                                                "1",
                                                                "0",
                                                                "9",
                                                                "active",
                                                                "closed",
                                                                "bad",
                                                                "unheard",
                                                                "在用",
                                                                "是",
                                                                "true",
                                                                "否",
                                                                "N",
                                                                "-",
                                                                "NULL",
                                                                " 1 ",
                                                                "20991231",
                                                                std::string(8, '\0'),
                                                                "2026-01-31 08:30:00",
                                                                "99999999999999999999",
                                                                "1000000000000000",
                                                                "1000000000000.001",
                                                                "9223372036854775807"});
  const auto short_number =
      rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 100'000'000), rc::gen::inRange(0, 9), rc::gen::inRange(0, 9)),
                   [](const std::tuple<int, int, int>& part) {
                     const std::string digits =
                         std::to_string(std::get<0>(part)).substr(0, static_cast<std::size_t>(std::get<1>(part)));
                     return digits.substr(0, static_cast<std::size_t>(std::get<2>(part))) + "." +
                            digits.substr(std::min(digits.size(), static_cast<std::size_t>(std::get<2>(part))));
                   });
  return rc::gen::oneOf(signs, date, number, short_number, word);
}

struct Read {
  std::string reason, text;
  Cell::Kind kind;
  std::int64_t integer;
  friend bool operator==(const Read&, const Read&) = default;
};

Read seen(std::string_view reason, const Cell& cell) {
  if (!reason.empty()) return {std::string(reason), {}, Cell::Kind::null, 0};
  return {{}, std::string(cell.text), cell.kind, cell.integer};
}

}  // namespace

TEST_CASE("values are read the same by their shortcuts and the thorough way") {
  std::vector<FieldMapping> fields = all_forms();
  std::vector<ValueReader> readers;
  for (const auto& field : fields) readers.emplace_back(field, std::nullopt);
  REQUIRE(rc::check("shortcuts", [&] {
    const std::string text = *any_text();
    for (std::size_t i = 0; i < readers.size(); ++i) {
      Cell quick, thorough;
      const Read quickly = seen(readers[i].read(text, quick), quick);
      const Read thoroughly = seen(readers[i].read_thoroughly(text, thorough), thorough);
      RC_LOG() << "form " << i << ", text '" << text << "'";
      RC_ASSERT(quickly == thoroughly);
    }
  }));
}

TEST_CASE("every day of two centuries is read as the calendar has it") {
  const auto field = field_of_type(AttributeType::day, "yyyyMMdd");
  ValueReader reader(field, std::nullopt);
  int days = 0;
  for (int year = 1898; year <= 2102; ++year)
    for (int month = 0; month <= 13; ++month)
      for (int day = 0; day <= 32; ++day) {
        char text[16];
        std::snprintf(text, sizeof text, "%04d%02d%02d", year, month, day);
        Cell cell;
        const auto expected = Day::of(year, month, day);
        const bool read = reader.read(text, cell).empty();
        if (read != expected.has_value() || (read && cell.integer != expected->days_since_epoch())) FAIL(text);
        days += read ? 1 : 0;
      }
  CHECK(days == Day::of(2103, 1, 1)->days_since_epoch() - Day::of(1898, 1, 1)->days_since_epoch());
}

TEST_CASE("the digest of a row is that of its values framed one after the other") {
  boss::RowDigest digest;
  const Cell number = Cell::of_integer(-2), text = Cell::of_text("值");
  digest.add(7, number);
  digest.clear();
  digest.add(0x0102030405060708u, text);
  digest.add(1, Cell{});
  digest.add(2, number);
  const std::string framed = std::string("\x08\x07\x06\x05\x04\x03\x02\x01t\x03\0\0\0\0\0\0\0", 17) + "值" +
                             std::string("\x02\0\0\0\0\0\0\0i\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 17);
  CHECK(digest.finish() == digest_of(framed));
}
