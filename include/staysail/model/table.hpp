// The tables of the customer model: what a BOSS can tell, attribute by attribute.
//
// A mapping file connects columns of an export to these names; stores, views, indicators and rules use them.
// Entity tables hold the current state of things with an id; fact tables hold dated rows about them.
// Names follow the TM Forum information model (docs/mapping.md lists every table with its attributes).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

enum class AttributeType : std::uint8_t {
  identifier,  // opaque bytes of the BOSS
  text,        // UTF-8
  symbol,      // one of `symbols`
  number,      // scaled integer, `scale` decimals, `unit`
  money,  // scaled integer of the feed's currency, `scale` decimals of the major unit (3: BOSS exports come in 厘)
  boolean,
  day,
  month,    // held as Month::index()
  instant,  // microseconds of civil time
  // What tells who a person is: masked unless a Purpose opens its kind (see privacy/purpose.hpp), and in no rule's
  // reach.
  person_name,
  phone,
  identity_number,
  address,
  birth_day,  // a day
  gender,     // one of `symbols`
};

// True for the six kinds that tell who a person is.
bool is_personal(AttributeType type) noexcept;
// How values of a type are written and kept: birth_day as day, gender as symbol, other personal kinds as text, the rest
// as they are.
AttributeType written_as(AttributeType type) noexcept;
// True when the value is text in any form (identifier, text, symbol, personal but birth_day).
bool is_textual(AttributeType type) noexcept;
// "money", "day", ... as mapping files spell them; `not_found` with the known names for any other.
std::string_view name_of(AttributeType type) noexcept;
Result<AttributeType> attribute_type_of(std::string_view name);

// Which thing a row, an indicator or a rule speaks of.
enum class Grain : std::uint8_t { subscription, account, customer, party, unit };
std::string_view name_of(Grain grain) noexcept;
// "subscription", "account", ...; an error lists them.
Result<Grain> grain_of(std::string_view name);

struct Attribute {
  std::string name;
  AttributeType type = AttributeType::text;
  std::uint8_t scale = 0;            // number and money
  std::string unit;                  // number: "s", "calls", "months"; empty when it has none
  bool required = false;             // a row without it is quarantined
  std::vector<std::string> symbols;  // symbol: the legal values
  std::string refers_to;             // identifier: the entity table whose id it holds
};

enum class TableKind : std::uint8_t { entity, fact };

struct TableDescription {
  std::string name;  // "subscriptions", "bills", ...
  TableKind kind = TableKind::entity;
  std::vector<Attribute> attributes;
  // The attributes whose values name a row; a later row with an equal key replaces the earlier (by version, then
  // bytes).
  std::vector<std::string> key;
  // Facts: the identifiers that may own a row, finest grain first; the first one present does.
  std::vector<std::string> owners;
  // Facts: the day or month attribute by which rows are filed and windowed. Empty for entities.
  std::string dated_by;

  // Null when there is none of that name.
  const Attribute* find(std::string_view attribute) const;
  // Position of an attribute; precondition: it exists.
  std::size_t index_of(std::string_view attribute) const;
};

// Every table of the model, in a fixed order (parents before children). Lives as long as the program.
const std::vector<TableDescription>& model_tables();
// Null when the model has no table of that name (a custom fact table is declared by a mapping).
const TableDescription* find_model_table(std::string_view name);
// The grain that an identifier attribute of this name speaks of ("account_id" -> account); an error for others.
Result<Grain> grain_of_identifier(std::string_view attribute);

// The model plus the custom fact tables of one mapping. A plain value.
class ModelCatalog {
 public:
  ModelCatalog();
  // `conflict` when a table of that name exists; `invalid_argument` for a key, owner or date that is no attribute of
  // it.
  Status add(TableDescription table);
  const TableDescription* find(std::string_view name) const;
  const std::vector<TableDescription>& tables() const { return tables_; }

 private:
  std::vector<TableDescription> tables_;
};

}  // namespace staysail
