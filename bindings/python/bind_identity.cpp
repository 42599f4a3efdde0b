#include <pybind11/stl.h>

#include <memory>

#include "frame.hpp"
#include "named_store.hpp"
#include "staysail/view/identity_desk.hpp"

namespace staysail::python {
namespace {

// A desk and the store that it works on. Any thread; the store takes care.
class Desk {
 public:
  explicit Desk(const std::string& url) : store_(unlocked([&] { return open_existing_store(url); })), desk_(*store_) {}
  IdentityDesk& desk() { return desk_; }

 private:
  std::unique_ptr<Store> store_;
  IdentityDesk desk_;
};

Instant moment_in(const std::string& iso) {
  auto moment = Instant::parse(iso);
  if (!moment) raise(Errc::invalid_argument, "at is a moment like 2026-01-12T10:00, not: " + iso);
  return *moment;
}

void rule(Desk& desk, Status (IdentityDesk::*way)(const IdentityAsk&), const std::string& party,
          const std::string& other, const std::string& who, const std::string& why, const std::string& at) {
  const IdentityAsk ask{party, other, who, why, moment_in(at)};
  unlocked([&] { return (desk.desk().*way)(ask); });
}

py::dict dict_of(const IdentitySummary& summary) {
  py::dict told;
  told["same"] = summary.same;
  told["review"] = summary.review;
  told["refused"] = summary.refused;
  told["groups"] = summary.groups;
  told["merged"] = summary.merged;
  told["rulings"] = summary.rulings;
  return told;
}

Batch pairs_of(const IdentityFindings& findings) {
  BatchBuilder builder(*Schema::of({{"party", ColumnType::text, 0, {}},
                                    {"other", ColumnType::text, 0, {}},
                                    {"points", ColumnType::number, 0, {}},
                                    {"answer", ColumnType::text, 0, {}},
                                    {"evidence", ColumnType::text, 0, {}}}));
  for (const auto& pair : findings.pairs) {
    builder.column(0).append_text(pair.a);
    builder.column(1).append_text(pair.b);
    builder.column(2).append_number(pair.points);
    builder.column(3).append_text(name_of(pair.answer));
    builder.column(4).append_text(pair.evidence_text());
  }
  return *builder.finish();
}

Batch compare(const py::object& parties, const std::string& rules) {
  const Batch frame = batch_of(parties);
  return unlocked([&]() -> Result<Batch> {
    STAYSAIL_TRY(const IdentityRules declared, IdentityRules::parse(rules, "rules"));
    STAYSAIL_TRY(const IdentityFindings findings, compare_parties(frame, declared));
    return pairs_of(findings);
  });
}

}  // namespace

void bind_identity(py::module_& m) {
  py::class_<Desk> desk(m, "Identity", "Which parties of a store are one person: found by points, ruled on by people.");
  show_in(desk, "staysail.identity");
  desk.def(py::init<std::string>(), py::arg("store"))
      .def("summary", [](Desk& self) { return dict_of(unlocked([&] { return self.desk().summary(); })); })
      .def(
          "report", [](Desk& self) { return unlocked([&] { return self.desk().groups_table(); }); },
          "A Frame: party, survivor.")
      .def(
          "review", [](Desk& self) { return unlocked([&] { return self.desk().review_table(); }); },
          "A Frame of what somebody should look at: party, other, points, why, evidence.")
      .def("rulings", [](Desk& self) { return unlocked([&] { return self.desk().rulings_table(); }); })
      .def(
          "merge",
          [](Desk& self, const std::string& party, const std::string& other, const std::string& who,
             const std::string& why,
             const std::string& at) { rule(self, &IdentityDesk::merge, party, other, who, why, at); },
          py::arg("party"), py::arg("other"), py::kw_only(), py::arg("who"), py::arg("why"), py::arg("at"))
      .def(
          "unmerge",
          [](Desk& self, const std::string& party, const std::string& other, const std::string& who,
             const std::string& why,
             const std::string& at) { rule(self, &IdentityDesk::unmerge, party, other, who, why, at); },
          py::arg("party"), py::arg("other"), py::kw_only(), py::arg("who"), py::arg("why"), py::arg("at"));
  m.def("compare_parties", &compare, py::arg("parties"), py::kw_only(), py::arg("rules") = "",
        "Pairs of a frame of parties that are the same or to be reviewed: party, other, points, answer, evidence.");
}

}  // namespace staysail::python
