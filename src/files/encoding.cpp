#include "staysail/files/encoding.hpp"

#include <algorithm>
#include <array>

#include "files/gb_table.hpp"
#include "files/iconv_handle.hpp"
#include "files/utf8.hpp"

namespace staysail {
namespace {

using files::GbTable;
using files::IconvHandle;
using files::Utf8Bytes;
using files::Utf8Step;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kMark = "\xEF\xBB\xBF";

// What one step of a decoder found at the start of its input.
struct Character {
  enum class Step : std::uint8_t { valid, malformed, cut } step = Step::malformed;
  std::size_t source_length = 0;
  std::string_view utf8;
};

// The part that all decoders share: runs that stay as they are, a character cut between blocks, faults, the mark at the
// start.
class BlockDecoder : public Decoder {
 public:
  void decode(std::string_view bytes, bool last, DecodedText& out) final {
    // A cut character is at most three bytes: it is finished on a copy together with what follows it.
    while (!carried_.empty() && !bytes.empty()) {
      carried_.push_back(bytes.front());
      bytes.remove_prefix(1);
      take(std::exchange(carried_, {}), false, out);
    }
    if (carried_.empty()) take(bytes, last, out);
    if (last && !carried_.empty()) take(std::exchange(carried_, {}), true, out);
  }

 protected:
  // The length of what is the same in UTF-8 at the start of `bytes`; the rest goes character by character.
  virtual std::size_t unchanged_prefix(std::string_view bytes) const = 0;
  virtual Character character(std::string_view bytes) = 0;
  // Appends characters that are no mark from the start of `bytes` as UTF-8 and says how many bytes they were; it may
  // stop at any of them.
  virtual std::size_t append_common(std::string_view, std::string&) { return 0; }
  bool at_start() const { return consumed_ == 0; }

 private:
  void take(std::string_view bytes, bool last, DecodedText& out) {
    while (!bytes.empty()) {
      if (const std::size_t unchanged = unchanged_prefix(bytes); unchanged > 0) {
        append_run(bytes.substr(0, unchanged), out);
        bytes.remove_prefix(unchanged);
        continue;
      }
      if (const std::size_t common = append_common(bytes, out.text); common > 0) {
        bytes.remove_prefix(advance(common));
        continue;
      }
      const Character next = character(bytes);
      if (next.step == Character::Step::cut && !last) {
        carried_ = bytes;
        return;
      }
      bytes.remove_prefix(next.step == Character::Step::valid ? append_character(next, out) : append_fault(out));
    }
  }

  void append_run(std::string_view unchanged, DecodedText& out) {
    if (!in_run_) out.runs.push_back({out.text.size(), consumed_});
    in_run_ = true;
    out.text.append(unchanged);
    consumed_ += unchanged.size();
  }

  std::size_t append_character(const Character& next, DecodedText& out) {
    const bool is_mark = at_start() && next.utf8 == kMark;
    if (!is_mark) out.text.append(next.utf8);
    return advance(next.source_length);
  }

  std::size_t append_fault(DecodedText& out) {
    out.faults.push_back({out.text.size(), consumed_});
    out.text.append(kReplacement);
    return advance(1);
  }

  std::size_t advance(std::size_t source_length) {
    in_run_ = false;
    consumed_ += source_length;
    return source_length;
  }

  std::string carried_;
  std::uint64_t consumed_ = 0;
  bool in_run_ = false;
};

class Utf8Decoder final : public BlockDecoder {
 protected:
  std::size_t unchanged_prefix(std::string_view bytes) const override {
    const bool perhaps_mark = at_start() && bytes.front() == kMark.front();
    return perhaps_mark ? 0 : files::utf8_prefix(bytes);
  }
  Character character(std::string_view bytes) override {
    const auto next = files::utf8_character(bytes);
    if (next.step == Utf8Step::valid) return {Character::Step::valid, next.length, bytes.substr(0, next.length)};
    return {next.step == Utf8Step::cut ? Character::Step::cut : Character::Step::malformed, 0, {}};
  }
};

// Pairs come from a table that the C library filled; four-byte characters are asked of it one by one.
class GbDecoder final : public BlockDecoder {
 public:
  GbDecoder(const GbTable& table, bool four_bytes) : table_(table), iconv_("GB18030"), four_bytes_(four_bytes) {}

