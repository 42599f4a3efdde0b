#include "decision/xml_document.hpp"

#include <algorithm>
#include <pugixml.hpp>

#include "decision/code_points.hpp"

namespace staysail::decision {
namespace {

// Turns byte offsets that grow into lines and columns.
class Places {
 public:
  Places(std::string_view text, const std::string& file) : text_(text), file_(file) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
      newlines_.push_back(at);
  }

  Place at(std::ptrdiff_t offset) const {
    Place place;
    place.file = file_;
    const std::size_t position = std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), text_.size());
    const auto after = std::lower_bound(newlines_.begin(), newlines_.end(), position);
    const std::size_t begin = after == newlines_.begin() ? 0 : *(after - 1) + 1;
    place.line = static_cast<std::uint32_t>(after - newlines_.begin()) + 1;
    place.column = static_cast<std::uint32_t>(code_point_count(text_.substr(begin, position - begin))) + 1;
    return place;
  }

 private:
  std::string_view text_;
  const std::string& file_;
  std::vector<std::size_t> newlines_;
};

std::string local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

void take_text(const pugi::xml_node& node, const Places& places, XmlElement& out) {
  if (out.text.empty()) out.text_place = places.at(node.offset_debug());
  out.text += node.value();
}

Result<XmlElement> element_of(const pugi::xml_node& node, const Places& places, int depth) {
  XmlElement made;
  made.name = local_name(node.name());
  made.place = made.text_place = places.at(node.offset_debug() - 1);
  if (depth > kMaxXmlDepth)
    return made.error(Errc::limit_exceeded, "elements are nested deeper than " + std::to_string(kMaxXmlDepth));
  for (const pugi::xml_attribute& attribute : node.attributes())
    made.attributes.emplace_back(attribute.name(), attribute.value());
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) take_text(child, places, made);
    if (child.type() != pugi::node_element) continue;
    STAYSAIL_TRY(XmlElement inner, element_of(child, places, depth + 1));
    made.children.push_back(std::move(inner));
  }
  return made;
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view wanted) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [wanted](const XmlElement& each) { return each.name == wanted; });
  return found == children.end() ? nullptr : &*found;
}

std::vector<const XmlElement*> XmlElement::all(std::string_view wanted) const {
  std::vector<const XmlElement*> found;
  for (const XmlElement& each : children)
    if (each.name == wanted) found.push_back(&each);
  return found;
}

std::string_view XmlElement::attribute(std::string_view wanted) const {
  for (const auto& [key, value] : attributes)
    if (key == wanted) return value;
  return {};
}

std::string_view XmlElement::text_of(std::string_view wanted) const {
  const XmlElement* found = child(wanted);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

Result<XmlElement> parse_xml(std::string_view bytes, const std::string& file) {
  const Places places(bytes, file);
  if (bytes.size() > kMaxXmlBytes)
    return Error::at(places.at(0), Errc::limit_exceeded, "a model may have 16 MB of text");
  pugi::xml_document document;
  const auto parsed = document.load_buffer(bytes.data(), bytes.size(),
                                           pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!parsed)
    return Error::at(places.at(parsed.offset), Errc::malformed_file,
                     std::string("this is no XML: ") + parsed.description());
  return element_of(document.document_element(), places, 0);
}

}  // namespace staysail::decision
