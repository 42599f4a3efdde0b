#include "staysail/privacy/purpose.hpp"

#include <doctest/doctest.h>

#include <set>

#include "staysail/boss/table_schema.hpp"

using namespace staysail;

namespace {

constexpr AttributeType kPersonal[] = {AttributeType::person_name,     AttributeType::phone,
                                       AttributeType::identity_number, AttributeType::address,
                                       AttributeType::birth_day,       AttributeType::gender};

Batch party() {
  std::vector<Column> columns;
  const std::pair<const char*, const char*> values[] = {{"party_id", "P1"},
                                                        {"name", "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E"},
                                                        {"phone", "13812345678"},
                                                        {"identity_number", "110101199001011234"},
                                                        {"address", "Long Street 7, Chengdu"},
                                                        {"shoe_size", "42"},
                                                        {"gender", "female"}};
  for (const auto& [name, value] : values) {
    ColumnBuilder builder(Field{name, ColumnType::text, 0, ""});
    builder.append_text(value);
    builder.append_null();
    columns.push_back(builder.finish());
  }
  ColumnBuilder born(Field{"birth_day", ColumnType::day, 0, ""});
  born.append_day(Day::of(1990, 1, 1).value());
  born.append_null();
  columns.push_back(born.finish());
  return Batch::of(std::move(columns)).value();
}

Column clear_column(const Attribute& attribute) {
  ColumnBuilder builder(field_of(attribute));
  if (builder.field().type == ColumnType::day) builder.append_day(Day::of(1990, 1, 1).value());
  else builder.append_text("clear text of a person");
  return builder.finish();
}

}  // namespace

TEST_CASE("a purpose opens the kinds of text that it is declared for, and no other") {
  const std::set<std::pair<std::string, AttributeType>> opened = {{"screen_pop", AttributeType::person_name},
                                                                  {"contact", AttributeType::person_name},
                                                                  {"contact", AttributeType::phone},
                                                                  {"visit", AttributeType::person_name},
                                                                  {"visit", AttributeType::phone},
                                                                  {"visit", AttributeType::address},
                                                                  {"identity_check", AttributeType::person_name},
                                                                  {"identity_check", AttributeType::identity_number},
                                                                  {"identity_check", AttributeType::birth_day},
                                                                  {"identity_check", AttributeType::gender}};
  for (const Purpose& purpose : shipped_purposes())
    for (const AttributeType type : kPersonal) {
      CAPTURE(purpose.name());
      CHECK(purpose.opens(type) == (opened.count({purpose.name(), type}) != 0));
    }
  for (const AttributeType type : kPersonal) CHECK_FALSE(Purpose().opens(type));
  CHECK(Purpose().opens(AttributeType::money));
}

TEST_CASE("an unknown purpose is refused with those that there are") {
  const auto unknown = Purpose::of("curiosity");
  CHECK(unknown.error().code() == Errc::purpose_required);
  CHECK(unknown.error().message().find("screen_pop, contact") != std::string::npos);
  CHECK(Purpose::of("contact").value().name() == "contact");
}

TEST_CASE("rows show what the purpose opens and masks of the rest") {
  const TableDescription& parties = *find_model_table("parties");
  const auto shown = [&](const char* purpose, const char* column) {
    return shown_rows(party(), parties, Purpose::of(purpose).value()).value().find(column)->value_text(0);
  };
  CHECK(shown("analysis", "name") == "\xE7\x8E\x8B**");
  CHECK(shown("analysis", "phone") == "138****5678");
  CHECK(shown("analysis", "identity_number") == "1101************34");
  CHECK(shown("analysis", "address") == "Long S****************");
  CHECK(shown("analysis", "gender") == "***");
  CHECK(shown("identity_check", "gender") == "female");
  CHECK(shown("identity_check", "birth_day") == "1990-01-01");
  CHECK(shown("analysis", "party_id") == "P1");
  CHECK(shown("analysis", "shoe_size") == "42");
  CHECK(shown("contact", "phone") == "13812345678");
  CHECK(shown("contact", "identity_number") == "1101************34");
  const Batch masked = shown_rows(party(), parties, Purpose()).value();
  CHECK(masked.schema() == party().schema());
  CHECK(masked.find("phone")->is_null(1));
  CHECK(masked.find("birth_day")->is_null(0));  // a day has no mask
}

// Every personal attribute of every table, so that a new one cannot be forgotten.
TEST_CASE("no personal attribute of any table comes out clear without a purpose") {
  int seen = 0;
  for (const TableDescription& table : model_tables())
    for (const Attribute& attribute : table.attributes) {
      if (!is_personal(attribute.type)) continue;
      ++seen;
      const Batch rows = Batch::of({clear_column(attribute)}).value();
      CAPTURE(table.name + "." + attribute.name);
      CHECK(shown_rows(rows, table, Purpose()).value().column(0).value_text(0) != rows.column(0).value_text(0));
    }
  CHECK(seen >= 8);
}

TEST_CASE("an extension attribute is masked by its declared kind, else where it looks like a number of a person") {
  const Purpose contact = Purpose::of("contact").value();
  CHECK(shown_extension("person_name:contact", "Wang", Purpose()) == "W***");
  CHECK(shown_extension("person_name:contact", "Wang", contact) == "Wang");
  CHECK(shown_extension("identity_number:id", "110101199001011234", contact) == "1101************34");
  CHECK(shown_extension("note", "ask 13800001111", Purpose()) == "ask 138****1111");
  CHECK(shown_extension("note", "ask 13800001111, 110101199001011234", contact) ==
        "ask 13800001111, 1101************34");
  CHECK(shown_extension("money:note", "gold", Purpose()) == "gold");
}

TEST_CASE("rows mask their extension attributes as well") {
  ColumnBuilder note(Field{"note", ColumnType::text, 0, ""}), name(Field{"person_name:who", ColumnType::text, 0, ""});
  note.append_text("13800001111");
  name.append_text("Wang");
  const Batch rows = Batch::of({note.finish(), name.finish()}).value();
  const Batch shown = shown_rows(rows, *find_model_table("customers"), Purpose()).value();
  CHECK(shown.find("note")->value_text(0) == "138****1111");
  CHECK(shown.find("person_name:who")->value_text(0) == "W***");
}
