// Saved knowledge and search texts: any bytes are a base or an error, a base that was read is written back as it was,
// and any bytes can be put in, asked for and marked.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "staysail/knowledge/advice.hpp"
#include "staysail/knowledge/knowledge_base.hpp"

namespace {

using namespace staysail;

void read_back(std::string_view bytes) {
  const auto base = KnowledgeBase::load(bytes);
  if (!base) return;
  const std::string saved = base->save();
  const auto again = KnowledgeBase::load(saved);
  if (!again || again->save() != saved) std::abort();
  if (!advise(*base, AdviceRequest())) std::abort();
}

void ask_for(std::string_view bytes) {
  KnowledgeBase base;
  KnowledgeItem item;
  item.id = KnowledgeItemId::of("fuzzed");
  item.title = std::string(bytes.substr(0, bytes.size() / 2)) + " title";
  item.body = bytes;
  item.state = KnowledgeState::published;
  if (!base.put(item)) return;
  SearchRequest request;
  request.text = std::string(bytes) + "\" title\"";
  (void)base.search(request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_back(bytes);
  ask_for(bytes);
  return 0;
}
