#include "staysail/privacy/audited_look.hpp"

namespace staysail {

Result<bool> note_look(Store& store, const AuditEvent& event, const std::string& key) {
  if (!store.writable() && event.purpose.empty()) return false;
  if (!store.writable())
    return Error(Errc::io_failed,
                 "who reads under a purpose is written into the audit trail, and this store may only be "
                 "read; leave the purpose out to see masks, or copy the store to a folder of your own");
  STAYSAIL_TRY(auto trail, AuditTrail::load(store.entities(), key));
  trail.add(event);
  STAYSAIL_CHECK(trail.save(store.entities()));
  return true;
}

}  // namespace staysail
