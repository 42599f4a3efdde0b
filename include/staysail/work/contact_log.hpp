// The contact history that guards ask: tasks issued, and what else the BOSS tells of contacts.
#pragma once

#include "staysail/strategy/contact_history.hpp"
#include "staysail/view/population.hpp"
#include "staysail/work/task_desk.hpp"

namespace staysail {

// Who was held out of a strategy counts as contacted on that day: the two groups must enter the next plan alike.
// Every task that was not cancelled counts as one contact, on the day it was issued. Outbound interactions of the BOSS
// count as one each, unless they lie within the life of a task of the same customer and channel: then they are that
// task's own. A wish for silence ("opted_out") counts from either direction.
Result<ContactHistory> contact_history(TaskDesk& desk, const Population& population);

}  // namespace staysail
