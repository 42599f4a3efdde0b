// Receipts of files: any bytes are a receipt or an error with a place, and a receipt is written as it was read.
#include "property.hpp"
#include "staysail/boss/file_receipt.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto receipt = FileReceipt::parse(text, "fuzz.rsp");
  if (fuzz::refused(receipt)) return 0;
  fuzz::require(FileReceipt::parse(receipt->to_text(), "fuzz.rsp").value() == *receipt);
  return 0;
}
