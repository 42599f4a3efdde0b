// TmfResources: single resources of a TM Forum BOSS, read and amended without losing what we do not know.
#pragma once

#include <string>
#include <string_view>

#include "staysail/boss/tmf_access.hpp"

namespace staysail {

// Safe to use from many threads.
class TmfResources {
 public:
  static Result<TmfResources> open(TmfAccess access);

  // The JSON of one resource, numbers as the BOSS writes them. `not_found` when it has none.
  Result<std::string> get(const std::string& api, const std::string& collection, const std::string& id) const;
  // Changes members of a resource (RFC 7396: null removes one) and gives what the BOSS has then. A BOSS that demands
  // mandatory members with a PATCH gets the resource as it reads now, unknown members too, with the changes in it.
  // `in_doubt` when no answer came: get() tells.
  Result<std::string> amend(const std::string& api, const std::string& collection, const std::string& id,
                            std::string_view changes) const;

 private:
  explicit TmfResources(TmfAccess access) : access_(std::move(access)) {}
  TmfAccess access_;
};

}  // namespace staysail
