#include "store/key_file.hpp"

#include <fstream>
#include <iterator>

namespace staysail::store {

constexpr std::size_t kShortestKey = 16;

Result<std::string> read_key_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string key{std::istreambuf_iterator<char>(file), {}};
  if (file && key.size() >= kShortestKey) return key;
  return Error::at(Place{path, 0, 0}, Errc::invalid_argument,
                   "the key of a store is a file of at least 16 random bytes that may be read; make one with `head -c "
                   "32 /dev/urandom`");
}

}  // namespace staysail::store
