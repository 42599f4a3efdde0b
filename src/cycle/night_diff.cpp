#include "staysail/cycle/night_diff.hpp"

#include "night_consents.hpp"
#include "staysail/work/contact_log.hpp"

namespace staysail {

Result<PlaybookDiff> diff_night(Store& store, const ModelCatalog& catalog, const NightRecord& night,
                                const Playbook& before, const Playbook& after, Executor* executor,
                                const Control& control) {
  if (night.decision.rows() == 0)
    return Error(Errc::not_found, "the record of " + night.as_of.to_string() + " holds no frame to compare over");
  STAYSAIL_TRY(const Population population, Population::load(store, catalog, night.as_of, control, executor));
  TaskDesk desk(store.entities());
  STAYSAIL_TRY(const Persons persons, Persons::in_frame(night.decision));
  STAYSAIL_TRY(ContactHistory contacts, contact_history(desk, population));
  const ContactHistory history = std::move(contacts).of_persons(persons);
  STAYSAIL_TRY(const ConsentLedger consents, cycle::consents_of(population));
  PlaybookDiffRequest request;
  request.before = &before;
  request.after = &after;
  request.frame = night.decision;
  request.as_of = night.as_of;
  request.history = &history;
  request.consent = consent_of_persons(consents, persons, night.as_of);
  request.executor = executor;
  return diff_playbooks(request, control);
}

}  // namespace staysail
