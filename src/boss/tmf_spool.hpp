// ResourceSpool: the resources of one collection in a file without a name, which is gone with the last reader.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/base/result.hpp"

namespace staysail::boss {

// Filled by one thread, then read by many. Readable by nobody else: it holds what the BOSS says of persons.
class ResourceSpool {
 public:
  // `folder`: empty is the system's for temporary files. `io_failed`.
  static Result<ResourceSpool> create(const std::string& folder);
  ~ResourceSpool();
  ResourceSpool(ResourceSpool&& other) noexcept;
  ResourceSpool& operator=(ResourceSpool&&) = delete;

  // The later one of a name stands.
  Status add(const Digest& name, std::string_view json);
  // Puts the resources in the order of their names. Then the spool can be read.
  void close();
  std::size_t size() const { return places_.size(); }
  std::uint64_t bytes() const { return bytes_; }
  Result<std::string> read(std::size_t index) const;
  // Of all that stands in it, in any order.
  Digest content() const { return content_; }

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
    Digest content;
  };
  struct Hash {
    std::size_t operator()(const Digest& digest) const noexcept { return digest.low; }
  };
  explicit ResourceSpool(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
  std::uint64_t end_ = 0, bytes_ = 0;
  std::unordered_map<Digest, Place, Hash> by_name_;
  std::vector<Place> places_;
  Digest content_;
};

}  // namespace staysail::boss
