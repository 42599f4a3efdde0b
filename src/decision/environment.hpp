// Environment: the named values that an expression of a decision model sees, innermost first. Immutable once shared.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/decision/value.hpp"

namespace staysail::decision {

struct Environment;
using EnvironmentPtr = std::shared_ptr<const Environment>;

struct Environment {
  EnvironmentPtr outer;
  std::vector<std::pair<std::string, Value>> names;

  // The last of the innermost, or null.
  const Value* find(std::string_view name) const {
    for (const Environment* each = this; each != nullptr; each = each->outer.get())
      for (auto entry = each->names.rbegin(); entry != each->names.rend(); ++entry)
        if (entry->first == name) return &entry->second;
    return nullptr;
  }

  static EnvironmentPtr within(EnvironmentPtr outer, std::vector<std::pair<std::string, Value>> names) {
    auto made = std::make_shared<Environment>();
    made->outer = std::move(outer);
    made->names = std::move(names);
    return made;
  }
};

}  // namespace staysail::decision
