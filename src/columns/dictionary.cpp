#include <functional>

#include "staysail/columns/column.hpp"

namespace staysail {

std::int32_t Dictionary::find(std::string_view text) const {
  for (std::int32_t code = 0; code < size(); ++code)
    if (at(code) == text) return code;
  return -1;
}

DictionaryBuilder::DictionaryBuilder() : dictionary_(std::make_shared<Dictionary>()), slots_(16) {}

std::size_t DictionaryBuilder::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t wrap = slots_.size() - 1;
  std::size_t slot = hash & wrap;
  while (slots_[slot].code >= 0 && (slots_[slot].hash != hash || dictionary_->at(slots_[slot].code) != text)) slot = (slot + 1) & wrap;
  return slot;
}

void DictionaryBuilder::grow() {
  const std::vector<Slot> old = std::move(slots_);
  slots_.assign(old.size() * 2, Slot());
  const std::size_t wrap = slots_.size() - 1;
  for (const Slot& entry : old) {
    if (entry.code < 0) continue;
    std::size_t slot = entry.hash & wrap;
    while (slots_[slot].code >= 0) slot = (slot + 1) & wrap;
    slots_[slot] = entry;
  }
}

std::int32_t DictionaryBuilder::code_of(std::string_view text) {
  if (last_ >= 0 && dictionary_->at(last_) == text) return last_;
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
  const std::size_t slot = slot_of(text, hash);
  if (slots_[slot].code >= 0) return last_ = slots_[slot].code;
  last_ = dictionary_->size();
  dictionary_->bytes_ += text;
  dictionary_->offsets_.push_back(dictionary_->bytes_.size());
  slots_[slot] = Slot{last_, hash};
  if (static_cast<std::size_t>(last_) * 2 + 2 > slots_.size()) grow();
  return last_;
}

std::shared_ptr<const Dictionary> DictionaryBuilder::finish() {
  std::shared_ptr<const Dictionary> done = std::move(dictionary_);
  dictionary_ = std::make_shared<Dictionary>();
  slots_.assign(16, Slot());
  last_ = -1;
  return done;
}

}  // namespace staysail
