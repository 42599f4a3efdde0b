#include "staysail/model/noun_record.hpp"

#include <algorithm>

#include "staysail/model/table.hpp"

namespace staysail {

void NounWriter::text_or_null(std::string_view text) {
  if (text.empty()) record_.add_null();
  else record_.add_text(text);
}

void NounWriter::operator()(std::string_view, const BirthDay& birth_day) {
  const auto day = Day::parse(birth_day.reveal());
  if (day) record_.add_integer(raw(*day));
  else record_.add_null();
}

std::string NounWriter::finish(const Extensions& extensions) {
  for (const auto& [name, value] : extensions) record_.add_extension(name, value);
  return record_.finish();
}

void NounReader::fail(std::string_view name, const Error& error) {
  if (!error_)
    error_ =
        Error(Errc::malformed_record, "attribute " + std::string(name) + " of a stored record: " + error.message());
}

void NounReader::operator()(std::string_view name, BirthDay& birth_day) {
  const auto day = noted(name, record_.next_day());
  birth_day = day ? BirthDay::of(day->to_string()) : BirthDay();
}

// As it is written: an empty text is null.
std::optional<std::string_view> NounReader::next_text(std::string_view name) {
  const auto text = noted(name, record_.next_text());
  if (text && text->empty()) nulls_.push_back(name);
  return text;
}

Status NounReader::finish(std::string_view table) const {
  if (error_) return *error_;
  const TableDescription* description = find_model_table(table);
  if (description == nullptr) return ok();
  for (const std::string_view name : nulls_)
    if (description->find(name) != nullptr && description->find(name)->required)
      return Error(Errc::malformed_record, "a record of " + std::string(table) +
                                               " lacks an attribute that each of them has: " + std::string(name));
  return ok();
}

}  // namespace staysail
