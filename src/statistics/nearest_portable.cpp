#include "statistics/nearest_loops.hpp"

namespace staysail::statistics {

void nearest_portable(const NearestTask& task) { NearestLoops<2>::nearest(task); }

}  // namespace staysail::statistics
