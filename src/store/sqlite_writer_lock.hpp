// The lock that one writer of a store holds for one change: the file PATH-writer, which names the process. Claimed work
// has a file of its own: PATH-night.
//
// SQLite's own lock ends when a transaction ends, yet the checkpoint that follows moves pages too. Debian's
// SQLite 3.40.1 can lose a transaction when one connection writes while another checkpoints; under this lock only one
// does either.
#pragma once

#include <chrono>
#include <string>

#include "staysail/base/result.hpp"

namespace staysail::store {

class WriterLock {
 public:
  explicit WriterLock(const std::string& store_path, const std::string& work = "writer")
      : path_(store_path + "-" + work), store_path_(store_path), work_(work) {}
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

  // Waits up to `patience`; then `store_locked` names the process that holds it.
  Status acquire(std::chrono::milliseconds patience);
  void release();

 private:
  Status open_file();
  Error held_by_another() const;

  std::string path_, store_path_, work_;
  int file_ = -1;
};

// Releases when it goes.
class WriterLockGuard {
 public:
  explicit WriterLockGuard(WriterLock& lock) : lock_(lock) {}
  ~WriterLockGuard() { lock_.release(); }
  WriterLockGuard(const WriterLockGuard&) = delete;
  WriterLockGuard& operator=(const WriterLockGuard&) = delete;

 private:
  WriterLock& lock_;
};

}  // namespace staysail::store
