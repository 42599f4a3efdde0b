// Records of tasks: any bytes are a task or an error, and a task that was read is written as one that reads the same.
#include <cstdint>
#include <cstdlib>

#include "staysail/work/task.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  Record record;
  record.key = {std::string(Task::kKind), "T"};
  record.payload.assign(reinterpret_cast<const char*>(data), size);
  const auto task = task_of(record);
  if (!task) return 0;
  const auto again = task_of(to_record(*task));
  if (!again || !(*again == *task)) std::abort();
  return 0;
}
