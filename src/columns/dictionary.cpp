#include <functional>

#include "staysail/columns/column.hpp"

namespace staysail {
namespace {

std::uint32_t hash_of(std::string_view text) { return static_cast<std::uint32_t>(std::hash<std::string_view>{}(text)); }

}  // namespace

std::int32_t Dictionary::find(std::string_view text) const {
  for (std::int32_t code = 0; code < size(); ++code)
    if (at(code) == text) return code;
  return -1;
}

DictionaryBuilder::DictionaryBuilder() : dictionary_(std::make_shared<Dictionary>()) {}

std::int32_t DictionaryBuilder::code_of(std::string_view text) {
  if (last_ < 0) return last_ = add(text);
  const int order = text.compare(dictionary_->at(last_));
  if (order == 0) return last_;
  if (slots_.empty() && order > 0 && last_ + 1 == size()) return last_ = add(text);
  if (slots_.empty()) hash_all();
  return last_ = find_or_add(text);
}

std::int32_t DictionaryBuilder::add(std::string_view text) {
  dictionary_->bytes_ += text;
  dictionary_->offsets_.push_back(dictionary_->bytes_.size());
  return size() - 1;
}

std::int32_t DictionaryBuilder::find_or_add(std::string_view text) {
  const std::uint32_t hash = hash_of(text);
  Slot& slot = slot_of(text, hash);
  if (slot.code >= 0) return slot.code;
  const std::int32_t code = add(text);
  slot = Slot{code, hash};
  if (static_cast<std::size_t>(code) * 2 + 2 > slots_.size()) grow();
  return code;
}

DictionaryBuilder::Slot& DictionaryBuilder::slot_of(std::string_view text, std::uint32_t hash) {
  const std::size_t wrap = slots_.size() - 1;
  std::size_t slot = hash & wrap;
  while (slots_[slot].code >= 0 && (slots_[slot].hash != hash || dictionary_->at(slots_[slot].code) != text))
    slot = (slot + 1) & wrap;
  return slots_[slot];
}

DictionaryBuilder::Slot& DictionaryBuilder::free_slot_of(std::uint32_t hash) {
  const std::size_t wrap = slots_.size() - 1;
  std::size_t slot = hash & wrap;
  while (slots_[slot].code >= 0) slot = (slot + 1) & wrap;
  return slots_[slot];
}

void DictionaryBuilder::grow() {
  const std::vector<Slot> old = std::move(slots_);
  slots_.assign(old.size() * 2, Slot());
  for (const Slot& taken : old)
    if (taken.code >= 0) free_slot_of(taken.hash) = taken;
}

void DictionaryBuilder::hash_all() {
  std::size_t slots = 16;
  while (slots < static_cast<std::size_t>(size()) * 2 + 2) slots *= 2;
  slots_.assign(slots, Slot());
  for (std::int32_t code = 0; code < size(); ++code) {
    const std::uint32_t hash = hash_of(dictionary_->at(code));
    free_slot_of(hash) = Slot{code, hash};
  }
}

std::shared_ptr<const Dictionary> DictionaryBuilder::finish() {
  std::shared_ptr<const Dictionary> done = std::move(dictionary_);
  dictionary_ = std::make_shared<Dictionary>();
  slots_.clear();
  last_ = -1;
  return done;
}

}  // namespace staysail
