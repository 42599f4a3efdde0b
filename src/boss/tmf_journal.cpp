#include "boss/tmf_journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <utility>

#include "boss/tmf_address.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kLargestJournal = 256 * 1024 * 1024;
constexpr const char* kSent = "sent";
constexpr const char* kLeft = "not_taken";
constexpr const char* kTaken = "taken";

Error io_error(const char* doing, const std::string& path) {
  return Error(Errc::io_failed, std::string(doing) + " failed (" + std::strerror(errno) + "): " + path);
}

// "sent MICROS MARK TOKEN", "taken MICROS ID TOKEN": words without blanks or line ends.
std::string line_of(const char* kind, const std::string& token, std::int64_t micros, const std::string& word) {
  return std::string(kind) + " " + std::to_string(micros) + " " + percent_encoded(word) + " " + percent_encoded(token) +
         "\n";
}

Error no_journal(const std::string& path) {
  return Error(Errc::malformed_file, "this is no journal of orders; name another file: " + path);
}

// Whether a line that was cut off may have been one of a journal.
bool may_have_begun(std::string_view line) {
  const auto fits = [&](std::string_view start) {
    const std::size_t size = std::min(start.size(), line.size());
    return line.substr(0, size) == start.substr(0, size);
  };
  return fits("sent ") || fits("not_taken ") || fits("taken ");
}

}  // namespace

OrderJournal::~OrderJournal() {
  ::close(descriptor_);
  if (replaced_ >= 0) ::close(replaced_);
}

Result<std::unique_ptr<OrderJournal>> OrderJournal::open(const std::string& path, std::int64_t since_micros) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0600);
  if (descriptor < 0) return io_error("opening the journal of orders", path);
  std::unique_ptr<OrderJournal> journal(new OrderJournal(descriptor, path));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return Error(Errc::conflict, "another process sends orders with this journal: " + path);
  STAYSAIL_CHECK(journal->load(since_micros));
  return journal;
}

Status OrderJournal::load(std::int64_t since_micros) {
  STAYSAIL_TRY(const auto text, read_file(path_, kLargestJournal));
  const std::size_t whole = text.rfind('\n') + 1;  // what has no end was cut off with its process
  if (!may_have_begun(std::string_view(text).substr(whole))) return no_journal(path_);
  std::istringstream lines(text.substr(0, whole));
  std::size_t read = 0;
  for (std::string line; std::getline(lines, line); ++read) STAYSAIL_CHECK(take_line(line));
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.sent_micros < since_micros; });
  if (read > 2 * entries_.size()) return write_anew();
  // A line that was cut off must not become the beginning of the next one.
  return ::ftruncate(descriptor_, static_cast<off_t>(whole)) == 0 ? ok() : Status(io_error("mending", path_));
}

Status OrderJournal::take_line(const std::string& line) {
  std::istringstream words(line);
  std::string kind, word, token;
  std::int64_t micros = 0;
  words >> kind >> micros >> word >> token;
  if (!words || (kind != kSent && kind != kLeft && kind != kTaken)) return no_journal(path_);
  token = percent_decoded(token);
  if (kind == kLeft) entries_.erase(token);
  else if (kind == kSent) entries_[token] = {micros, percent_decoded(word)};
  else entries_[token].id = percent_decoded(word);
  return ok();
}

// Beside the old file, then in its place: a process that ends in between leaves one of the two whole.
Status OrderJournal::write_anew() {
  const std::string fresh = path_ + ".new";
  const int descriptor = ::open(fresh.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_APPEND, 0600);
  if (descriptor < 0) return io_error("opening", fresh);
  replaced_ = std::exchange(descriptor_, descriptor);  // still locked: who opened it meanwhile waits in vain
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) return io_error("locking", fresh);
  std::string lines;
  for (const auto& [token, entry] : entries_) {
    lines += line_of(kSent, token, entry.sent_micros, entry.mark);
    if (!entry.id.empty()) lines += line_of(kTaken, token, entry.sent_micros, entry.id);
  }
  STAYSAIL_CHECK(append(lines));
  return ::rename(fresh.c_str(), path_.c_str()) == 0 ? ok() : Status(io_error("replacing", path_));
}

Status OrderJournal::append(const std::string& line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("writing", path_);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fdatasync(descriptor_) == 0 ? ok() : Status(io_error("flushing", path_));
}

Status OrderJournal::sending(const std::string& token, const JournalEntry& entry) {
  return append(line_of(kSent, token, entry.sent_micros, entry.mark));
}

Status OrderJournal::taken(const std::string& token, const std::string& id) {
  return append(line_of(kTaken, token, 0, id));
}

Status OrderJournal::not_taken(const std::string& token) { return append(line_of(kLeft, token, 0, "-")); }

}  // namespace staysail::boss
