#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "boss/tmf_spool.hpp"

namespace staysail::boss {
namespace {

Error io_error(const char* doing, const std::string& where) {
  return Error(Errc::io_failed, std::string(doing) + " failed (" + std::strerror(errno) + "): " + where);
}

constexpr const char* kWhat = "the file in which resources wait";

// Never under a name that somebody else could open, even where the file system can only make files with names.
Result<int> open_nameless(const std::string& folder) {
  const int direct = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (direct >= 0) return direct;
  std::string path = folder + "/staysail_XXXXXX";
  const int named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named < 0) return io_error("making a temporary file", folder);
  ::unlink(path.c_str());
  return named;
}

}  // namespace

Result<ResourceSpool> ResourceSpool::create(const std::string& folder) {
  std::error_code failure;
  const std::string usual = folder.empty() ? std::filesystem::temp_directory_path(failure).string() : folder;
  STAYSAIL_TRY(const int descriptor, open_nameless(usual.empty() ? "/tmp" : usual));
  return ResourceSpool(descriptor);
}

ResourceSpool::~ResourceSpool() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

ResourceSpool::ResourceSpool(ResourceSpool&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      end_(other.end_),
      bytes_(other.bytes_),
      by_name_(std::move(other.by_name_)),
      places_(std::move(other.places_)),
      content_(other.content_) {}

Status ResourceSpool::add(const Digest& name, std::string_view json) {
  const Digest content = digest_of(json);
  const auto known = by_name_.find(name);
  if (known != by_name_.end() && known->second.content == content) return ok();
  const std::uint64_t start = end_;
  while (!json.empty()) {
    const ssize_t written = ::pwrite(descriptor_, json.data(), json.size(), static_cast<off_t>(end_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("writing", kWhat);
    end_ += static_cast<std::uint64_t>(written);
    json.remove_prefix(static_cast<std::size_t>(written));
  }
  by_name_[name] = {start, static_cast<std::uint32_t>(end_ - start), content};
  return ok();
}

void ResourceSpool::close() {
  std::vector<std::pair<Digest, Place>> sorted(by_name_.begin(), by_name_.end());
  by_name_.clear();
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Digester content;
  for (const auto& [name, place] : sorted) {
    content.add(name.to_string()).add(place.content.to_string());
    bytes_ += place.size;
    places_.push_back(place);
  }
  content_ = content.finish();
}

Result<std::string> ResourceSpool::read(std::size_t index) const {
  const Place& place = places_[index];
  std::string json(place.size, '\0');
  std::size_t got = 0;
  while (got < json.size()) {
    const ssize_t count =
        ::pread(descriptor_, json.data() + got, json.size() - got, static_cast<off_t>(place.offset + got));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return io_error("reading", kWhat);
    got += static_cast<std::size_t>(count);
  }
  if (digest_of(json) != place.content)
    return Error(Errc::io_failed, std::string("other bytes came back from ") + kWhat);
  return json;
}

}  // namespace staysail::boss
