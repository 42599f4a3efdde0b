#include "staysail/view/stored_table.hpp"

#include <algorithm>
#include <utility>

#include "entity_frame.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/view/population.hpp"

namespace staysail {
namespace {

Error unknown_table(const ModelCatalog& catalog, const std::string& name) {
  std::vector<std::string> known{std::string(kJoinedView)};
  for (const auto& table : catalog.tables()) known.push_back(table.name);
  return Error(Errc::not_found, "there is no table of this name: " + name + did_you_mean(name, known));
}

Column nulls_of(Field field, std::size_t rows) {
  ColumnBuilder builder(std::move(field));
  for (std::size_t row = 0; row < rows; ++row) builder.append_null();
  return builder.finish();
}

Column month_names(const Column& months) {
  ColumnBuilder builder(Field{months.field().name, ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < months.size(); ++row) {
    if (months.is_null(row)) builder.append_null();
    else builder.append_text(Month::from_index(static_cast<std::int32_t>(months.numbers()[row])).to_string());
  }
  return builder.finish();
}

// Every attribute, also one that a chunk was written without; what a store keeps beside them stays inside.
Result<Batch> attributes_of(const TableDescription& table, const Batch& rows) {
  std::vector<Column> columns;
  for (const auto& attribute : table.attributes) {
    const Column* held = rows.find(attribute.name);
    Column column = held != nullptr ? *held : nulls_of(field_of(attribute), rows.rows());
    columns.push_back(attribute.type == AttributeType::month ? month_names(column) : std::move(column));
  }
  return Batch::of(std::move(columns));
}

// What the joined view borrows of a party is as personal there as at home.
TableDescription description_of_view() {
  TableDescription view = *find_model_table("subscriptions");
  for (const auto& attribute : find_model_table("parties")->attributes)
    if (is_personal(attribute.type) && view.find(attribute.name) == nullptr) view.attributes.push_back(attribute);
  return view;
}

class Reading {
 public:
  Reading(Store& store, const ModelCatalog& catalog, const StoredTableRequest& request, const SeeRows& see,
          const Control& control)
      : store_(store), catalog_(catalog), request_(request), see_(see), control_(control) {}

  Status read() const {
    if (request_.table == kJoinedView) return joined_view();
    const TableDescription* table = catalog_.find(request_.table);
    if (table == nullptr) return unknown_table(catalog_, request_.table);
    return table->kind == TableKind::entity ? entities(*table) : facts(*table);
  }

 private:
  Status show(const Batch& rows, const TableDescription& table) const {
    STAYSAIL_CHECK(control_.check());
    STAYSAIL_TRY(const Batch shown, shown_rows(rows, table, request_.purpose));
    if (request_.columns.empty()) return see_(shown);
    STAYSAIL_TRY(const Batch chosen, shown.select(request_.columns));
    return see_(chosen);
  }

  Status joined_view() const {
    if (!request_.as_of)
      return Error(Errc::invalid_argument, "the joined view is of a day: say which, or run a night first");
    STAYSAIL_TRY(const auto population, Population::load(store_, catalog_, *request_.as_of, control_));
    return show(population.subscriptions(), description_of_view());
  }

  Status entities(const TableDescription& table) const {
    STAYSAIL_TRY(const ViewRules rules, ViewRules::load(store_.entities()));
    STAYSAIL_TRY(const Batch rows, view::read_entities(store_.entities(), table, rules));
    return show(rows, table);
  }

  Status facts(const TableDescription& table) const {
    if (request_.first && request_.last && *request_.last < *request_.first)
      return Error(Errc::invalid_argument, "the first month comes after the last: " + request_.first->to_string() +
                                               ", " + request_.last->to_string());
    STAYSAIL_TRY(const auto months, store_.facts().months(table.name));
    bool seen = false;
    for (const Month month : months) {
      const bool asked = (!request_.first || month >= *request_.first) && (!request_.last || month <= *request_.last);
      if (!asked) continue;
      STAYSAIL_CHECK(one_month(table, month));
      seen = true;
    }
    if (seen) return ok();
    STAYSAIL_TRY(const Batch none, attributes_of(table, Batch()));
    return show(none, table);
  }

  Status one_month(const TableDescription& table, Month month) const {
    STAYSAIL_TRY(const auto scanned, store_.facts().scan({table.name, month, month, {}, {}, {}}));
    for (const auto& chunk : scanned.chunks) {
      STAYSAIL_TRY(const Batch rows, attributes_of(table, chunk.batch));
      STAYSAIL_CHECK(show(rows, table));
    }
    return ok();
  }

  Store& store_;
  const ModelCatalog& catalog_;
  const StoredTableRequest& request_;
  const SeeRows& see_;
  const Control& control_;
};

Result<bool> has_rows(Store& store, const TableDescription& table) {
  if (table.kind == TableKind::fact) {
    STAYSAIL_TRY(const auto months, store.facts().months(table.name));
    return !months.empty();
  }
  FindRequest one;
  one.kind = table.name;
  one.limit = 1;
  one.parts = RecordParts::key;
  STAYSAIL_TRY(const auto page, store.entities().find(one));
  return !page.records.empty();
}

}  // namespace

Status for_each_part(Store& store, const ModelCatalog& catalog, const StoredTableRequest& request, const SeeRows& see,
                     const Control& control) {
  return Reading(store, catalog, request, see, control).read();
}

Result<Batch> stored_table(Store& store, const ModelCatalog& catalog, const StoredTableRequest& request,
                           const Control& control) {
  std::vector<Batch> parts;
  const auto keep = [&](const Batch& part) {
    parts.push_back(part);
    return ok();
  };
  STAYSAIL_CHECK(for_each_part(store, catalog, request, keep, control));
  return concatenate(parts);
}

Result<std::vector<std::string>> tables_with_rows(Store& store, const ModelCatalog& catalog) {
  std::vector<std::string> names;
  for (const auto& table : catalog.tables()) {
    STAYSAIL_TRY(const bool some, has_rows(store, table));
    if (!some) continue;
    if (table.name == "subscriptions") names.insert(names.begin(), std::string(kJoinedView));
    names.push_back(table.name);
  }
  return names;
}

}  // namespace staysail
