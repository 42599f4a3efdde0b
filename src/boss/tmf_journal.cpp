#include "boss/tmf_journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>

#include "boss/tmf_address.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kLargestJournal = 64 * 1024 * 1024;
constexpr const char* kSent = "sent";
constexpr const char* kLeft = "not_taken";

Error io_error(const char* doing, const std::string& path) {
  return Error(Errc::io_failed, std::string(doing) + " failed (" + std::strerror(errno) + "): " + path);
}

// "sent MICROS MARK TOKEN": words without blanks or line ends.
std::string line_of(const char* kind, const std::string& token, const JournalEntry& entry) {
  return std::string(kind) + " " + std::to_string(entry.sent_micros) + " " + percent_encoded(entry.mark) + " " +
         percent_encoded(token) + "\n";
}

// Whether a line that was cut off may have been one of a journal.
bool may_have_begun(std::string_view line) {
  const auto fits = [&](std::string_view start) {
    const std::size_t size = std::min(start.size(), line.size());
    return line.substr(0, size) == start.substr(0, size);
  };
  return fits("sent ") || fits("not_taken ");
}

}  // namespace

OrderJournal::~OrderJournal() { ::close(descriptor_); }

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
  const Error fault(Errc::malformed_file, "this is no journal of orders; name another file: " + path_);
  if (!may_have_begun(std::string_view(text).substr(whole))) return fault;
  std::istringstream lines(text.substr(0, whole));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind, mark, token;
    JournalEntry entry;
    words >> kind >> entry.sent_micros >> mark >> token;
    if (!words || (kind != kSent && kind != kLeft)) return fault;
    entry.mark = percent_decoded(mark);
    if (kind == kLeft || entry.sent_micros < since_micros) entries_.erase(percent_decoded(token));
    else entries_[percent_decoded(token)] = entry;
  }
  // A line that was cut off must not become the beginning of the next one; old lines go when nothing else is left.
  const std::size_t kept = entries_.empty() ? 0 : whole;
  return ::ftruncate(descriptor_, static_cast<off_t>(kept)) == 0 ? ok() : Status(io_error("mending", path_));
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
  return append(line_of(kSent, token, entry));
}

Status OrderJournal::not_taken(const std::string& token) { return append(line_of(kLeft, token, {0, "-"})); }

}  // namespace staysail::boss
