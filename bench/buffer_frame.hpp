// Frames that a script left in a folder as plain buffers, and the processor's time.
#pragma once

#include <ctime>
#include <string>

#include "staysail/columns/batch.hpp"

namespace staysail::bench {

// columns.txt: a line a column, its kind (number, real, text), a blank and its name; then 0.values, 0.texts ... Ends
// the program where a file is missing.
Batch frame_of(const std::string& folder);

template <class Work>
double processor_seconds(const Work& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

}  // namespace staysail::bench
