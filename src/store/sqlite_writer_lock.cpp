#include "store/sqlite_writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

namespace staysail::store {

WriterLock::~WriterLock() {
  if (file_ >= 0) ::close(file_);
}

Status WriterLock::open_file() {
  if (file_ >= 0) return ok();
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ >= 0) return ok();
  return Error::at(Place{path_, 0, 0}, Errc::io_failed,
                   "the lock file of the store cannot be made; check the permissions of the folder: " +
                       std::string(std::strerror(errno)));
}

Error WriterLock::held_by_another() const {
  char text[24] = {};
  const auto size = ::pread(file_, text, sizeof text - 1, 0);
  const std::string who = size > 0 ? "process " + std::string(text) : "another process";
  const std::string does =
      work_ == "writer" ? " is writing to this store" : " is busy with a " + work_ + " on this store";
  return Error::at(Place{store_path_, 0, 0}, Errc::store_locked,
                   who + does + "; wait until it has ended, or stop it, and try again");
}

Status WriterLock::acquire(std::chrono::milliseconds patience) {
  STAYSAIL_CHECK(open_file());
  constexpr std::chrono::milliseconds step{5};
  for (; ::flock(file_, LOCK_EX | LOCK_NB) != 0; patience -= step) {
    if (patience.count() <= 0) return held_by_another();
    std::this_thread::sleep_for(step);
  }
  const std::string pid = std::to_string(::getpid());
  // Only for the sentence above: a failure to write it does no harm.
  if (::ftruncate(file_, 0) == 0 && ::pwrite(file_, pid.data(), pid.size(), 0) < 0) errno = 0;
  return ok();
}

void WriterLock::release() { ::flock(file_, LOCK_UN); }

}  // namespace staysail::store
