// Small plans for tests: strategies and frames written as text.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/strategy/plan.hpp"
#include "staysail/strategy/strategy_file.hpp"

namespace staysail::test {

inline Day day(std::string_view iso) { return Day::parse(iso).value(); }

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

// Text columns, and numbers for names that start with '#'. Empty cells are null.
inline Batch frame_of(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const bool number = names[c].front() == '#';
    ColumnBuilder builder(
        {number ? names[c].substr(1) : names[c], number ? ColumnType::number : ColumnType::text, 0, ""});
    for (const auto& row : rows) {
      if (row[c].empty()) builder.append_null();
      else if (number) builder.append_number(std::stoll(row[c]));
      else builder.append_text(row[c]);
    }
    columns.push_back(builder.finish());
  }
  return Batch::of(std::move(columns)).value();
}

inline Strategy strategy_of(std::string id, std::string when, StrategyKind kind = StrategyKind::retention) {
  Strategy strategy;
  strategy.id = StrategyId::of(std::move(id));
  strategy.when = std::move(when);
  strategy.kind = kind;
  strategy.tactic = {"", "call"};
  return strategy;
}

// A plan's parts kept together, because a request only points at them.
struct PlanCase {
  std::vector<Strategy> strategies;
  Batch frame;
  ContactPolicy policy;
  ContactHistory history;
  ConsentLookup consent;
  BossActions* actions = nullptr;
  std::optional<Instant> moment;
  Day as_of = day("2026-01-10");

  Result<Plan> plan(Executor* executor = nullptr, std::size_t batch_rows = 65536) const {
    FrameScope scope{Scope::of(frame.schema()), {}};
    scope.scope.add("as_of", FeelType::date());
    STAYSAIL_TRY(const Matcher matcher, compile_strategies(strategies, scope));
    PlanRequest request;
    request.strategies = std::make_shared<const std::vector<Strategy>>(strategies);
    request.matcher = &matcher;
    request.policy = &policy;
    request.frame = frame;
    request.as_of = as_of;
    request.moment = moment;
    request.history = &history;
    request.consent = consent;
    request.actions = actions;
    request.executor = executor;
    request.batch_rows = batch_rows;
    return make_plan(request);
  }
};

}  // namespace staysail::test
