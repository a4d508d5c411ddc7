"""Our own phrases, both languages side by side, with gaps in braces. What a policy says is never here."""

from __future__ import annotations

from rulings.model import Bilingual


def _(en: str, zh: str) -> Bilingual:
    return Bilingual(en, zh)


PHRASES: dict[str, Bilingual] = {
    # Headings
    "title_party": _("{policy}: what was decided", "{policy}：处理结果说明"),
    "title_auditor": _("{policy}: reasons of the ruling", "{policy}：裁定理由"),
    "case": _("Case {id}", "案件编号：{id}"),
    "decided_heading": _("What was decided", "处理结果"),
    "why_heading": _("Why", "理由"),
    "dates_heading": _("The dates", "期限"),
    "needs_heading": _("What we still need to know", "尚需查明的事项"),
    "rests_on_heading": _("What it rests on", "依据"),
    "unclear_heading": _("How we read what the source leaves open", "对原文未尽之处的理解"),
    "ruling_heading": _("The ruling", "裁定"),
    "facts_heading": _("Facts cited", "引用的事实"),
    "provisions_heading": _("Provisions cited", "引用的条款"),
    "readings_heading": _("Readings taken", "采用的理解"),
    # Values
    "yes": _("yes", "是"),
    "no": _("no", "否"),
    "nothing_known": _("not known", "不明"),
    "zone": _("the time of {name}", "{name}时间"),
    "more_than": _("more than {length}", "{length}以上"),
    "times_in": _("All times are {zone}.", "以上时间均为{zone}。"),
    "times_in_other": _(
        "All times are {zone}; moments given with another offset have been converted.",
        "以上时间均为{zone}；以其他时区给出的时间已作换算。",
    ),
    # Facts and conditions
    "fact_is": _("{title} is {value}", "{title}为{value}"),
    "fact_not": _("{clause}, not {others}", "{clause}，而非{others}"),
    "happened": _("{clause} on {moment}", "{clause}{moment}"),
    "happened_relation": _("{clause}, {relation} {operand}", "{clause}，{relation}{operand}"),
    "unknown_whether": _("it is not known {title}", "尚不清楚{title}"),
    "unknown_when": _("it is not known when {clause}", "尚不清楚{clause}"),
    "unknown_fact": _("{title} is not known", "{title}尚不清楚"),
    "known_whether": _("it is known {title}", "已知{title}"),
    "known_when": _("it is known when {clause}", "已知{clause}"),
    "known_fact": _("{title} is known", "{title}已知"),
    "undecided_decision": _("{title} is still open", "{title}尚不能确定"),
    "window_open": _("{title} is still open", "尚在{title}内"),
    "window_not_yet_open": _("{title} is not open yet", "{title}尚未开始"),
    "window_expired": _("{title} has expired", "{title}已过"),
    "window_not_applicable": _("{title} does not apply", "{title}不适用"),
    "decision_is": _("{title} is {value}", "{title}为{value}"),
    "field_of": _("{field} of {title}", "{title}的{field}"),
    "field_opens_at": _("the opening", "起始时间"),
    "field_last_moment": _("the end", "届满时间"),
    "field_share": _("what {party} bears of {cost}", "{cost}中由{party}承担的金额"),
    "field_other": _("the result {field}", "{field}"),
    "operand_with_value": _("{title} ({value})", "{title}（{value}）"),
    "eq": _("exactly {operand}", "正是{operand}"),
    "ne": _("not {operand}", "不是{operand}"),
    "ge": _("at least {operand}", "不低于{operand}"),
    "gt": _("more than {operand}", "高于{operand}"),
    "le": _("at most {operand}", "不超过{operand}"),
    "lt": _("less than {operand}", "低于{operand}"),
    "time_eq": _("at the same moment as {operand}", "与{operand}相同"),
    "time_ge": _("no earlier than {operand}", "不早于{operand}"),
    "time_gt": _("after {operand}", "晚于{operand}"),
    "time_le": _("no later than {operand}", "不晚于{operand}"),
    "time_lt": _("before {operand}", "早于{operand}"),
    "because": _("{clause}, because {reasons}", "{clause}：{reasons}"),
    # Periods
    "exact_period": _("{start} + {span} = {end}", "自{start}起满{span}，即{end}"),
    "exact_period_plain": _("{span} after {start} is {end}", "自{start}起满{span}，即{end}"),
    "day_after": _(
        "{start} + {span}, the day itself not counted: ends {end}", "自{start}的次日起算{span}，至{end}届满"
    ),
    "day_after_plain": _(
        "The time is {span}, counted from the day after {start}; it ends on {end}", "自{start}的次日起算{span}，至{end}届满"
    ),
    "same_day": _("{start} + {span}, the day itself counted: ends {end}", "自{start}当日起算{span}，至{end}届满"),
    "same_day_plain": _(
        "The time is {span}, counted from {start} on; it ends on {end}", "自{start}当日起算{span}，至{end}届满"
    ),
    "clipped_last_day": _("{month} has no day {day}, so its last day counts", "{month}没有{day}日，以该月最后一日为准"),
    "clipped_next_day": _(
        "{month} has no day {day}, so the first day of the next month counts", "{month}没有{day}日，以次月第一日为准"
    ),
    "ran_on": _(
        "the last day, {day}, is a rest day, so the time runs on to the next working day",
        "最后一日{day}为法定休息日，顺延至其后的第一个工作日",
    ),
    "with_note": _("{text} ({note})", "{text}（{note}）"),
    "opens_with": _("It opens with {event}: {moment}", "自{event}开始：{moment}"),
    "no_end": _("It has no end.", "没有截止时间。"),
    "one_of_periods": _(
        "Depending on what is not known yet, the time is one of these:", "视尚未查明的事实而定，期限为下列之一："
    ),
    "in_any_case": _("In each of these cases the result is the same.", "无论适用哪一种，结论相同。"),
    "unless_known": _("{span}, ending on {end}", "{span}，至{end}届满"),
    # Margins
    "margin_open": _("{length} left", "距届满还有{length}"),
    "margin_open_zero": _("at the very last moment", "恰在最后一刻"),
    "margin_expired": _("late by {length}", "逾期{length}"),
    "margin_expired_zero": _("it had just ended", "期限刚刚届满"),
    "margin_not_yet_open": _("opens in {length}", "还须等待{length}"),
    "margin_other": _("margin {length}", "差距{length}"),
    "and_margin": _("{value}, {margin}", "{value}，{margin}"),
    # Results
    "undecided": _("cannot be decided yet", "尚不能确定"),
    "possible": _("It can still come to: {values}.", "可能的结果：{values}。"),
    "nothing_applies": _("No part of this policy applies to the case.", "本规则的各项内容均不适用于本案。"),
    "bears": _("{party} bears {costs}", "{costs}由{party}承担"),
    "bear": _("{party} bear {costs}", "{costs}由{party}承担"),
    "all_borne": _("{party} bears {costs}", "{costs}均由{party}承担"),
    "all_bear": _("{party} bear {costs}", "{costs}均由{party}承担"),
    "split": _("{cost} is split: {shares}", "{cost}由双方分担：{shares}"),
    "share": _("{party} bears {rate}", "{party}承担{rate}"),
    "share_you": _("{party} bear {rate}", "{party}承担{rate}"),
    "as_agreed": _("{costs} is borne as the parties agree", "{costs}按双方约定承担"),
    "all_as_agreed": _("{costs} are borne as the parties agree", "{costs}按双方约定承担"),
    "cost_of": _("{cost} of {amount}", "{cost}{amount}"),
    "odd_fen": _("shares are rounded down to the fen, and {party} takes what is left over", "各方份额舍至分，余数归{party}"),
    "you": _("you", "您"),
    # Why
    "also": _("{clause}", "{clause}"),
    "whatever_else": _("Whatever is still unknown, the result is the same, since:", "其余尚未查明的事实不影响结果："),
    "no_rule_fits": _("No rule decides this case, since:", "没有规则可以适用，因为："),
    # Needs
    "judged_by": _("for {party} to judge", "由{party}认定"),
    "if_values": _("If {clause}: {results}.", "如果{clause}：{results}。"),
    "question": _("{title}", "{title}"),
    "question_when": _("when {clause}", "{clause}"),
    "bears_on": _("It bears on {titles}.", "影响：{titles}。"),
    "not_alone": _("Alone it settles nothing; it is needed together with the rest.", "仅此一项尚不足以定论，须与其他事项一并查明。"),
    "same_result": _("the result is still open", "结果仍不能确定"),
    "more_needs": _("It can also matter:", "此外还可能涉及："),
    # What it rests on
    "rule_of": _(
        "“{policy}”, the version in force from {day}", "《{policy}》，自{day}起施行的版本"
    ),
    "source": _("source: {about}", "出处：{about}"),
    "unclear": _("The source is unclear: {text}", "原文不明确：{text}"),
    "we_read": _("We read it so: {text}", "我们的理解：{text}"),
}
