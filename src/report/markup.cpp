#include "report/markup.hpp"

#include <utility>

#include "report/clean_text.hpp"

namespace staysail::report {
namespace {

std::string_view reference_of(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

// Elements after which the source goes on in a new line, so that a person can read it.
bool ends_a_line(std::string_view tag) {
  return tag == "section" || tag == "tr" || tag == "svg" || tag == "g" || tag == "table" || tag == "p" ||
         tag == "div" || tag == "h2";
}

}  // namespace

std::string escaped(std::string_view bytes) {
  std::string safe;
  for (const char c : clean_text(bytes)) {
    const std::string_view reference = reference_of(c);
    if (reference.empty()) safe += c;
    else safe += reference;
  }
  return safe;
}

void Markup::begin(Literal tag, Attributes attributes) {
  out_.append("<").append(tag.text());
  for (const auto& attribute : attributes)
    out_.append(" ").append(attribute.name.text()).append("=\"").append(escaped(attribute.value)).append("\"");
}

Markup& Markup::open(Literal tag, Attributes attributes) {
  begin(tag, attributes);
  out_ += '>';
  open_.push_back(tag.text());
  return *this;
}

Markup& Markup::text(std::string_view bytes) {
  out_ += escaped(bytes);
  return *this;
}

Markup& Markup::close() {
  out_.append("</").append(open_.back()).append(">");
  if (ends_a_line(open_.back())) out_ += '\n';
  open_.pop_back();
  return *this;
}

Markup& Markup::element(Literal tag, Attributes attributes, std::string_view bytes) {
  return open(tag, attributes).text(bytes).close();
}

Markup& Markup::hollow(Literal tag, Attributes attributes) {
  begin(tag, attributes);
  out_ += "/>";
  return *this;
}

Markup& Markup::verbatim(Literal source) {
  out_ += source.text();
  return *this;
}

std::string Markup::finish() { return std::exchange(out_, {}); }

}  // namespace staysail::report
