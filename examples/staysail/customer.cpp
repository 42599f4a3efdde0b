#include <iostream>
#include <nlohmann/json.hpp>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/customer_story.hpp"

namespace staysail::program {
namespace {

// The file that said it (the feed, where no file is known), and when.
template <class Said>
std::string told_by(const Said& value) {
  const std::string& who = value.file.empty() ? value.source : value.file;
  return value.told ? who + ", " + value.told->to_string() : who;
}

// How far it can be believed, where that is in question.
std::string doubts_of(const ViewValue& value) {
  std::string text;
  if (value.age_days) text += ", " + std::to_string(*value.age_days) + " days old";
  if (value.stale) text += ", stale";
  else if (value.audit_due) text += ", to be checked by " + value.audit_due->to_string();
  if (value.confidence != 100) text += ", confidence " + std::to_string(value.confidence) + " %";
  return text;
}

void print_view(const CustomerView& view) {
  for (const auto& thing : view.things) {
    std::cout << thing.table << " " << thing.id << "\n";
    for (const auto& value : thing.values)
      std::cout << "  " << value.attribute << std::string(22 - std::min<std::size_t>(21, value.attribute.size()), ' ')
                << value.text << "   [" << told_by(value) << doubts_of(value) << "]\n";
    for (const auto& value : thing.values)
      for (const auto& rival : value.rivals)
        std::cout << "  ! " << value.attribute << " is " << rival.text << " according to " << told_by(rival) << "\n";
  }
}

void print_story(const Batch& story) {
  for (std::size_t row = 0; row < story.rows(); ++row) {
    for (const char* column : {"when", "kind", "subject", "text"})
      std::cout << story.find(column)->text(row) << (std::string_view(column) == "text" ? "\n" : "  ");
  }
}

nlohmann::ordered_json or_null(const std::optional<int>& number) {
  return number ? nlohmann::ordered_json(*number) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json json_of(const std::vector<ViewRival>& rivals) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& rival : rivals)
    all.push_back({{"text", rival.text}, {"source", rival.source}, {"told", told_by(rival)}});
  return all;
}

nlohmann::ordered_json json_of(const ViewThing& thing) {
  auto values = nlohmann::ordered_json::array();
  for (const auto& value : thing.values)
    values.push_back({{"attribute", value.attribute},
                      {"text", value.text},
                      {"source", value.source},
                      {"file", value.file},
                      {"told", told_by(value)},
                      {"age_days", or_null(value.age_days)},
                      {"audit_due", value.audit_due ? nlohmann::ordered_json(value.audit_due->to_string()) : nullptr},
                      {"stale", value.stale},
                      {"confidence", value.confidence},
                      {"conflicts", json_of(value.rivals)}});
  return {{"table", thing.table}, {"id", thing.id}, {"values", std::move(values)}};
}

void print_as_json(const CustomerView& view, const Batch& story) {
  nlohmann::ordered_json object = {{"things", nlohmann::ordered_json::array()}};
  for (const auto& thing : view.things) object["things"].push_back(json_of(thing));
  object["story"] = nlohmann::ordered_json::parse(program::json_of(story));
  std::cout << object.dump(2) << "\n";
}

// Who the customer is, then the story: one table for programs that read rows.
Result<Batch> rows_of(const CustomerView& view, const Batch& story) {
  const std::vector<std::string> names = {"when", "subject", "kind", "text"};
  std::vector<std::vector<std::string>> rows;
  for (const auto& thing : view.things)
    for (const auto& value : thing.values)
      rows.push_back({"", thing.id, "profile",
                      thing.table + "." + value.attribute + " = " + value.text + " [" + told_by(value) + "]"});
  for (std::size_t row = 0; row < story.rows(); ++row) {
    rows.emplace_back();
    for (const auto& name : names) rows.back().push_back(story.find(name)->value_text(row));
  }
  return text_rows(names, rows);
}

Status show(const CustomerView& view, const Batch& story, const std::string& format) {
  if (format == "table") {
    print_view(view);
    std::cout << "\n";
    print_story(story);
  } else if (format == "json") {
    print_as_json(view, story);
  } else {
    STAYSAIL_TRY(const Batch rows, rows_of(view, story));
    print(rows, format);
  }
  return ok();
}

Status carry_out(Store& store, const CustomerAsk& ask) {
  Purpose purpose;
  if (!ask.purpose.empty()) {
    STAYSAIL_TRY(purpose, Purpose::of(ask.purpose));
  }
  // Ages count on the day of the latest night; nothing where there was none.
  STAYSAIL_TRY(const auto as_of, NightRecord::latest_day(store));
  STAYSAIL_TRY(const auto view, view_customer(store.entities(), ask.id, purpose, as_of));
  STAYSAIL_CHECK(note_read(store, "staysail customer", view.customer.text(), purpose));
  StoryRequest request;
  request.language = ask.language;
  STAYSAIL_TRY(const Batch story, customer_story(store, view, request));
  return show(view, story, ask.format);
}

}  // namespace

int customer(const CustomerAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
