// What a night made of the files that came in, as their senders are told.
#pragma once

#include <vector>

#include "staysail/boss/file_receipt.hpp"
#include "staysail/cycle/night.hpp"

namespace staysail {

// One for each file of the night but those that wait for the next one: still growing, or without their check file. Rows
// that are outside are listed as the store's quarantine has them. For Exchange::settle(), once the night is over.
Result<std::vector<FileReceipt>> file_receipts(const NightResult& night, Store& store);

}  // namespace staysail
