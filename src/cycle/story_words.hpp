// How a customer's story is told: names for codes and columns, money with its currency, orders as far as they are.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/work/matter.hpp"
#include "staysail/work/task.hpp"

namespace staysail::cycle {

class StoryWords {
 public:
  // `language`: zh or en; `currency`: letters that stand behind amounts.
  StoryWords(ReadableNames names, std::string language, std::string currency)
      : names_(std::move(names)), language_(std::move(language)), currency_(std::move(currency)) {}

  bool english() const { return language_ == "en"; }
  const char* in(const char* english, const char* chinese) const { return this->english() ? english : chinese; }
  std::string name(std::string_view code) const { return names_.of(code, language_); }
  std::string title(std::string_view strategy) const { return names_.title(strategy, language_); }

  // "stage Decline, value 59.50 CNY": the given columns of a row that are known.
  std::string parts(const Batch& rows, std::size_t row, const std::vector<const char*>& columns) const;
  // The strategy's title, whom it is for, by when, the tactic and what it cites.
  std::string task(const Task& task) const;
  std::string entry(const TaskEntry& entry) const;
  // What it is about, its state, whose it is, and, where it is open, by when it is due.
  std::string matter(const Matter& matter) const;
  // What the BOSS was asked for, and how far it is with it: taken in is not carried out.
  std::string order(const Task& task) const;
  // Whether the contract is renewed, by what the BOSS exported; `ordered`: the day a renewal was ordered, or empty.
  // ": C1, C2"; empty without any.
  std::string members(const std::set<std::string>& customers) const;
  std::string renewal(const Batch& decision, std::size_t row, const std::string& ordered) const;

  // Appends ", name value" unless the value is empty.
  void append(std::string& text, std::string_view name, const std::string& value) const;

 private:
  std::string progress(std::string_view code) const;
  std::string cell(const Column& column, std::size_t row) const;

  ReadableNames names_;
  std::string language_, currency_;
};

}  // namespace staysail::cycle
