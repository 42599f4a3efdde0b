// The parser: operator precedence over tokens, with the scope at hand, because only the scope tells where a name with
// spaces ends. Every node is typed as it is built, so that a filter knows the entries of its items.
#pragma once

#include <optional>

#include "decision/syntax.hpp"
#include "decision/token.hpp"
#include "decision/typing.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail::decision {

struct Tree {
  NodePtr root;
  std::vector<std::string> names;  // in order of first use; a name node's slot points here
  std::uint32_t locals = 0;        // slots an evaluator must keep
  std::vector<Warning> warnings;
};

// Who reads: a rule or an application, which wants to hear of a name that is not there, or a decision model, where it
// is null as the standard has it and where the clock may be asked.
enum class Reader : std::uint8_t { rule, model };

class Parser {
 public:
  Parser(const Source& source, const Scope& scope, Profile profile, std::vector<Token> tokens,
         Reader reader = Reader::rule)
      : source_(source),
        scope_(scope),
        standard_(profile == Profile::standard),
        in_model_(reader == Reader::model),
        typing_(source, profile),
        tokens_(std::move(tokens)) {}

  Result<Tree> expression();
  // Unary tests of the scope's name "?".
  Result<Tree> unary_tests();

 private:
  using Parsed = Result<NodePtr>;

  // What a name in a local frame stands for: a value of its own, or an entry of the item a filter looks at.
  struct Local {
    std::string name;
    FeelType type;
    std::uint32_t slot = 0;
    bool entry = false;
  };
  // A run of tokens that spells something.
  struct Match {
    std::size_t tokens = 0;
    const Local* local = nullptr;
    const Scope::Entry* entry = nullptr;
    const Builtin* builtin = nullptr;
  };
  // One more level of brackets while it lives.
  class Nested {
   public:
    explicit Nested(int& depth) : depth_(depth) { ++depth_; }
    ~Nested() { --depth_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    int& depth_;
  };
  // Local names that go out of sight at the end of a construct.
  class Frame {
   public:
    explicit Frame(std::vector<Local>& locals) : locals_(locals), size_(locals.size()) {}
    ~Frame() { locals_.erase(locals_.begin() + static_cast<std::ptrdiff_t>(size_), locals_.end()); }
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

   private:
    std::vector<Local>& locals_;
    std::size_t size_;
  };

  // parser.cpp: tokens, nodes, operators
  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  const Token& take() { return tokens_[at_ < tokens_.size() - 1 ? at_++ : at_]; }
  bool take_if(std::string_view symbol);
  bool take_word(std::string_view word);
  Status need(std::string_view symbol, std::string_view after);
  Status need_word(std::string_view word, std::string_view after);
  Error unexpected(std::string_view wanted) const;
  Error refused(std::size_t offset, std::string message) const {
    return source_.error(offset, Errc::syntax_error, std::move(message));
  }
  Status check_depth() const;
  NodePtr node(NodeKind kind, std::uint32_t begin, std::vector<NodePtr> children = {}) const;
  // Sets the end, types the node and hands it out.
  Parsed finish(NodePtr node) const;
  Result<Tree> complete(Parsed root);
  Parsed parse(int floor);
  Parsed iterated();
  Parsed operators_after(NodePtr left, int floor);
  Parsed infix(NodePtr left, const Token& sign, int power);
  Parsed chain(NodePtr left, NodeKind kind, int power);
  void warn_of_mixture(const Node& disjunction);
  Parsed instance_of(NodePtr left);

  // parse_primary.cpp: what begins an operand, and what follows it
  Parsed prefix();
  Parsed primary();
  Parsed keyword();
  Parsed literal(Value value);
  Parsed number_literal();
  Parsed text_literal();
  Parsed temporal_literal();
  Parsed parentheses();
  Parsed brackets();
  Parsed unary_range(NodeKind kind, std::uint32_t begin);
  Parsed range_from(NodePtr low, std::uint32_t begin, bool low_closed);
  bool closes_range(const Token& token) const;
  Parsed context();
  Result<std::string> context_key();
  Parsed conditional();
  Parsed loop(NodeKind kind, std::string_view body_word);
  Status iteration(Node& loop);
  Parsed postfix(NodePtr operand);
  Parsed path_after(NodePtr owner);
  Parsed filter_after(NodePtr list);