 protected:
  std::size_t unchanged_prefix(std::string_view bytes) const override { return files::ascii_prefix(bytes); }
  // A run of pairs; the first character may be a mark.
  std::size_t append_common(std::string_view bytes, std::string& text) override {
    std::array<char, 192> run;
    std::size_t size = 0, taken = 0;
    while (!at_start() && taken + 2 <= bytes.size() && size + 4 <= run.size()) {
      const auto lead = static_cast<unsigned char>(bytes[taken]), trail = static_cast<unsigned char>(bytes[taken + 1]);
      if (!GbTable::is_lead(lead) || !GbTable::is_trail(trail) || table_.single(lead).length > 0) break;
      const Utf8Bytes& pair = table_.pair(lead, trail);
      if (pair.length == 0) break;
      std::memcpy(run.data() + size, pair.bytes.data(), pair.bytes.size());
      size += pair.length;
      taken += 2;
    }
    text.append(run.data(), size);
    return taken;
  }
  Character character(std::string_view bytes) override {
    const auto lead = static_cast<unsigned char>(bytes[0]);
    if (const Utf8Bytes& single = table_.single(lead); single.length > 0) return valid(1, single);
    if (!GbTable::is_lead(lead)) return {};
    if (bytes.size() < 2) return {Character::Step::cut, 0, {}};
    const auto trail = static_cast<unsigned char>(bytes[1]);
    if (GbTable::is_trail(trail)) {
      const Utf8Bytes& pair = table_.pair(lead, trail);
      return pair.length > 0 ? valid(2, pair) : Character{};
    }
    return four_bytes_ && is_digit(trail) ? quadruple(bytes) : Character{};
  }

 private:
  static bool is_digit(unsigned char byte) { return byte >= 0x30 && byte <= 0x39; }
  static Character valid(std::size_t source_length, const Utf8Bytes& utf8) {
    return {Character::Step::valid, source_length, {utf8.bytes.data(), utf8.length}};
  }

  Character quadruple(std::string_view bytes) {
    if (bytes.size() > 2 && !GbTable::is_lead(static_cast<unsigned char>(bytes[2]))) return {};
    if (bytes.size() > 3 && !is_digit(static_cast<unsigned char>(bytes[3]))) return {};
    if (bytes.size() < 4) return {Character::Step::cut, 0, {}};
    last_.length = static_cast<std::uint8_t>(iconv_.convert(bytes.substr(0, 4), last_.bytes));
    return last_.length > 0 ? valid(4, last_) : Character{};
  }

  const GbTable& table_;
  IconvHandle iconv_;
  Utf8Bytes last_;
  bool four_bytes_;
};

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

}  // namespace

std::string_view name_of(Encoding encoding) noexcept {
  constexpr std::array names = {"utf-8", "gb18030", "gbk", "sniffed"};
  return names[static_cast<std::size_t>(encoding)];
}

Result<Encoding> encoding_of(std::string_view name) {
  const std::string wanted = lower(name);
  if (wanted == "utf8") return Encoding::utf8;
  if (wanted == "gb2312") return Encoding::gbk;
  for (const auto encoding : {Encoding::utf8, Encoding::gb18030, Encoding::gbk, Encoding::sniffed})
    if (wanted == name_of(encoding)) return encoding;
  return Error(Errc::invalid_argument,
               "an encoding is one of utf-8, gb18030, gbk, sniffed: '" + std::string(name) + "'");
}

Encoding sniff(std::string_view start) {
  start = start.substr(0, kSniffedBytes);
  start.remove_prefix(files::utf8_prefix(start));
  const bool is_cut = start.empty() || files::utf8_character(start).step == Utf8Step::cut;
  return is_cut ? Encoding::utf8 : Encoding::gb18030;
}

Result<std::unique_ptr<Decoder>> make_decoder(Encoding encoding) {
  if (encoding == Encoding::sniffed)
    return Error(Errc::invalid_argument, "sniff the input first; then ask for the decoder of what was found");
  if (encoding == Encoding::utf8) return std::unique_ptr<Decoder>(std::make_unique<Utf8Decoder>());
  const GbTable* table = GbTable::of(encoding);
  if (table == nullptr)
    return Error(Errc::unsupported, "the C library has no converter for " + std::string(name_of(encoding)) +
                                        "; install its gconv modules");
  return std::unique_ptr<Decoder>(std::make_unique<GbDecoder>(*table, encoding == Encoding::gb18030));
}

Result<std::string> decode_all(std::string_view bytes, Encoding encoding, const std::string& name) {
  const Encoding actual = encoding == Encoding::sniffed ? sniff(bytes) : encoding;
  STAYSAIL_TRY(const auto decoder, make_decoder(actual));
  DecodedText decoded;
  decoder->decode(bytes, true, decoded);
  if (decoded.faults.empty()) return std::move(decoded.text);
  const auto& fault = decoded.faults.front();
  const std::string_view before = std::string_view(decoded.text).substr(0, fault.text_offset);
  const auto line = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return Error::at({name, line, 0}, Errc::malformed_encoding,
                   "the text is not " + std::string(name_of(actual)) +
                       " here; declare its encoding or mend it; byte offset " + std::to_string(fault.source_offset));
}

}  // namespace staysail
