#include <functional>

#include "staysail/columns/column.hpp"

namespace staysail {

std::int32_t Dictionary::find(std::string_view text) const {
  for (std::int32_t code = 0; code < size(); ++code)
    if (at(code) == text) return code;
  return -1;
}

DictionaryBuilder::DictionaryBuilder() : dictionary_(std::make_shared<Dictionary>()), slots_(16, -1) {}

std::size_t DictionaryBuilder::slot_of(std::string_view text) const {
  const std::size_t wrap = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(text) & wrap;
  while (slots_[slot] >= 0 && dictionary_->at(slots_[slot]) != text) slot = (slot + 1) & wrap;
  return slot;
}

void DictionaryBuilder::grow() {
  slots_.assign(slots_.size() * 2, -1);
  for (std::int32_t code = 0; code < dictionary_->size(); ++code) slots_[slot_of(dictionary_->at(code))] = code;
}

std::int32_t DictionaryBuilder::code_of(std::string_view text) {
  const std::size_t slot = slot_of(text);
  if (slots_[slot] >= 0) return slots_[slot];
  const std::int32_t code = dictionary_->size();
  dictionary_->bytes_ += text;
  dictionary_->offsets_.push_back(dictionary_->bytes_.size());
  slots_[slot] = code;
  if (static_cast<std::size_t>(code) * 2 + 2 > slots_.size()) grow();
  return code;
}

std::shared_ptr<const Dictionary> DictionaryBuilder::finish() {
  std::shared_ptr<const Dictionary> done = std::move(dictionary_);
  dictionary_ = std::make_shared<Dictionary>();
  slots_.assign(16, -1);
  return done;
}

}  // namespace staysail
