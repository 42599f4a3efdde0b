// A feed told in the test: files of rows as text, one table each or several.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/model/table.hpp"

namespace staysail::testing {

// "customer_id=C1;region=Wuhan": one record; a record may feed several tables when its file names them.
struct ToldFile {
  std::string name, feed;
  std::vector<std::string> tables;
  std::vector<std::string> records;
  std::int64_t version = 0;
};

inline std::map<std::string, std::string> values_of(const std::string& record) {
  std::map<std::string, std::string> values;
  for (std::size_t begin = 0; begin < record.size();) {
    const std::size_t end = std::min(record.find(';', begin), record.size());
    const std::size_t equals = record.find('=', begin);
    values[record.substr(begin, equals - begin)] = record.substr(equals + 1, end - equals - 1);
    begin = end + 1;
  }
  return values;
}

inline void append(ColumnBuilder& builder, const Attribute& attribute,
                   const std::map<std::string, std::string>& values) {
  const auto found = values.find(attribute.name);
  if (found == values.end()) return builder.append_null();
  switch (written_as(attribute.type)) {
    case AttributeType::month: return builder.append_number(Month::parse(found->second).value().index());
    case AttributeType::day: return builder.append_day(Day::parse(found->second).value());
    case AttributeType::boolean: return builder.append_boolean(found->second == "true");
    case AttributeType::money:
    case AttributeType::number: return builder.append_number(std::stoll(found->second));
    default: return builder.append_text(found->second);
  }
}

inline FeedPart part_of(const TableDescription& table, const ToldFile& file, std::size_t begin, std::size_t end) {
  FeedPart part;
  part.table = table.name;
  BatchBuilder builder(schema_of(table));
  for (std::size_t i = begin; i < end; ++i) {
    const auto values = values_of(file.records[i]);
    if (values.count("bad") != 0) continue;
    for (std::size_t c = 0; c < table.attributes.size(); ++c) append(builder.column(c), table.attributes[c], values);
    part.version.push_back(file.version);
  }
  part.batch = builder.finish().value();
  for (std::uint32_t row = 0; row < part.version.size(); ++row) part.row.push_back(row);
  return part;
}

class ToldReader final : public FeedReader {
 public:
  ToldReader(const ToldFile& file, std::size_t rows) : file_(&file), rows_(rows) {}
  Result<bool> next(FeedBatch& out) override {
    out = FeedBatch();
    if (at_ == file_->records.size()) return false;
    const std::size_t end = std::min(at_ + rows_, file_->records.size());
    out.file = file_->name;
    for (std::size_t i = at_; i < end; ++i) tell(i, out);
    for (const auto& table : file_->tables) out.parts.push_back(part_of(*find_model_table(table), *file_, at_, end));
    at_ = end;
    return true;
  }

 private:
  void tell(std::size_t i, FeedBatch& out) const {
    const Digest digest = digest_of(file_->records[i]);
    if (values_of(file_->records[i]).count("bad") == 0) return out.rows.push_back(RowOrigin{i + 2, i * 10, digest});
    RejectedRow reject;
    reject.file = file_->name;
    reject.line = i + 2;
    reject.reason = "bad_number";
    reject.digest = digest;
    out.rejects.push_back(reject);
  }

  const ToldFile* file_;
  std::size_t rows_, at_ = 0;
};

class ToldFeed final : public BossFeed {
 public:
  std::vector<ToldFile> files;

  Result<std::vector<FeedSplit>> plan(const FeedRequest&) override {
    std::vector<FeedSplit> splits;
    for (const auto& file : files) {
      Digester content;
      for (const auto& record : file.records) content.add(record);
      FeedSplit split;
      split.token = split.file = file.name;
      split.feed = file.feed;
      split.tables = file.tables;
      split.content = content.add(file.name).add(file.version).finish();
      splits.push_back(std::move(split));
    }
    return splits;
  }

  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override {
    for (const auto& file : files)
      if (file.name == split.token)
        return std::unique_ptr<FeedReader>(std::make_unique<ToldReader>(file, request.rows_per_batch));
    return Error(Errc::invalid_argument, "unknown split: " + split.token);
  }
};

}  // namespace staysail::testing
