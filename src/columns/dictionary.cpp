#include <algorithm>
#include <bit>
#include <cstring>

#include "staysail/base/digest.hpp"
#include "staysail/columns/column.hpp"

namespace staysail {
namespace {

// The first bytes at `text` as a number that sorts as they do.
std::uint64_t sorting_word(const char* text) {
  std::uint64_t word;
  std::memcpy(&word, text, sizeof word);
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

// a.compare(b); ids are of one length, mostly of 8 to 16 bytes, and are compared without a call.
int order_of(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size() || size < 8 || size > 16) return a.compare(b);
  const std::uint64_t head_a = sorting_word(a.data()), head_b = sorting_word(b.data());
  if (head_a != head_b) return head_a < head_b ? -1 : 1;
  const std::uint64_t tail_a = sorting_word(a.data() + size - 8), tail_b = sorting_word(b.data() + size - 8);
  return tail_a == tail_b ? 0 : tail_a < tail_b ? -1 : 1;
}

// Ids and names of 8 to 32 bytes are compared and copied without a call, by words of which some may lie over others.
bool is_middling(std::size_t size) { return size >= 8 && size <= 32; }

bool equal(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size() || !is_middling(size)) return a == b;
  const auto differing = [&](std::size_t at) { return sorting_word(a.data() + at) ^ sorting_word(b.data() + at); };
  std::uint64_t any = differing(0) | differing(size - 8);
  if (size > 16) any |= differing(8) | differing(size - 16);
  return any == 0;
}

void copy(char* to, std::string_view text) {
  const std::size_t size = text.size();
  if (!is_middling(size)) return static_cast<void>(std::memcpy(to, text.data(), size));
  const auto copy_word = [&](std::size_t at) { std::memcpy(to + at, text.data() + at, 8); };
  copy_word(0);
  if (size > 16) {
    copy_word(8);
    copy_word(size - 16);
  }
  copy_word(size - 8);
}

// Of the table in memory: no code and no result depends on it. Ids and names are hashed without a call.
std::uint32_t table_hash(std::string_view text) {
  const std::size_t size = text.size();
  if (!is_middling(size)) return static_cast<std::uint32_t>(hash_of(text));
  const auto word = [&](std::size_t at) { return sorting_word(text.data() + at); };
  std::uint64_t head = word(0) ^ 0x9E3779B97F4A7C15u, tail = word(size - 8) ^ size;
  if (size > 16) {
    head ^= word(8) * 0xC2B2AE3D27D4EB4Fu;
    tail ^= word(size - 16) * 0x165667B19E3779F9u;
  }
  const std::uint64_t mixed = (head ^ head >> 32) * 0xC2B2AE3D27D4EB4Fu + (tail ^ tail >> 29) * 0x165667B19E3779F9u;
  return static_cast<std::uint32_t>((mixed ^ mixed >> 31) * 0x9E3779B97F4A7C15u >> 32);
}

constexpr std::size_t kSpareBytes = 4096;

}  // namespace

std::int32_t Dictionary::find(std::string_view text) const {
  for (std::int32_t code = 0; code < size(); ++code)
    if (at(code) == text) return code;
  return -1;
}

DictionaryBuilder::DictionaryBuilder() : dictionary_(std::make_shared<Dictionary>()) {}

std::int32_t DictionaryBuilder::code_of(std::string_view text) {
  if (last_ < 0) return last_ = add(text);
  const std::string_view last = dictionary_->at(last_);
  if (!slots_.empty()) return last_ = equal(text, last) ? last_ : find_or_add(text);
  const int order = order_of(text, last);
  if (order == 0) return last_;
  if (order > 0 && last_ + 1 == size()) return last_ = add(text);
  hash_all();
  return last_ = find_or_add(text);
}

std::int32_t DictionaryBuilder::add(std::string_view text) {
  // Until it is finished, a dictionary has bytes to spare behind its strings.
  std::string& bytes = dictionary_->bytes_;
  const std::size_t start = dictionary_->offsets_.back(), end = start + text.size();
  if (bytes.size() < end) bytes.resize(end + kSpareBytes);
  copy(bytes.data() + start, text);
  dictionary_->offsets_.push_back(end);
  return size() - 1;
}

std::int32_t DictionaryBuilder::find_or_add(std::string_view text) {
  const std::uint32_t hash = table_hash(text);
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
  while (slots_[slot].code >= 0 && (slots_[slot].hash != hash || !equal(dictionary_->at(slots_[slot].code), text)))
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
  // As many as the last dictionary needed: batches are alike.
  std::size_t slots = std::bit_floor(std::max<std::size_t>(16, slots_.capacity()));
  while (slots < static_cast<std::size_t>(size()) * 2 + 2) slots *= 2;
  slots_.assign(slots, Slot());
  for (std::int32_t code = 0; code < size(); ++code) {
    const std::uint32_t hash = table_hash(dictionary_->at(code));
    free_slot_of(hash) = Slot{code, hash};
  }
}

std::shared_ptr<const Dictionary> DictionaryBuilder::finish() {
  dictionary_->bytes_.resize(dictionary_->offsets_.back());
  std::shared_ptr<const Dictionary> done = std::move(dictionary_);
  dictionary_ = std::make_shared<Dictionary>();
  // Batches are alike: room for as much again.
  dictionary_->bytes_.reserve(done->bytes_.size());
  dictionary_->offsets_.reserve(done->offsets_.size());
  slots_.clear();
  last_ = -1;
  return done;
}

}  // namespace staysail
