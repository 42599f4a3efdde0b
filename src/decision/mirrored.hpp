// The same comparison with its sides exchanged: `a < b` is `b > a`.
#pragma once

#include "decision/syntax.hpp"

namespace staysail::decision {

constexpr NodeKind mirrored(NodeKind kind) {
  switch (kind) {
    case NodeKind::less: return NodeKind::greater;
    case NodeKind::less_equal: return NodeKind::greater_equal;
    case NodeKind::greater: return NodeKind::less;
    case NodeKind::greater_equal: return NodeKind::less_equal;
    default: return kind;
  }
}

}  // namespace staysail::decision
