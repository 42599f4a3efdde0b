#if defined(__x86_64__)

#include "statistics/nearest_loops.hpp"

namespace staysail::statistics {

void nearest_avx512(const NearestTask& task) { NearestLoops<8>::nearest(task); }

}  // namespace staysail::statistics

#endif
