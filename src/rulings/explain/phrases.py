"""Our own phrases, both languages side by side, with gaps in braces. What a policy says is never here."""

from __future__ import annotations

from rulings.model import Bilingual


def _(en: str, zh: str) -> Bilingual:
    return Bilingual(en, zh)


PHRASES: dict[str, Bilingual] = {
    # Headings
    "title_party": _("{policy}: what was decided", "{policy}：结果说明"),
    "title_auditor": _("{policy}: reasons of the ruling", "{policy}：裁定理由"),
    "case": _("Case {id}", "案件编号：{id}"),
    "decided_heading": _("What was decided", "结论"),
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
    "more_than": _("more than {length}", "{length}多"),
    "times_in": _("All times are {zone}.", "以上时间均为{zone}。"),
    "times_in_other": _(
        "All times are {zone}; moments given with another offset have been converted.",
        "以上时间均为{zone}；以其他时区给出的时间已作换算。",
    ),
    # Facts and conditions
    "fact_is": _("{title} {be} {value}", "{title}为{value}"),
    "fact_not": _("{clause}, not {others}", "{clause}，而非{others}"),
    "happened": _("{clause} on {moment}", "{clause}{moment}"),
    "related": _("{clause}, {relation}", "{clause}，{relation}"),
    "unknown_whether": _("it is not known {title}", "尚不清楚{title}"),
    "unknown_when": _("it is not known when {clause}", "尚不清楚{clause}"),
    "unknown_fact": _("{title} {be} not known", "{title}尚不清楚"),
    "known_whether": _("it is known {title}", "已知{title}"),
    "known_when": _("it is known when {clause}", "已知{clause}"),
    "known_fact": _("{title} {be} known", "{title}已知"),
    "undecided_decision": _("{title} cannot be told yet", "{title}尚不能确定"),
    "window_open": _("{title} is still open", "尚在{title}内"),
    "window_not_yet_open": _("{title} is not open yet", "{title}尚未开始"),
    "window_expired": _("{title} has expired", "{title}已过"),
    "window_not_applicable": _("{title} does not apply", "{title}不适用"),
    "decision_is": _("{title} {be} {value}", "{title}为{value}"),
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
    "supposed_not": _("{title} {be} not {value}", "{title}不是{value}"),
    "supposed_relation": _("{title} {be} {relation}", "{title}{relation}"),
    "supposed_happened": _("{clause} {relation}", "{clause}{relation}"),
    "because": _("{clause}, because {reasons}", "{clause}：{reasons}"),
    # Periods
    "exact": _("{start} + {span} = {end}", "自{start}起满{span}，即{end}"),
    "the_day_after": _(
        "{start} + {span}, the day itself not counted: ends {end}", "自{start}的次日起算{span}，至{end}届满"
    ),
    "the_same_day": _("{start} + {span}, the day itself counted: ends {end}", "自{start}当日起算{span}，至{end}届满"),
    "exact_ends": _(
        "The time is {span}, counted from {start}; it ends on {end}", "期限为{span}，自{start}起算，至{end}届满"
    ),
    "the_day_after_ends": _(
        "The time is {span}, counted from the day after {start}; it ends on {end}",
        "期限为{span}，自{start}的次日起算，至{end}届满",
    ),
    "the_same_day_ends": _(
        "The time is {span}, counted from {start} on; it ends on {end}", "期限为{span}，自{start}当日起算，至{end}届满"
    ),
    "exact_opens": _(
        "The time begins {span} after {start}, that is on {end}", "自{start}起满{span}，即自{end}起可以提出"
    ),
    "the_day_after_opens": _(
        "The time begins after {span}, counted from the day after {start}; these end on {end}",
        "自{start}的次日起算，满{span}（至{end}）后可以提出",
    ),
    "the_same_day_opens": _(
        "The time begins after {span}, counted from {start} on; these end on {end}",
        "自{start}当日起算，满{span}（至{end}）后可以提出",
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
    "no_end": _("It has no end", "没有截止时间"),
    "opens_on": _("It begins on {moment}.", "自{moment}起可以提出。"),
    "one_of_periods": _(
        "Depending on what is not known yet, the time is one of these:", "视尚未查明的事实而定，期限为下列之一："
    ),
    "in_any_case": _("In each of these cases the result is the same.", "无论适用哪一种，结论相同。"),
    "time_is": _("The time is {span}", "期限为{span}"),
    "unless_known": _("{span}, ending on {end}", "{span}，至{end}届满"),
    "if_period": _("if {clause}: {period}", "如果{clause}：{period}"),
    "else_period": _("otherwise: {period}", "其他情形：{period}"),
    "this_time": _("This time applies because {clauses}.", "适用这一期限，因为{clauses}。"),
    "no_other_time": _("No other time applies, because {clauses}.", "不适用其他期限，因为{clauses}。"),
    "asked_with_margin": _("{clause}: {margin}", "{clause}，{margin}"),
    # Margins
    "margin_open": _("{length} left", "距届满还有{length}"),
    "margin_open_zero": _("at the very last moment", "恰在最后一刻"),
    "margin_expired": _("late by {length}", "逾期{length}"),
    "margin_expired_zero": _("it had just ended", "期限刚刚届满"),
    "margin_not_yet_open": _("opens in {length}", "还须等待{length}"),
    "asked_open": _("{length} left", "距届满还有{length}"),
    "asked_open_zero": _("at the very last moment", "恰在最后一刻"),
    "asked_expired": _("late by {length}", "逾期{length}"),
    "asked_expired_zero": _("just too late, for the time had just ended", "此时期限刚刚届满"),
    "asked_not_yet_open": _("{length} too early", "早了{length}"),
    "margin_other": _("margin {length}", "差距{length}"),
    "and_margin": _("{value}, {margin}", "{value}，{margin}"),
    # Results
    "undecided": _("cannot be decided yet", "尚不能确定"),
    "not_yet": _("Not decided yet: {titles}.", "尚不能确定：{titles}。"),
    "possible": _("It can still come to: {values}.", "可能的结果：{values}。"),
    "nothing_applies": _("No part of this policy applies to the case.", "本规则的各项内容均不适用于本案。"),
    "bears": _("{party} bears {costs}", "{costs}由{party}承担"),
    "bear": _("{party} bear {costs}", "{costs}由{party}承担"),
    "all_bears": _("{party} bears {costs}", "{costs}均由{party}承担"),
    "all_bear": _("{party} bear {costs}", "{costs}均由{party}承担"),
    "split": _("of {cost}, {shares}", "{cost}中，{shares}"),
    "share": _("{party} bears {rate}", "{party}承担{rate}"),
    "share_you": _("{party} bear {rate}", "{party}承担{rate}"),
    "as_agreed": _("the parties' own agreement decides who bears {costs}", "{costs}按双方约定承担"),
    "cost_of": _("{cost} of {amount}", "{cost}{amount}"),
    "odd_fen": _("shares are rounded down to the fen, and {party} takes what is left over", "各方份额舍至分，余数归{party}"),
    "you": _("you", "您"),
    # Why
    "also": _("{clause}", "{clause}"),
    "whatever_else": _("Whatever is still unknown, the result is the same, since:", "其余尚未查明的事实不影响结果："),
    "no_rule_fits": _("No rule decides this case, since:", "没有规则可以适用，因为："),
    "same_reasons": _("The reasons are those given above.", "理由同上。"),
    # Needs
    "judged_by": _("for {party} to judge", "由{party}认定"),
    "if_values": _("If {clause}, {results}.", "如果{clause}，则{results}。"),
    "question_whether": _("{title}", "{title}？"),
    "question_when": _("when {clause}", "{clause}"),
    "question_fact": _("{title}", "{title}"),
    "some_together": _(
        "The items without a further line settle nothing alone, but they can together with others.",
        "未注明结论的事项，单独一项不足以定论，须与其他事项一并查明。",
    ),
    "only_together": _(
        "None of these settles the matter alone; it takes several of them.", "上述事项单独一项均不足以定论，须一并查明。"
    ),
    "then_more": _(
        "Depending on the answers, some of {count} further facts may matter.", "视上述情况，可能还须查明其余{count}项事实中的一部分。"
    ),
    "still_open": _("{titles} still cannot be decided", "{titles}仍不能确定"),
    "falls_away": _("nothing is left to decide about {titles}", "{titles}不再适用"),
    "all_falls_away": _("nothing is left to decide about {titles}", "{titles}均不再适用"),
    "even_then": _("nothing more can be told", "仍不能确定结果"),
    # What it rests on
    "rule_of": _(
        "“{policy}”, the version in force from {day}", "《{policy}》，自{day}起施行的版本"
    ),
    "source": _("source: {about}", "出处：{about}"),
    "quote": _("“{text}”", "“{text}”"),
    "unclear": _("The source is unclear: {text}", "原文不明确：{text}"),
    "we_read": _("We read it so: {text}", "我们的理解：{text}"),
}
