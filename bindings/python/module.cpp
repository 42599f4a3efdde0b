#include "binding.hpp"
#include "matters.hpp"

PYBIND11_MODULE(_staysail, m) {
  namespace python = staysail::python;
  m.doc() = "The C++ core of staysail; import staysail instead.";
  m.attr("__version__") = STAYSAIL_VERSION;
  python::bind_error(m);
  python::bind_frame(m);
  python::bind_feel(m);
  python::bind_dmn(m);
  python::bind_matcher(m);
  python::bind_allocation(m);
  python::bind_evaluation(m);
  python::bind_silence(m);
  python::bind_signals(m);
  python::bind_churn(m);
  python::bind_effects(m);
  python::bind_uplift(m);
  python::bind_uplift_model(m);
  python::bind_learning(m);
  python::bind_knowledge(m);
  python::bind_indicators(m);
  python::bind_identity(m);
  python::bind_customer(m);
  python::bind_quality(m);
  python::bind_groups(m);
  python::bind_hazard(m);
  python::bind_finding(m);
  python::bind_playbook_diff(m);
  python::bind_playbook(m);
  python::bind_proposal(m);
  python::bind_run(m);
  python::bind_validate(m);
  python::bind_plan(m);
  python::bind_province(m);
  python::bind_portfolio(m);
  python::bind_matters(m);
  python::bind_value(m);
  python::bind_survival(m);
  python::bind_segment(m);
  python::bind_store(m);
}
