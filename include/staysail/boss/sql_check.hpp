// Explains the feeds of a database before anything is loaded, as feed_check.hpp does those of files.
#pragma once

#include <memory>

#include "staysail/boss/feed_check.hpp"
#include "staysail/boss/sql_source.hpp"

namespace staysail {

// Reads every table and query of the mapping from one state and changes nothing; each stands in the result as a file
// under the feed's name. Errors are those of SqlSource::snapshot(), of the sink, and `cancelled`.
Result<FeedCheck> check_tables(SqlSource& source, const Mapping& mapping, RejectSink& rejects,
                               const Control& control = {});

}  // namespace staysail
