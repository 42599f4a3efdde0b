// Sentences that the night stores in English with parts that vary: why an indicator has no data.
#pragma once

#include <array>

#include "staysail/strategy/guard_note.hpp"

namespace staysail::report {

inline constexpr std::array kNightSentences = {
    SentencePattern{"{0} indicators have no data in the feeds", "{0}个指标在数据中没有值"},
    SentencePattern{"{0} indicator has no data in the feeds", "{0}个指标在数据中没有值"},
    SentencePattern{"{0} indicators lack the latest cycle", "{0}个指标缺少最近账期的数据"},
    SentencePattern{"{0} indicator lacks the latest cycle", "{0}个指标缺少最近账期的数据"},
    SentencePattern{"{0} indicators have no data in the feeds, {1} indicator lacks the latest cycle",
                    "{0}个指标在数据中没有值，{1}个指标缺少最近账期的数据"},
    SentencePattern{"{0} indicator has no data in the feeds, {1} indicator lacks the latest cycle",
                    "{0}个指标在数据中没有值，{1}个指标缺少最近账期的数据"},
    SentencePattern{"{0} indicators have no data in the feeds, {1} indicators lack the latest cycle",
                    "{0}个指标在数据中没有值，{1}个指标缺少最近账期的数据"},
    SentencePattern{"{0} indicator has no data in the feeds, {1} indicators lack the latest cycle",
                    "{0}个指标在数据中没有值，{1}个指标缺少最近账期的数据"},
    SentencePattern{"{0} is known until {1} only", "{0}的数据只到{1}"},
    SentencePattern{"memberships of groups contradict each other and count for nothing",
                    "集团成员关系相互矛盾，不计入"},
    SentencePattern{"groups are members of each other in a circle; end one of these memberships",
                    "集团互为成员，形成循环；请终止其中一个成员关系"},
    SentencePattern{"a group is part of one other at most; end one of its memberships",
                    "一个集团至多隶属一个上级集团；请终止其中一个成员关系"},
    SentencePattern{"subscriptions have no text attribute {0}", "用户数据没有文本属性{0}"},
    SentencePattern{"the feeds tell of no parties", "数据中没有参与人"},
    SentencePattern{"found and not used: identity.toml says persons = false",
                    "已识别但未使用：identity.toml 中 persons = false"},
    SentencePattern{"the facts of {0} end on {1}, more than {2} days before {3}", "{0}的数据止于{1}，早于{3}超过{2}天"},
    SentencePattern{"it is made of {0}, which is stale", "其输入{0}已过期"},
    SentencePattern{"the lines of {0} tell no law of lifetimes; that of all lines stands in",
                    "{0}的用户不足以拟合留存规律，以全部用户的规律代替"},
    SentencePattern{"the lines tell no law of lifetimes", "用户数据不足以拟合留存规律"},
    SentencePattern{"the lines tell no law of purchases", "缴费数据不足以拟合购买规律"},
    SentencePattern{"all lines have the same value of {0}", "全部用户的{0}相同"},
    SentencePattern{"no subscription has a value of {0}", "没有用户有{0}的值"},
    SentencePattern{"no feed holds rows of {0}", "没有数据源提供{0}的记录"},
    SentencePattern{"no row has a value of {0}", "没有记录有{0}的值"},
    SentencePattern{"nobody has a value of {0}; its weight is shared out over the other inputs",
                    "没有用户有{0}的值，其权重由其他输入分摊"},
};

}  // namespace staysail::report
