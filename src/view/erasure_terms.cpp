#include "erasure_terms.hpp"

#include <algorithm>
#include <cctype>

#include "staysail/model/record.hpp"
#include "staysail/view/customer_view.hpp"

namespace staysail::view {
namespace {

// Shorter ones stand in other words by chance; they count as whole fields only.
constexpr std::size_t kShortestWord = 5;

Purpose erasure_purpose() {
  return Purpose::declare("erasure", {AttributeType::person_name, AttributeType::phone, AttributeType::identity_number,
                                      AttributeType::address, AttributeType::birth_day, AttributeType::gender});
}

void add_texts(const ViewThing& thing, ErasureTerms& terms) {
  for (const char* attribute : {"phone", "identity_number", "number"})
    if (const ViewValue* value = thing.find(attribute); value != nullptr && value->text.size() >= kShortestWord)
      terms.texts.push_back(value->text);
}

// Whether a customer other than this one has the party.
Result<bool> is_shared(EntityStore& store, std::string_view customer, const std::string& party) {
  bool shared = false;
  const TermSearch search(ErasureTerms{{party}, {}});
  FindRequest all;
  all.kind = "customers";
  STAYSAIL_CHECK(for_each_record(store, all, [&](const Record& record) {
    shared |= record.key.id != customer && search.is_in(record.payload);
    return ok();
  }));
  return shared;
}

bool is_word_byte(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return std::isalnum(value) != 0 || value >= 0x80;
}

// A field has its length, or that plus one, before it.
bool is_field(std::string_view bytes, std::size_t at, std::size_t size) {
  if (at == 0) return bytes.size() == size;
  const auto before = static_cast<unsigned char>(bytes[at - 1]);
  return before == size || before == size + 1;
}

bool is_word(std::string_view bytes, std::size_t at, std::size_t size) {
  if (size < kShortestWord) return false;
  return (at == 0 || !is_word_byte(bytes[at - 1])) && (at + size == bytes.size() || !is_word_byte(bytes[at + size]));
}

bool contains(std::string_view bytes, std::string_view term) {
  for (std::size_t at = bytes.find(term); at != std::string_view::npos; at = bytes.find(term, at + 1))
    if (is_field(bytes, at, term.size()) || is_word(bytes, at, term.size())) return true;
  return false;
}

}  // namespace

Result<ErasureTerms> terms_of(EntityStore& store, std::string_view id) {
  STAYSAIL_TRY(const CustomerView view, view_customer(store, id, erasure_purpose()));
  ErasureTerms terms, others;  // others: what a customer that stays has too
  terms.ids.push_back(view.customer.text());
  for (const ViewThing& thing : view.things) {
    bool shared = false;
    if (thing.table == "parties") {
      STAYSAIL_TRY(shared, is_shared(store, view.customer.text(), thing.id));
    }
    if (thing.table != "customers" && !shared) terms.ids.push_back(thing.id);
    add_texts(thing, shared ? others : terms);
  }
  std::erase_if(terms.texts, [&](const std::string& text) {
    return std::find(others.texts.begin(), others.texts.end(), text) != others.texts.end();
  });
  return terms;
}

std::string encode_terms(const ErasureTerms& terms) {
  RecordWriter writer(1);
  writer.add_integer(static_cast<std::int64_t>(terms.ids.size()));
  for (const auto& id : terms.ids) writer.add_extension("id", id);
  for (const auto& text : terms.texts) writer.add_extension("text", text);
  return writer.finish();
}

Result<ErasureTerms> decode_terms(std::string_view bytes) {
  STAYSAIL_TRY(const auto pairs, extensions_of(bytes));
  ErasureTerms terms;
  for (const auto& [kind, term] : pairs) (kind == "id" ? terms.ids : terms.texts).push_back(term);
  return terms;
}

TermSearch::TermSearch(const ErasureTerms& terms) : terms_(terms.ids) {
  terms_.insert(terms_.end(), terms.texts.begin(), terms.texts.end());
}

bool TermSearch::is_in(std::string_view bytes) const {
  return std::any_of(terms_.begin(), terms_.end(), [&](const std::string& term) { return contains(bytes, term); });
}

bool TermSearch::is_one(std::string_view value) const {
  return std::find(terms_.begin(), terms_.end(), value) != terms_.end();
}

// A short id is looked for where ids stand alone: bytes of a record may hold it by chance.
bool TermSearch::is_in(const Record& record) const {
  const auto named = [&](const IndexEntry& entry) { return is_one(entry.value); };
  if (is_one(record.key.id) || std::any_of(record.indexes.begin(), record.indexes.end(), named)) return true;
  return std::any_of(terms_.begin(), terms_.end(), [&](const std::string& term) {
    return term.size() >= kShortestWord && (contains(record.payload, term) || contains(record.key.id, term));
  });
}

std::vector<std::uint32_t> TermSearch::rows_without(const Batch& batch) const {
  std::vector<bool> named(batch.rows());
  for (const Column& column : batch.columns()) {
    if (column.type() != ColumnType::text) continue;
    std::vector<signed char> known(static_cast<std::size_t>(column.dictionary().size()), -1);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (column.is_null(row)) continue;
      auto& hit = known[static_cast<std::size_t>(column.codes()[row])];
      if (hit < 0) hit = is_in(column.text(row)) ? 1 : 0;
      if (hit == 1) named[row] = true;
    }
  }
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < batch.rows(); ++row)
    if (!named[row]) rows.push_back(row);
  return rows;
}

}  // namespace staysail::view
