#include "staysail/base/guard.hpp"

#include <exception>
#include <new>
#include <string>

namespace staysail {
namespace {

// Making the error may itself run out of memory.
Error threw(const char* what) noexcept {
  try {
    return Error(
        Errc::adapter_failed,
        std::string("code of the host threw where it must not; mend the adapter and run its conformance kit: ") + what);
  } catch (...) {
    return Error::out_of_memory();
  }
}

}  // namespace

Error error_of_exception() noexcept {
  try {
    throw;
  } catch (const ErrorException& exception) {
    return exception.error();
  } catch (const std::bad_alloc&) {
    return Error::out_of_memory();
  } catch (const std::exception& exception) {
    return threw(exception.what());
  } catch (...) {
    return threw("something that is no std::exception");
  }
}

}  // namespace staysail
