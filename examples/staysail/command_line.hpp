// What the units of the command line share: options that many verbs have, and how a verb is added.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>

#include "verbs.hpp"

namespace staysail::program {

using Run = std::function<int()>;

void format_option(CLI::App& verb, std::string& format);
void language_option(CLI::App& verb, std::string& language);
void store_option(CLI::App& verb, std::string& store);
void threads_option(CLI::App& verb, unsigned& threads);

// Wrong words are told before anything is opened: what is wrong with a text, or nothing.
std::string month_fault(const std::string& text);
std::string moment_fault(const std::string& text);
std::string day_fault(const std::string& text);

// A verb with its options and what it runs; the chosen one is left in `chosen`.
template <class Ask>
CLI::App& add_verb(CLI::App& app, const char* name, const char* help, std::shared_ptr<Ask> ask, int (*act)(const Ask&),
                   Run& chosen) {
  CLI::App& verb = *app.add_subcommand(name, help);
  verb.callback([ask, act, &chosen] { chosen = [ask, act] { return act(*ask); }; });
  return verb;
}

// The verb `plan` with all that is below it.
void add_plan(CLI::App& app, Run& chosen);
void add_identity(CLI::App& app, Run& chosen);
void add_indicators(CLI::App& app, Run& chosen);
void add_segment(CLI::App& app, Run& chosen);
void add_groups(CLI::App& app, Run& chosen);
void add_households(CLI::App& app, Run& chosen);
void add_quality(CLI::App& app, Run& chosen);
void add_match(CLI::App& app, Run& chosen);
void add_train(CLI::App& app, Run& chosen);
void add_score(CLI::App& app, Run& chosen);
void add_portfolio(CLI::App& app, Run& chosen);
void add_province(CLI::App& app, Run& chosen);
void add_export(CLI::App& app, Run& chosen);
// backup, restore, erase.
void add_keeping(CLI::App& app, Run& chosen);

}  // namespace staysail::program
