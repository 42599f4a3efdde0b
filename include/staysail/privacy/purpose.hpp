// Purpose: why somebody reads about a person, and which personal kinds the reason opens.
//
// Names, phone numbers, identity numbers, addresses, birth days and genders are masked unless a purpose opens their
// kind. Whoever reads says the purpose; what a purpose does not open stays masked on every path.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

// A plain value.
class Purpose {
 public:
  // Opens nothing: what every read has that names no purpose.
  Purpose() = default;
  // `opened`: personal kinds (person_name, phone, identity_number, address, birth_day, gender).
  static Purpose declare(std::string name, std::initializer_list<AttributeType> opened);
  // One of shipped_purposes(); `purpose_required` lists their names.
  static Result<Purpose> of(std::string_view name);

  // Empty for the purpose that opens nothing.
  const std::string& name() const { return name_; }
  // True for every attribute that is not personal, and for the kinds that this purpose opens.
  bool opens(AttributeType type) const;

 private:
  std::string name_;
  std::vector<AttributeType> opened_;
};

// analysis: nothing · screen_pop: the name · contact: name and phone · visit: name, phone and address ·
// identity_check: name, identity number, birth day and gender.
const std::vector<Purpose>& shipped_purposes();

// The mask of a personal kind ("138****5678", "1980******", "***"); other attributes come back as they are.
std::string masked_text(AttributeType type, std::string_view text);
// The value as `purpose` may see it.
std::string shown_text(AttributeType type, std::string_view text, const Purpose& purpose);
// The value of an extension attribute as `purpose` may see it: masked by its kind where a mapping declared one, else
// with phone and identity numbers masked that the purpose does not open (base/personal_number.hpp).
std::string shown_extension(std::string_view name, std::string_view text, const Purpose& purpose);
// Rows of `table` (or some of its columns) with every personal column masked that `purpose` does not open; a column of
// days has no mask and comes back null. Text columns that the table does not know are extension attributes.
Result<Batch> shown_rows(const Batch& rows, const TableDescription& table, const Purpose& purpose);

}  // namespace staysail
