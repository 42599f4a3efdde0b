#include "boss/value_reader.hpp"

#include <algorithm>

namespace staysail::boss {
namespace {

constexpr std::int64_t kMostMonths = 12 * 500;  // before as_of: years stay above 1400

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

void KnownTexts::add(std::string_view text, const Cell& cell) {
  if (2 * count_ + 2 > slots_.size()) {
    std::vector<Slot> old(std::max<std::size_t>(8, 2 * slots_.size()));
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.cell.kind != Cell::Kind::null) slots_[slot_of(slot.text)] = slot;
  }
  Slot& slot = slots_[slot_of(text)];
  if (slot.cell.kind != Cell::Kind::null) return;
  slot = Slot{text, cell};
  ++count_;
  if (cell.kind == Cell::Kind::text) slot.cell.known = static_cast<std::uint32_t>(count_);
}

ValueReader::ValueReader(const FieldMapping& field, std::optional<Day> as_of)
    : field_(&field),
      as_of_(as_of),
      form_(form_of_field()),
      trim_(field.trim),
      decimals_(field.number.scale - field.number.shift),
      multiplier_(field.number.multiplier) {
  if (form_ == Form::known) gather_known();
  const auto hides_null = [&](std::string_view text) {
    Cell cell;
    return read_at_once(form_, text, cell);
  };
  const auto& nulls = field.null_texts;
  first_form_ = std::any_of(nulls.begin(), nulls.end(), hides_null) ? Form::thorough : form_;
  Cell nothing;
  empty_is_null_ = read({}, nothing).empty() && nothing.kind == Cell::Kind::null;
}

ValueReader::Form ValueReader::form_of_field() const {
  const AttributeType type = written_as(field_->attribute.type);
  if (field_->codes || type == AttributeType::symbol) return Form::known;
  if (field_->derive != Derivation::none) return Form::thorough;
  switch (type) {
    case AttributeType::number:
    case AttributeType::money: {
      const NumberPattern& number = field_->number;
      const bool plain = number.decimal_point == '.' && number.grouping == '\0' && number.divisor == 1;
      return plain && !number.round ? Form::number : Form::thorough;
    }
    case AttributeType::day:
    case AttributeType::month: return form_of_dates();
    case AttributeType::boolean:
    case AttributeType::instant: return Form::thorough;
    default: return Form::text;
  }
}

ValueReader::Form ValueReader::form_of_dates() const {
  const bool is_month = written_as(field_->attribute.type) == AttributeType::month;
  if (!field_->time) return is_month ? Form::compact_month : Form::dashed_day;
  const std::string& pattern = field_->time->text();
  if (is_month)
    return pattern == "yyyyMM" ? Form::compact_month : pattern == "yyyy-MM" ? Form::dashed_month : Form::thorough;
  return pattern == "yyyyMMdd" ? Form::compact_day : pattern == "yyyy-MM-dd" ? Form::dashed_day : Form::thorough;
}

void ValueReader::gather_known() {
  const auto gather = [&](std::string_view text) {
    Cell cell;
    const bool as_it_is = !trim_ || trimmed(text) == text;
    if (as_it_is && !is_null(text) && read_value(text, cell).empty() && cell.kind != Cell::Kind::null)
      known_.add(text, cell);
  };
  if (!field_->codes) {
    for (const auto& symbol : field_->attribute.symbols) gather(symbol);
    return;
  }
  for (const auto& [label, canonical] : *field_->codes) {
    gather(canonical);
    if (label != "*") gather(label);
  }
}

bool ValueReader::is_null(std::string_view text) const { return contains(field_->null_texts, text); }

// Through the code table; empty when that went well.
std::string_view ValueReader::decode(std::string_view& text) const {
  if (!field_->codes) return {};
  const CodeTable& codes = *field_->codes;
  if (const auto found = codes.find(text); found != codes.end()) {
    text = found->second;
    return {};
  }
  const bool is_canonical =
      std::any_of(codes.begin(), codes.end(), [&](const auto& code) { return code.second == text; });
  if (is_canonical) return {};
  const auto rest = codes.find("*");
  if (rest == codes.end()) return "unknown_symbol";
  text = rest->second;
  return {};
}

std::string_view ValueReader::null_value() const {
  return field_->attribute.required ? "missing_value" : std::string_view{};
}

// What is not of the common form as it stands: it may be when it is trimmed, or null, or bad.
std::string_view ValueReader::read_otherwise(std::string_view text, Cell& cell) {
  cell = Cell{};
  if (trim_) text = trimmed(text);
  if (is_null(text)) return null_value();
  return read_at_once(form_, text, cell) ? std::string_view{} : read_value(text, cell);
}

std::string_view ValueReader::read_thoroughly(std::string_view text, Cell& cell) const {
  cell = Cell{};
  if (field_->trim) text = trimmed(text);
  return is_null(text) ? null_value() : read_value(text, cell);
}

// A text that is not null.
std::string_view ValueReader::read_value(std::string_view text, Cell& cell) const {
  if (const auto reason = decode(text); !reason.empty()) return reason;
  // An empty text is no value of any type, and what a code table maps to nothing.
  return text.empty() ? null_value() : read_typed(text, cell);
}

std::string_view ValueReader::read_typed(std::string_view text, Cell& cell) const {
  switch (written_as(field_->attribute.type)) {
    case AttributeType::number:
    case AttributeType::money: return read_number(text, cell);
    case AttributeType::day:
    case AttributeType::month:
    case AttributeType::instant: return read_date(text, cell);
    case AttributeType::boolean: {
      const auto truth = parse_truth(text, field_->truth);
      if (!truth) return "bad_boolean";
      cell.set(*truth ? 1 : 0);
      return {};
    }
    default: return read_text(text, cell);
  }
}

std::string_view ValueReader::read_text(std::string_view text, Cell& cell) const {
  if (text.find('\0') != std::string_view::npos) return "bad_text";
  const Attribute& attribute = field_->attribute;
  if (written_as(attribute.type) == AttributeType::symbol && !contains(attribute.symbols, text))
    return "unknown_symbol";
  cell.set(text);
  return {};
}

std::string_view ValueReader::read_number(std::string_view text, Cell& cell) const {
  const auto value = parse_number(text, field_->number);
  if (!value) return value.error().code() == Errc::amount_overflow ? "number_overflow" : "bad_number";
  const bool absurd =
      field_->attribute.type == AttributeType::money && (*value > kLargestAmount || *value < -kLargestAmount);
  if (absurd) return "number_overflow";
  cell.set(*value);
  return {};
}

std::string_view ValueReader::read_date(std::string_view text, Cell& cell) const {
  if (field_->derive != Derivation::none) return read_derived(text, cell);
  const auto type = written_as(field_->attribute.type);
  if (type == AttributeType::month) {
    const auto month = field_->time ? field_->time->month(text) : Month::parse(text);
    if (!month) return "bad_date";
    cell.set(month->index());
  } else if (type == AttributeType::day) {
    const auto day = field_->time ? field_->time->day(text) : Day::parse(text);
    if (!day) return "bad_date";
    cell.set(day->days_since_epoch());
  } else {
    const auto instant = field_->time ? field_->time->instant(text) : Instant::parse(text);
    if (!instant) return "bad_date";
    cell.set(instant->micros());
  }
  return {};
}

// A day so many days, months or years before as_of, which the loader made sure there is.
std::string_view ValueReader::read_derived(std::string_view text, Cell& cell) const {
  const auto count = parse_number(text, NumberPattern{});
  if (!count) return "bad_number";
  const std::int64_t unit_in_months = field_->derive == Derivation::years_before_as_of ? 12 : 1;
  if (*count < 0 || *count > kMostMonths / unit_in_months) return "bad_number";
  const int steps = static_cast<int>(*count * unit_in_months);
  const Day day = field_->derive == Derivation::days_before_as_of ? *as_of_ - steps : as_of_->plus_months(-steps);
  cell.set(day.days_since_epoch());
  return {};
}

}  // namespace staysail::boss
