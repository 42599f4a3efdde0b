// XmlElement: an XML document as plain data with places. No external entity is read and none is expanded but the five
// of XML itself.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::decision {

inline constexpr std::size_t kMaxXmlBytes = 16 << 20;
inline constexpr int kMaxXmlDepth = 64;

struct XmlElement {
  std::string name;  // without its prefix
  std::string text;  // what stands in it, child elements left out
  Place place, text_place;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlElement> children;

  // The first child of this name, or null.
  const XmlElement* child(std::string_view wanted) const;
  std::vector<const XmlElement*> all(std::string_view wanted) const;
  // Empty when it is not there.
  std::string_view attribute(std::string_view wanted) const;
  // The text of a child, or empty.
  std::string_view text_of(std::string_view wanted) const;
  Error error(Errc code, std::string message) const { return Error::at(place, code, std::move(message)); }
};

// Errors: malformed_file with the place, limit_exceeded past 16 MB or a depth of 64 elements.
Result<XmlElement> parse_xml(std::string_view bytes, const std::string& file);

}  // namespace staysail::decision
