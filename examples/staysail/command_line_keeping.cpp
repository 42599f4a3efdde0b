#include "command_line.hpp"

namespace staysail::program {

void add_keeping(CLI::App& app, Run& chosen) {
  const auto backup_ask = std::make_shared<BackupAsk>();
  CLI::App& backup_verb =
      add_verb(app, "backup", "Copy a store into a new file while others go on, and verify the copy", backup_ask,
               &backup, chosen);
  store_option(backup_verb, backup_ask->store);
  backup_verb.add_option("--out", backup_ask->out, "the file to write; its anchor goes beside it")->required();
  backup_verb.footer("Example:\n  staysail backup --store sqlite:retention.db --out retention-2026-01-31.db");
  const auto restore_ask = std::make_shared<RestoreAsk>();
  CLI::App& restore_verb =
      add_verb(app, "restore", "Put a backup in the place of a store, and erase again whoever was erased since",
               restore_ask, &restore, chosen);
  store_option(restore_verb, restore_ask->store);
  restore_verb.add_option("--backup", restore_ask->backup, "a file that `staysail backup` wrote")->required();
  restore_verb.add_flag("--replace", restore_ask->replace, "give up the store that is there");
  restore_verb.footer(
      "Example:\n  staysail restore --backup retention-2026-01-31.db --store sqlite:retention.db --replace");
  const auto erase_ask = std::make_shared<EraseAsk>();
  CLI::App& erase_verb =
      add_verb(app, "erase", "Forget a customer: everything that names it goes, and no feed or backup brings it back",
               erase_ask, &erase, chosen);
  store_option(erase_verb, erase_ask->store);
  erase_verb.add_option("id", erase_ask->id,
                        "a customer, account or subscription id; without one, erasures that were interrupted go on");
  erase_verb.footer("Example:\n  staysail erase --store sqlite:retention.db C00000001");
}

}  // namespace staysail::program
