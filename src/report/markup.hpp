// Markup: a page written element by element. What is text stays text: names of tags and attributes are literals of this
// program, everything else is escaped, so no input can leave the place it is printed in.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace staysail::report {

// A text that stands in the source of this program; nothing read at run time can become one.
class Literal {
 public:
  template <std::size_t N>
  consteval Literal(const char (&text)[N]) : text_(text, N - 1) {}
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

struct Attribute {
  Literal name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

// & < > " ' as references, after clean_text().
std::string escaped(std::string_view bytes);

// Owned by one thread.
class Markup {
 public:
  Markup& open(Literal tag, Attributes attributes = {});
  Markup& text(std::string_view bytes);
  // Ends the innermost open element.
  Markup& close();
  // An element that holds only a text.
  Markup& element(Literal tag, Attributes attributes, std::string_view bytes);
  // An element without content: <meta> in HTML, <rect/> inside SVG.
  Markup& hollow(Literal tag, Attributes attributes);
  // As it stands: the doctype and the style sheet.
  Markup& verbatim(Literal source);

  // A number no other element of this page has been given: for ids.
  int next_number() { return ++numbers_; }
  // The page; every element must have been closed.
  std::string finish();

 private:
  void begin(Literal tag, Attributes attributes);

  std::string out_;
  std::vector<std::string_view> open_;
  int numbers_ = 0;
};

}  // namespace staysail::report
