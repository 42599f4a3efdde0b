// Arrow C Data and C Stream interfaces: batches cross to pandas, polars, Spark and DuckDB without a dependency.
//
// The structs are those of the Arrow specification ("The Arrow C data interface"), declared as it asks.
// int64, float64, date32 and dictionary indices cross without a copy; booleans are packed to bits, number columns
// with a scale cross as decimal128 with one copy. Imported batches keep their producer alive through release().
#pragma once

#include <cstdint>

#include "staysail/columns/batch.hpp"

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
extern "C" {
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};
struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};
}
#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
extern "C" {
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};
}
#endif

namespace staysail {

// Fills the two structs; the receiver calls their release(). `array` holds a struct array of the batch's columns.
Status export_arrow(const Batch& batch, ArrowSchema* schema, ArrowArray* array);
// Fills a stream that yields `batches` once, in order.
Status export_arrow_stream(std::vector<Batch> batches, ArrowArrayStream* stream);

// Takes ownership of both structs (moved from, also on error). Understands int8..int64, uint8..uint64, float32/64,
// bool, utf8, large_utf8, utf8_view, date32, timestamp, decimal128, dictionary-encoded text and null (as text); any
// other format is a `schema_mismatch` naming it, as are counts, offsets and parts that do not fit each other;
// `amount_overflow` for a value beyond 64 bits.
Result<Batch> import_arrow(ArrowSchema* schema, ArrowArray* array);
// Reads the stream to its end and releases it. At least one batch: of a stream without any, one without rows.
Result<std::vector<Batch>> import_arrow_stream(ArrowArrayStream* stream);

}  // namespace staysail
