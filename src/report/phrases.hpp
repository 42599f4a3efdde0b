// The phrases of the report in each language.
#pragma once

#include <cstdint>

namespace staysail::report {

enum class Phrase : std::uint16_t {
  report_title, indicator_missing, until_month, earlier_ends, nothing_warned, no_task, not_charted, best_advice, feed, feeds, file_count,
  took_it_share, reached_only, other, churn_lead, unnamed, nothing_found, period_line, contents, folded_table, yes, no, all, total,
  nobody, open_task, share, lines, room_could_not_run, room_said_nothing, first_night, footer, key_figures, subscriptions,
  subscriptions_note, customers, customers_note, warned_high, warned_note, tasks_issued, tasks_note, kept_difference, no_effect_yet,
  retention_rate, retention_note, no_month_before, lines_ended, ended_note, nothing_ended, ended_until_now, rows_read, rows_note, stages,
  stages_lead, stage_flow, stage_flow_text, stage_moves, from_to, stage_shares, stage_shares_text, month, retention_by_month,
  retention_base, retention_kept, churn_kinds, churn_kinds_text, grid, grid_lead, grid_text, value_axis, loyalty_axis, value_quartile,
  loyalty_quartile, value_band, loyalty_band, value_sum, segments, segments_lead, segments_text, segment, value_mean, warned_of_them,
  warnings, warnings_lead, warning_levels, warning_levels_text, level, reasons, reasons_text, reason, code, call_first, rank,
  subscription, customer, stage, value, task_of_line, why, funnel, funnel_lead, funnel_total, funnel_total_text, considered, matched,
  after_guard, stopped, left_over, strategy_ends, strategy_ends_text, strategy, stopped_by_rule, stopped_by_customer,
  stopped_by_contacts, stopped_by_rank, tasks, tasks_lead, results, results_text, tasks_by_month, closed, still_open, overdue,
  overdue_none, overdue_some, overdue_list, assignees, assignee, unit, due, days_late, state, task_id, took_it, effects, effects_lead,
  forest, forest_text, below_zero, above_zero, points, difference, interval, treated, kept_of_treated, held_out, kept_of_held_out,
  verdict, kept_customers, programme, no_estimate, finer_cells, in_words, advice, advice_lead, advice_table, strength, evidence,
  sentence, verdict_nobody_treated, verdict_no_hold_out, verdict_too_small, verdict_sample_mismatch, verdict_contaminated, verdict_keeps,
  verdict_drives_away, verdict_unclear, quality, quality_lead, files, files_text, file, read, accepted, duplicate, quarantined, adds_up,
  seen_before, sum_right, sum_wrong, quarantine_reasons, quarantine_text, records, missing_inputs, indicator, dangling, attribute,
  completeness, completeness_share, rooms, rooms_lead, room, ran, receipt, receipt_lead, item, as_of, playbook, playbook_digest, digest,
  recovered, indicators, nights_before, figure, subscriptions_known, no_strategy_matches,
  stopped_match, stopped_match_detail, outranked_by, outranked_on, why_held_out, nothing_to_take,
  handled_alone, kept_difference_of,
  count_of_phrases,
};

struct PhraseText {
  Phrase phrase;
  const char* english;
  const char* chinese;
};

const PhraseText& text_of(Phrase phrase);

}  // namespace staysail::report
