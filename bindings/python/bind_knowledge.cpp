#include <pybind11/stl.h>

#include <memory>
#include <mutex>
#include <shared_mutex>

#include "feel_value.hpp"
#include "knowledge_item.hpp"
#include "named_store.hpp"
#include "staysail/cycle/knowledge_shelf.hpp"

namespace staysail::python {
namespace {

// A knowledge base and the store that keeps it. Calls may come from any thread: readers share, a change is alone. The
// lock is only ever taken without the interpreter's.
class Base {
 public:
  explicit Base(std::string url)
      : url_(std::move(url)),
        store_(unlocked([&] { return open_named_store(url_); })),
        base_(unlocked([&] { return load_knowledge(*store_); })) {}

  Status add(std::vector<KnowledgeItem> items) {
    return change([&]() -> Status {
      for (KnowledgeItem& item : items) STAYSAIL_CHECK(base_.put(std::move(item)));
      return ok();
    });
  }
  Status record(const EvidenceKey& key, const OutcomeCounts& counts) {
    return change([&]() -> Status {
      base_.evidence().record(key, counts);
      return ok();
    });
  }

  Result<std::vector<SearchHit>> search(const SearchRequest& request) const {
    const std::shared_lock lock(mutex_);
    return base_.search(request);
  }
  Result<std::vector<Advice>> advise(const AdviceRequest& request) const {
    const std::shared_lock lock(mutex_);
    return staysail::advise(base_, request);
  }
  Result<std::size_t> size() const {
    const std::shared_lock lock(mutex_);
    return base_.items().size();
  }
  const std::string& url() const { return url_; }

 private:
  // A store in memory has nothing to keep for anybody else.
  template <class Change>
  Status change(const Change& apply) {
    const std::unique_lock lock(mutex_);
    STAYSAIL_CHECK(apply());
    return url_ == "memory:" ? ok() : save_knowledge(*store_, base_);
  }

  std::string url_;
  std::unique_ptr<Store> store_;
  KnowledgeBase base_;
  mutable std::shared_mutex mutex_;
};

std::vector<KnowledgeItem> items_of(const py::object& items) {
  if (py::isinstance<py::dict>(items)) return {item_of(items)};
  std::vector<KnowledgeItem> read;
  for (const py::handle item : items) read.push_back(item_of(dict_in(item, "a knowledge item")));
  return read;
}

void add(Base& base, const py::object& items) {
  unlocked([&base, read = items_of(items)] { return base.add(read); });
}

template <class Found>
py::list dicts_of(const std::vector<Found>& found) {
  py::list dicts;
  for (const Found& one : found) dicts.append(dict_of(one));
  return dicts;
}

py::list search(const Base& base, const std::string& text, std::size_t limit, const std::optional<std::string>& segment,
                const std::optional<std::string>& stage, const std::optional<std::string>& kind,
                const py::object& as_of) {
  SearchRequest request;
  request.text = text;
  request.limit = limit;
  request.segment = segment;
  request.stage = stage;
  if (kind) request.kind = knowledge_kind_of(*kind).value();
  request.as_of = optional_day(as_of);
  return dicts_of(unlocked([&] { return base.search(request); }));
}

py::list advise(const Base& base, const std::string& segment, const std::string& stage,
                const std::vector<std::string>& strategies, const py::object& as_of, double confidence,
                std::uint64_t minimum_tried, std::uint64_t minimum_held_out, std::size_t cited_items) {
  AdviceRequest request;
  request.segment = segment;
  request.stage = stage;
  for (const std::string& id : strategies) request.strategies.push_back(StrategyId::of(id));
  request.as_of = optional_day(as_of);
  request.confidence = confidence;
  request.minimum_tried = minimum_tried;
  request.minimum_held_out = minimum_held_out;
  request.cited_items = cited_items;
  return dicts_of(unlocked([&] { return base.advise(request); }));
}

void record(Base& base, const std::string& strategy, const std::string& period, const std::string& segment,
            const std::string& stage, const OutcomeCounts& counts) {
  EvidenceKey key{StrategyId::of(strategy), segment, stage, Month::parse(period).value()};
  if (counts.kept > counts.tried || counts.accepted > counts.tried || counts.held_out_kept > counts.held_out)
    raise(Errc::invalid_argument,
          "of those tried at most all accepted and were kept, of those held out at most all were kept");
  unlocked([&] { return base.record(key, counts); });
}

std::string shown(const Base& base) {
  return "Base(" + std::to_string(unlocked([&] { return base.size(); })) + " items)";
}

}  // namespace

void bind_knowledge(py::module_& m) {
  const auto none = py::none();
  py::class_<Base> base(
      m, "Base", "A knowledge base with Chinese and English search, in memory or kept in a store (sqlite:PATH).");
  base.def(py::init<std::string>(), py::arg("url") = "memory:")
      .def("add", &add, py::arg("item"),
           "Adds an item, or an iterable of them in one change, published at once; an item of the same id is replaced.")
      .def("search", &search, py::arg("text"), py::arg("limit") = 10, py::kw_only(), py::arg("segment") = none,
           py::arg("stage") = none, py::arg("kind") = none, py::arg("as_of") = none,
           "Best first: dicts of id, title, score (BM25) and highlight.")
      .def("advise", &advise, py::kw_only(), py::arg("segment") = "", py::arg("stage") = "",
           py::arg("strategies") = std::vector<std::string>(), py::arg("as_of") = none,
           py::arg("confidence") = AdviceRequest{}.confidence, py::arg("minimum_tried") = AdviceRequest{}.minimum_tried,
           py::arg("minimum_held_out") = AdviceRequest{}.minimum_held_out,
           py::arg("cited_items") = AdviceRequest{}.cited_items,
           "Which strategies to try, best first: dicts with counts, intervals, cited items and the evidence in words.")
      .def(
          "record",
          [](Base& self, const std::string& strategy, const std::string& period, const std::string& segment,
             const std::string& stage, std::uint64_t tried, std::uint64_t accepted, std::uint64_t kept,
             std::uint64_t held_out, std::uint64_t held_out_kept) {
            record(self, strategy, period, segment, stage,
                   OutcomeCounts{tried, accepted, kept, held_out, held_out_kept});
          },
          py::kw_only(), py::arg("strategy"), py::arg("period"), py::arg("segment") = "", py::arg("stage") = "",
          py::arg("tried"), py::arg("accepted") = 0, py::arg("kept"), py::arg("held_out") = 0,
          py::arg("held_out_kept") = 0,
          "Puts the outcomes of one month, segment and stage in the place of those known.")
      .def("__len__", [](const Base& self) { return unlocked([&] { return self.size(); }); })
      .def("__repr__", &shown);
  show_in(base, "staysail.knowledge");
}

}  // namespace staysail::python
