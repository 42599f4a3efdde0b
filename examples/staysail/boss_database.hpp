// A BOSS whose export is a database: `--boss sqlite:PATH` or `--boss postgres://...`.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/sql_actions.hpp"
#include "staysail/boss/sql_feed.hpp"

namespace staysail::program {

bool names_database(const std::string& boss);
Result<std::shared_ptr<SqlSource>> open_boss_database(const std::string& boss);

// The files of a folder; none where `boss` names a database. `mapping_invalid` when the mapping reads what is not
// there: files of a database, or tables of a folder.
Result<std::unique_ptr<FileFeed>> open_boss_files(const std::string& boss, const std::string& mapping);
// The tables of a database; null where `boss` is a folder.
Result<std::unique_ptr<SqlFeed>> open_boss_tables(const std::string& boss, const Mapping& mapping,
                                                  const std::string& changed_since);
// Actions through the statements of a file, in the database of that URL.
Result<std::unique_ptr<SqlActions>> open_boss_procedures(const std::string& database, const std::string& statements);

}  // namespace staysail::program
