// The days people work, as the files of a playbook say them.
#pragma once

#include "staysail/files/toml_document.hpp"
#include "staysail/work/business_calendar.hpp"

namespace staysail {

// The table `calendar` of a document; without one `out` stays. `playbook_invalid` for a day that is both.
Status read_calendar(const TomlTable& document, BusinessCalendar& out);

}  // namespace staysail
