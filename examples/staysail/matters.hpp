// What the verbs of matters are asked, and where they join the command line.
#pragma once

#include <string>
#include <vector>

#include "command_line.hpp"

namespace staysail::program {

struct MattersAsk {
  std::string action;  // list, history, open, move, assign, escalate, split, merge, tick, collect, lives
  std::string store, playbook, as, at, id, event, kind, subject, occasion, customer, account, subscription, parent,
      state, assignee, unit, staff, into, note, arrears, format = "table";
  std::vector<std::string> attributes, parts;  // NAME=VALUE
  std::size_t limit = 20;
  bool only_open = false;
};

struct ClaimVerbAsk {
  std::string store, playbook, mapping, staff, at, unit, format = "table";
  std::size_t count = 10;
};

int matters(const MattersAsk& ask);
int claim(const ClaimVerbAsk& ask);

// The verb `matters` with all that is below it, and `tasks claim`; after the verb `tasks` is there.
void add_matters(CLI::App& app, Run& chosen);

}  // namespace staysail::program
