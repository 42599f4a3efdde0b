#include "store/backup_advice.hpp"

namespace staysail::store {

Error server_keeps_backups(const std::string& schema) {
  return Error(Errc::unsupported,
               "the server makes the backups of a store on PostgreSQL: `pg_dump --format=custom --schema=" + schema +
                   "` writes one and `pg_restore` puts it back; a dump does not know who was erased after it was made: "
                   "run `staysail erase` again for each of them before anybody reads the restored store, and keep no "
                   "dump longer than erased data may live");
}

}  // namespace staysail::store
