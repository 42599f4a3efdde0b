// Reads a page the way a strict parser would: every element closed in order, every attribute quoted, every < and & of a
// text written as a reference. What it finds is what a browser would make of the page.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace staysail::sample {

struct Element {
  std::string tag;
  std::map<std::string, std::string> attributes;
  std::string text;  // of itself, without that of its children
};

struct ParsedPage {
  std::vector<Element> elements;  // in the order in which they open
  std::string fault;              // empty: well formed

  // They point into the page, which outlives them.
  std::vector<const Element*> all(std::string_view tag) const {
    std::vector<const Element*> found;
    for (const auto& element : elements)
      if (element.tag == tag) found.push_back(&element);
    return found;
  }
  bool says(std::string_view text) const {
    return std::any_of(elements.begin(), elements.end(),
                       [text](const Element& element) { return element.text.find(text) != std::string::npos; });
  }
};

class TagChecker {
 public:
  static ParsedPage parse(std::string_view page) {
    TagChecker checker(page);
    checker.run();
    return std::move(checker.parsed_);
  }

 private:
  explicit TagChecker(std::string_view page) : rest_(page) {}

  void run() {
    if (!take("<!DOCTYPE html>")) return fail("no doctype");
    while (!rest_.empty() && parsed_.fault.empty()) step();
    if (!open_.empty() && parsed_.fault.empty()) fail("not closed: " + parsed_.elements[open_.back()].tag);
  }

  void step() {
    if (rest_.front() == '>') return fail("a bare > in a text");
    if (rest_.front() != '<') return text();
    if (rest_.substr(0, 2) == "</") return closing();
    opening();
  }

  void opening() {
    rest_.remove_prefix(1);
    Element element;
    element.tag = name();
    if (element.tag.empty()) return fail("a < that starts no tag");
    while (take(" ")) {
      if (!attribute(element)) return;
    }
    const bool hollow = take("/");
    if (!take(">")) return fail("a tag that does not end: " + element.tag);
    parsed_.elements.push_back(std::move(element));
    if (!hollow) open_.push_back(parsed_.elements.size() - 1);
    if (parsed_.elements.back().tag == "style") rest_.remove_prefix(std::min(rest_.find("</style>"), rest_.size()));
  }

  bool attribute(Element& element) {
    const std::string key = name();
    if (key.empty() || !take("=\"")) return fail("an attribute without a quoted value in " + element.tag), false;
    const auto end = rest_.find('"');
    const std::string_view value = rest_.substr(0, end);
    if (end == std::string_view::npos || value.find_first_of("<>") != std::string_view::npos)
      return fail("a bare < or > in " + key), false;
    if (!element.attributes.emplace(key, resolved(value)).second) return fail("twice: " + key), false;
    rest_.remove_prefix(end + 1);
    return true;
  }

  void closing() {
    rest_.remove_prefix(2);
    const std::string tag = name();
    if (open_.empty() || parsed_.elements[open_.back()].tag != tag || !take(">"))
      return fail("closed out of order: " + tag);
    open_.pop_back();
  }

  void text() {
    const auto end = std::min(rest_.find_first_of("<>"), rest_.size());
    const std::string words = resolved(rest_.substr(0, end));
    if (!open_.empty()) parsed_.elements[open_.back()].text += words;
    else if (words.find_first_not_of("\n ") != std::string::npos) fail("text outside of the page");
    rest_.remove_prefix(end);
  }

  std::string resolved(std::string_view text) {
    static const std::array<std::pair<std::string_view, char>, 5> references = {
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
    std::string out;
    while (!text.empty()) {
      const auto known = std::find_if(references.begin(), references.end(), [text](const auto& each) {
        return text.substr(0, each.first.size()) == each.first;
      });
      if (text.front() == '&' && known == references.end()) fail("a bare &");
      if (text.front() == '\'' || text.front() == '"') fail("a bare quote");
      out += known == references.end() ? text.front() : known->second;
      text.remove_prefix(known == references.end() ? 1 : known->first.size());
    }
    return out;
  }

  std::string name() {
    const auto is_name = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name);
    std::string taken(rest_.begin(), end);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  bool take(std::string_view expected) {
    if (rest_.substr(0, expected.size()) != expected) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  void fail(std::string why) {
    if (parsed_.fault.empty()) parsed_.fault = std::move(why) + " before: " + std::string(rest_.substr(0, 60));
  }

  std::string_view rest_;
  std::vector<std::size_t> open_;
  ParsedPage parsed_;
};

}  // namespace staysail::sample
