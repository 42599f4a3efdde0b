// Stands in for libFuzzer's main: runs the target once on nothing, on each file of the folders named on the command
// line and on each cut of that file, so that a truncated input is tried as well. No file to replay is a failure.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kCuts = 16;

std::vector<std::uint8_t> bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void replay(const std::filesystem::path& path) {
  const auto bytes = bytes_of(path);
  for (std::size_t cut = 0; cut <= kCuts; ++cut) LLVMFuzzerTestOneInput(bytes.data(), bytes.size() * cut / kCuts);
}

int replay_folder(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) return 0;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    replay(entry.path());
    ++files;
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint8_t nothing = 0;
  LLVMFuzzerTestOneInput(&nothing, 0);
  int files = 0;
  for (int i = 1; i < argc; ++i) files += replay_folder(argv[i]);
  if (files == 0) std::cout << "a fuzz target needs at least one input of the kind it reads: there is none\n";
  else std::cout << "replayed " << files << " files\n";
  return files == 0 ? 1 : 0;
}
