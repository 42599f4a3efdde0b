#include "store/sqlite_anchor.hpp"

#include <utility>

#include "store/big_endian.hpp"
#include "store/sqlite_vfs_file.hpp"

namespace staysail::store {
namespace {

constexpr std::string_view kMagic = "stayanc1";
// Apart, so that no torn write meets both.
constexpr sqlite3_int64 kSlotDistance = 4096;
constexpr std::size_t kSlotBytes = 64;

sqlite3_int64 place_of(const AnchorMark& mark) { return (mark.sequence & 1) != 0 ? kSlotDistance : 0; }

Result<VfsFile> open_for_writing(sqlite3_vfs& vfs, const std::string& path) {
  STAYSAIL_TRY(const bool there, file_exists(vfs, path));
  return VfsFile::open(vfs, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_JOURNAL | (there ? 0 : SQLITE_OPEN_CREATE));
}

}  // namespace

Anchor::Anchor(const std::string& vfs, const std::string& store_path, std::string store_id)
    : vfs_(vfs_named(vfs)), path_(store_path + "-anchor"), store_id_(std::move(store_id)) {}

// magic 8, id of the store 16, sequence 8, head 16, digest of all that 16.
std::string Anchor::slot_bytes(const AnchorMark& mark) const {
  std::string slot(kMagic);
  slot += store_id_;
  append_big_endian(slot, mark.sequence);
  append_digest(slot, mark.head);
  append_digest(slot, digest_of(slot));
  return slot;
}

std::optional<AnchorMark> Anchor::parse(std::string_view slot) const {
  AnchorMark mark;
  mark.sequence = big_endian_at(slot, 24);
  mark.head = digest_at(slot, 32);
  if (slot_bytes(mark) != slot) return std::nullopt;
  return mark;
}

Result<Anchor::Reading> Anchor::read() const {
  Reading reading;
  STAYSAIL_TRY(reading.exists, file_exists(*vfs_, path_));
  if (!reading.exists) return reading;
  STAYSAIL_TRY(VfsFile file, VfsFile::open(*vfs_, path_, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_JOURNAL));
  for (const sqlite3_int64 place : {sqlite3_int64{0}, kSlotDistance}) {
    STAYSAIL_TRY(const std::string slot, file.read(place, kSlotBytes));
    const auto mark = parse(slot);
    if (!mark) ++reading.damaged_slots;
    else if (!reading.newest || reading.newest->sequence < mark->sequence) reading.newest = mark;
  }
  return reading;
}

Status Anchor::write(const AnchorMark& mark) const {
  STAYSAIL_TRY(VfsFile file, open_for_writing(*vfs_, path_));
  STAYSAIL_CHECK(file.write(place_of(mark), slot_bytes(mark)));
  return file.sync();
}

Status Anchor::renew(const AnchorMark& mark) const {
  STAYSAIL_TRY(VfsFile file, open_for_writing(*vfs_, path_));
  for (const sqlite3_int64 place : {sqlite3_int64{0}, kSlotDistance})
    STAYSAIL_CHECK(file.write(place, slot_bytes(mark)));
  return file.sync();
}

}  // namespace staysail::store
