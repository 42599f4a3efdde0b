#include "staysail/base/error.hpp"

#include <array>
#include <optional>
#include <utility>

namespace staysail {
namespace {

struct CodeName {
  Errc code;
  std::string_view name;
};

constexpr std::array kCodeNames = {
    CodeName{Errc::invalid_argument, "invalid_argument"},
    CodeName{Errc::not_found, "not_found"},
    CodeName{Errc::conflict, "conflict"},
    CodeName{Errc::in_doubt, "in_doubt"},
    CodeName{Errc::cancelled, "cancelled"},
    CodeName{Errc::out_of_memory, "out_of_memory"},
    CodeName{Errc::currency_mismatch, "currency_mismatch"},
    CodeName{Errc::amount_overflow, "amount_overflow"},
    CodeName{Errc::malformed_text, "malformed_text"},
    CodeName{Errc::adapter_failed, "adapter_failed"},
    CodeName{Errc::unsupported, "unsupported"},
    CodeName{Errc::unknown_attribute, "unknown_attribute"},
    CodeName{Errc::illegal_transition, "illegal_transition"},
    CodeName{Errc::malformed_record, "malformed_record"},
    CodeName{Errc::schema_mismatch, "schema_mismatch"},
    CodeName{Errc::io_failed, "io_failed"},
    CodeName{Errc::malformed_encoding, "malformed_encoding"},
    CodeName{Errc::malformed_file, "malformed_file"},
    CodeName{Errc::limit_exceeded, "limit_exceeded"},
    CodeName{Errc::degenerate_input, "degenerate_input"},
    CodeName{Errc::syntax_error, "syntax_error"},
    CodeName{Errc::unknown_name, "unknown_name"},
    CodeName{Errc::type_mismatch, "type_mismatch"},
    CodeName{Errc::table_gap, "table_gap"},
    CodeName{Errc::table_overlap, "table_overlap"},
    CodeName{Errc::mapping_invalid, "mapping_invalid"},
    CodeName{Errc::feed_incomplete, "feed_incomplete"},
    CodeName{Errc::action_refused, "action_refused"},
    CodeName{Errc::store_locked, "store_locked"},
    CodeName{Errc::store_newer, "store_newer"},
    CodeName{Errc::store_full, "store_full"},
    CodeName{Errc::store_corrupt, "store_corrupt"},
    CodeName{Errc::not_a_store, "not_a_store"},
    CodeName{Errc::purpose_required, "purpose_required"},
    CodeName{Errc::consent_missing, "consent_missing"},
    CodeName{Errc::catalogue_invalid, "catalogue_invalid"},
    CodeName{Errc::dependency_cycle, "dependency_cycle"},
    CodeName{Errc::playbook_invalid, "playbook_invalid"},
    CodeName{Errc::example_failed, "example_failed"},
    CodeName{Errc::no_assignee, "no_assignee"},
};

std::string text_of(const Place& place) {
  std::string text = place.file;
  if (place.line != 0) text += ":" + std::to_string(place.line);
  if (place.column != 0) text += ":" + std::to_string(place.column);
  return text;
}

}  // namespace

struct Error::Detail {
  Errc code;
  std::string message;
  std::optional<Place> place;
};

std::string_view name_of(Errc code) noexcept {
  for (const auto& entry : kCodeNames)
    if (entry.code == code) return entry.name;
  return "unknown";
}

Error::Error(Errc code, std::string message)
    : detail_(std::make_shared<const Detail>(Detail{code, std::move(message), std::nullopt})) {}

Error Error::at(Place place, Errc code, std::string message) {
  Error error;
  error.detail_ = std::make_shared<const Detail>(Detail{code, std::move(message), std::move(place)});
  return error;
}

Errc Error::code() const noexcept { return detail_ ? detail_->code : Errc::out_of_memory; }

const std::string& Error::message() const noexcept {
  static const std::string no_memory = "no memory";  // fits the small-string buffer: no allocation
  return detail_ ? detail_->message : no_memory;
}

const Place* Error::place() const noexcept { return detail_ && detail_->place ? &*detail_->place : nullptr; }

std::string Error::to_string() const {
  std::string text;
  if (const Place* where = place()) text = text_of(*where) + ": ";
  text += name_of(code());
  return text + ": " + message();
}

Error Error::within(std::string_view context) const {
  std::string message = std::string(context) + ": " + this->message();
  if (const Place* where = place()) return at(*where, code(), std::move(message));
  return Error(code(), std::move(message));
}

bool Error::retryable() const noexcept {
  switch (code()) {
    case Errc::conflict:
    case Errc::adapter_failed:
    case Errc::store_locked:
    case Errc::store_full: return true;
    default: return false;
  }
}

}  // namespace staysail
