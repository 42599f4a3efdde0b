#include "knowledge_item.hpp"

#include <pybind11/stl.h>

#include <algorithm>
#include <array>

#include "feel_value.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::python {
namespace {

struct ItemField {
  const char* name;
  void (*set)(KnowledgeItem& item, const py::object& value);
};

std::string text_of(const py::object& value) { return text_in(value, "what a knowledge item holds"); }

const std::array kItemFields = {
    ItemField{"id",
              [](KnowledgeItem& item, const py::object& value) { item.id = KnowledgeItemId::of(text_of(value)); }},
    ItemField{"title", [](KnowledgeItem& item, const py::object& value) { item.title = text_of(value); }},
    ItemField{"body", [](KnowledgeItem& item, const py::object& value) { item.body = text_of(value); }},
    ItemField{"kind", [](KnowledgeItem& item,
                         const py::object& value) { item.kind = knowledge_kind_of(text_of(value)).value(); }},
    ItemField{"segment", [](KnowledgeItem& item, const py::object& value) { item.situation.segment = text_of(value); }},
    ItemField{"stage", [](KnowledgeItem& item, const py::object& value) { item.situation.stage = text_of(value); }},
    ItemField{"signals",
              [](KnowledgeItem& item, const py::object& value) {
                item.situation.signals = value.cast<std::vector<std::string>>();
              }},
    ItemField{"strategy",
              [](KnowledgeItem& item, const py::object& value) { item.strategy = StrategyId::of(text_of(value)); }},
    ItemField{"action", [](KnowledgeItem& item, const py::object& value) { item.action = text_of(value); }},
    ItemField{"author", [](KnowledgeItem& item, const py::object& value) { item.author = text_of(value); }},
    ItemField{"valid_from",
              [](KnowledgeItem& item, const py::object& value) { item.valid_from = optional_day(value); }},
    ItemField{"valid_to", [](KnowledgeItem& item, const py::object& value) { item.valid_to = optional_day(value); }},
};

[[noreturn]] void unknown_field(const std::string& name) {
  std::vector<std::string> known;
  for (const ItemField& field : kItemFields) known.emplace_back(field.name);
  raise(Errc::unknown_attribute, "a knowledge item has no '" + name + "'" + did_you_mean(name, known));
}

template <class T, class Convert>
py::object object_or_none(const std::optional<T>& value, const Convert& convert) {
  return value ? py::object(convert(*value)) : py::object(py::none());
}

py::tuple interval_of(const statistics::Interval& interval) { return py::make_tuple(interval.low, interval.high); }

py::list ids_of(const std::vector<KnowledgeItemId>& items) {
  py::list ids;
  for (const KnowledgeItemId& id : items) ids.append(id.text());
  return ids;
}

}  // namespace

KnowledgeItem item_of(const py::dict& fields) {
  KnowledgeItem item;
  item.state = KnowledgeState::published;
  for (const auto& [key, value] : fields) {
    const auto name = py::cast<std::string>(key);
    const auto* field = std::find_if(kItemFields.begin(), kItemFields.end(),
                                     [&](const ItemField& known) { return known.name == name; });
    if (field == kItemFields.end()) unknown_field(name);
    field->set(item, py::reinterpret_borrow<py::object>(value));
  }
  return item;
}

py::dict dict_of(const SearchHit& hit) {
  constexpr double kMillionths = 1e6;
  py::dict dict;
  dict["id"] = hit.id.text();
  dict["title"] = hit.title;
  dict["score"] = static_cast<double>(hit.score) / kMillionths;
  dict["highlight"] = hit.highlight;
  return dict;
}

py::dict dict_of(const Advice& advice) {
  const OutcomeCounts& counts = advice.evidence.counts;
  py::dict dict;
  dict["strategy"] = advice.strategy.text();
  dict["strength"] = std::string(name_of(advice.strength));
  dict["scope"] = std::string(name_of(advice.scope));
  dict["tried"] = counts.tried;
  dict["accepted"] = counts.accepted;
  dict["kept"] = counts.kept;
  dict["held_out"] = counts.held_out;
  dict["held_out_kept"] = counts.held_out_kept;
  dict["kept_interval"] = object_or_none(advice.kept, interval_of);
  dict["effect"] = object_or_none(advice.effect, [](double effect) { return py::float_(effect); });
  dict["effect_interval"] = object_or_none(advice.effect_interval, interval_of);
  dict["items"] = ids_of(advice.items);
  dict["tactic"] = advice.tactic;
  dict["english"] = advice.english;
  dict["chinese"] = advice.chinese;
  return dict;
}

}  // namespace staysail::python
