// Files of an outbox that somebody else wrote: any bytes as receipts or as actions that stand there are read or are an
// error, and what is submitted over them is answered the same the second time.
#include <filesystem>
#include <fstream>

#include "property.hpp"
#include "staysail/boss/outbox_actions.hpp"

namespace {

using namespace staysail;

namespace fs = std::filesystem;

// A folder of this process, gone at its end.
class Folder {
 public:
  Folder() : path_((fs::temp_directory_path() / "staysail_outbox_XXXXXX").string()) {
    fuzz::require(mkdtemp(path_.data()) != nullptr);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Nothing else stands in it then.
  void hold(const char* name, std::string_view bytes) const {
    for (const auto& entry : fs::directory_iterator(path_)) fs::remove(entry.path());
    std::ofstream(path_ + "/" + name, std::ios::binary) << bytes;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

BossAction action() {
  BossAction action;
  action.subscription = SubscriptionId::of("S1");
  action.requested = Day::of(2026, 1, 5).value();
  action.parameters = {{"months", "12"}};
  return action;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  fuzz::Input input(data, size);
  folder.hold(input.byte() % 2 == 0 ? "receipts.csv" : "actions_202601.csv", input.rest());
  const auto outbox = OutboxActions::open(folder.path()).value();
  const std::vector<std::string> tokens = {"T.1"};
  const auto status = outbox->status(tokens);
  if (!fuzz::refused(status)) fuzz::require(status->size() == 1 && status->front().action_token == "T.1");
  const std::vector<BossAction> actions = {action()};
  const auto first = outbox->submit(actions, "T");
  if (fuzz::refused(first)) return 0;
  fuzz::require(outbox->submit(actions, "T").value() == *first);
  return 0;
}
