#include "known_bosses.hpp"

#include "staysail/boss/sqlite_source.hpp"
#ifdef STAYSAIL_HAS_POSTGRES
#include "staysail/boss/postgres_source.hpp"
#endif
#ifdef STAYSAIL_HAS_TMF
#include "staysail/boss/tmf_boss.hpp"
#endif

namespace staysail::python {

BossRegistry known_bosses() {
  BossRegistry bosses;
  add_sqlite(bosses);
#ifdef STAYSAIL_HAS_POSTGRES
  add_postgres(bosses);
#endif
#ifdef STAYSAIL_HAS_TMF
  add_tmf(bosses);
#endif
  return bosses;
}

}  // namespace staysail::python
