// The description of every table of the model.
#pragma once

#include <vector>

#include "staysail/model/table.hpp"

namespace staysail::model {

std::vector<TableDescription> describe_tables();

}  // namespace staysail::model
