// Which characters the engine's classes hold, asked of the engine itself, so that there is one table of Unicode.
#include <re2/re2.h>

#include <map>
#include <mutex>

#include "decision/character_set.hpp"
#include "decision/code_points.hpp"

namespace staysail::decision {
namespace {

using Ranges = std::vector<std::pair<char32_t, char32_t>>;

// Every code point once, in order.
const std::string& all_characters() {
  static const std::string all = [] {
    std::string text;
    for (char32_t c = 0; c <= 0x10FFFF; ++c)
      if (c < 0xD800 || c > 0xDFFF) append_code_point(text, c);
    return text;
  }();
  return all;
}

char32_t last_of(std::string_view run) {
  std::size_t at = run.size() - 1;
  while ((static_cast<unsigned char>(run[at]) & 0xC0) == 0x80) --at;
  return code_point_at(run.substr(at)).value;
}

Ranges looked_up(const std::string& single) {
  const re2::RE2 runs("([" + single + "]+)");
  re2::StringPiece rest(all_characters()), run;
  Ranges ranges;
  while (re2::RE2::FindAndConsume(&rest, runs, &run)) {
    const std::string_view text(run.data(), run.size());
    ranges.emplace_back(code_point_at(text).value, last_of(text));
  }
  return ranges;
}

// Looking a class up reads every character there is; there are 72 classes.
const Ranges& ranges_of_one(const std::string& single) {
  static std::mutex mutex;
  static std::map<std::string, Ranges> known;
  const std::scoped_lock lock(mutex);
  const auto found = known.find(single);
  return found != known.end() ? found->second : known.emplace(single, looked_up(single)).first->second;
}

}  // namespace

Ranges ranges_of_classes(std::string_view classes) {
  Ranges all;
  while (!classes.empty()) {
    const std::size_t end = std::min(classes.find('\\', 1), classes.size());
    const Ranges& ranges = ranges_of_one(std::string(classes.substr(0, end)));
    all.insert(all.end(), ranges.begin(), ranges.end());
    classes.remove_prefix(end);
  }
  return all;
}

}  // namespace staysail::decision
