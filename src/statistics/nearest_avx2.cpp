#if defined(__x86_64__)

#include "statistics/nearest_loops.hpp"

namespace staysail::statistics {

void nearest_avx2(const NearestTask& task) { NearestLoops<4>::nearest(task); }

}  // namespace staysail::statistics

#endif
