// What another playbook would have changed in a past night.
#pragma once

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/store/store.hpp"
#include "staysail/strategy/playbook_diff.hpp"

namespace staysail {

// Both playbooks, as playbook_of() loads them, over the night's frame, with the contacts and consents that the store
// knows of before its day. The BOSS is not asked: what it would refuse counts as done on both sides. Nothing is
// written. `catalog`: of the night. Errors of the store, of diff_playbooks(); `not_found` for a night without a frame.
Result<PlaybookDiff> diff_night(Store& store, const ModelCatalog& catalog, const NightRecord& night,
                                const Playbook& before, const Playbook& after, Executor* executor = nullptr,
                                const Control& control = {});

}  // namespace staysail