  // parse_functions.cpp: calls, functions, types
  struct Arguments {
    std::vector<std::string> names;  // of all, or of none
    std::vector<NodePtr> values;
  };
  Result<Arguments> arguments();
  std::size_t new_name(std::string_view stop = {}) const;
  std::size_t argument_name() const;
  Parsed call(const Builtin& builtin, std::uint32_t begin);
  Status place_by_name(const Builtin& builtin, Arguments given, Node& call);
  Parsed invocation(NodePtr function);
  Parsed function_definition();
  Status parameter(LambdaCode& code);
  Parsed function_body();
  Result<FeelType> type();
  Result<FeelType> type_within(std::string_view word);
  Result<FeelType> context_type();
  Result<FeelType> function_type();
  Result<FeelType> named_type();
  Status need_type_end();
  Parsed failure(std::uint32_t begin, std::string reason);

  // parse_names.cpp: names and tests
  std::size_t spelled(std::string_view name, std::size_t from) const;
  Match longest_match() const;
  Parsed name();
  Parsed name_node(const Scope::Entry& entry, std::uint32_t begin);
  Parsed local_node(const Local& local, std::uint32_t begin);
  Parsed unknown_name();
  Parsed standard_name();
  Parsed matched(const Match& match, std::uint32_t begin);
  Parsed entry_or(std::size_t locals, std::string name, std::uint32_t begin, Parsed otherwise);
  bool is_open_item(const Local& local) const;
  std::size_t words_from(std::size_t first) const;
  std::string spelling(std::size_t tokens) const;
  Error refused_function(const Token& token) const;
  std::string word_run() const;
  Local local(std::string name, FeelType type) { return {std::move(name), std::move(type), locals_used_++, false}; }

  // parse_tests.cpp: what stands right of `in` and in the cells of a table
  using Tests = Parsed (Parser::*)(const Node& subject);
  NodePtr copy_of(const Node& subject) const;
  Parsed membership(NodePtr left) { return tested(std::move(left), &Parser::tests_right_of_in); }
  Parsed between(NodePtr left) { return tested(std::move(left), &Parser::bounds_of_between); }
  Parsed tested(NodePtr left, Tests tests);
  Parsed bound_tests(NodePtr left, Tests tests);
  Parsed tests_right_of_in(const Node& subject);
  Parsed bounds_of_between(const Node& subject);
  Parsed parenthesised_tests(const Node& subject);
  Parsed cell_tests(const Node& subject);
  Parsed negated_tests(const Node& subject);
  Parsed test_list(const Node& subject, std::vector<NodePtr> tests);
  Parsed test(const Node& subject, int floor);
  const NodeKind* test_operator() const;
  Parsed operator_test(const Node& subject, NodeKind kind);
  Parsed test_of(const Node& subject, NodePtr value, bool mentions_subject);
  Parsed cell_test(const Node& subject, NodePtr value);
  Parsed item_test(const Node& subject, NodePtr item);
  Parsed list_test(const Node& subject, Node& list);
  Parsed range_test(const Node& subject, Node& range);
  Parsed pair(NodeKind kind, NodePtr left, NodePtr right, std::uint32_t begin, std::uint32_t end) const;

  const Source& source_;
  const Scope& scope_;
  bool standard_, in_model_;
  bool in_cell_ = false;  // of a model's decision table
  Typing typing_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::uint32_t locals_used_ = 0;
  std::size_t subject_mentions_ = 0;  // how often "?" was named so far
  std::vector<Local> locals_;
  Tree tree_;
};

}  // namespace staysail::decision
