// A BOSS whose export is a database: `--boss sqlite:PATH` or `--boss postgres://...`.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "staysail/boss/sql_actions.hpp"
#include "staysail/boss/sql_source.hpp"

namespace staysail::program {

bool names_database(const std::string& boss);
Result<std::shared_ptr<SqlSource>> open_boss_database(const std::string& boss);

// Actions through the statements of a file, in the database of that URL.
Result<std::unique_ptr<SqlActions>> open_boss_procedures(const std::string& database, const std::string& statements);

}  // namespace staysail::program
