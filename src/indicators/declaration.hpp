// What one table of indicators.toml says, before names are looked up.
#pragma once

#include <string>

#include "staysail/files/toml_document.hpp"
#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

struct Declaration {
  TomlTable table;
  Indicator indicator;  // name, words, direction, place, and the part of its rule that needs no other indicator
};

// Checks the keys and reads what stands for itself. Numbers at another indicator's scale (empty, bounds) come later.
Result<Declaration> read_declaration(const std::string& name, const TomlTable& table);

// The numbers that wait for a scale: `empty` at the indicator's own, bounds at the scale of `input`.
Status read_empty(const TomlTable& table, const Field& field, FactMeasure& rule);
Status read_bounds(const TomlTable& table, const Field& input, BandRule& rule);
Status read_bounds(const TomlTable& table, const Field& input, Scaling& rule);
Status read_bounds(const TomlTable& table, const Field& input, Clipping& rule);

}  // namespace staysail::indicators
