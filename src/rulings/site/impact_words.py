"""The words of the page on what another version would change."""

from __future__ import annotations

from rulings.audit.impact.comparing import NOT_APPLICABLE
from rulings.audit.impact.comparison import ABSENT, EQUAL, LESS, MORE, OTHER, UNDETERMINED, VALUE
from rulings.model import Bilingual

VALUES = {
    ABSENT: Bilingual("no such decision", "无此项决定"),
    UNDETERMINED: Bilingual("undetermined", "尚不能确定"),
    NOT_APPLICABLE: Bilingual("not applicable", "不适用"),
    VALUE: Bilingual("a value", "有数值"),
    EQUAL: Bilingual("the same value", "数值相同"),
    LESS: Bilingual("less", "减少"),
    MORE: Bilingual("more", "增加"),
    OTHER: Bilingual("another value", "其他值"),
    "true": Bilingual("yes", "是"),
    "false": Bilingual("no", "否"),
}
WORDS = {
    "title": Bilingual("{policy}: from {old} to {new}", "{policy}：由{old}改为{new}"),
    "lead": Bilingual(
        "What version {new} of “{title}” changes in {cases:,} past cases, compared with version {old}.",
        "对{cases:,}个既往案件，比较“{title}”的{new}版本与{old}版本。",
    ),
    "read": Bilingual("rows read", "读取行数"),
    "compared": Bilingual("compared", "已比较"),
    "faulty": Bilingual("faulty, and not compared", "有误，未比较"),
    "passed_over": Bilingual("of other policies", "属于其他规则"),
    "changed": Bilingual("changed", "结果变化"),
    "undetermined": Bilingual("left open by a version", "有版本尚不能确定"),
    "same": Bilingual("the same", "结果相同"),
    "transitions": Bilingual("What becomes of the results", "结果的变化"),
    "drawing": Bilingual("{title}: {old} on the left, {new} on the right", "{title}：左为{old}，右为{new}"),
    "old": Bilingual("under {old}", "{old}版本"),
    "new": Bilingual("under {new}", "{new}版本"),
    "cases": Bilingual("cases", "案件数"),
    "of_cases": Bilingual("of all", "占比"),
    "rules": Bilingual(
        "By rule: in how many cases it applied, and in how many of these the result changed",
        "按规则：适用的案件数，以及其中结果变化的案件数",
    ),
    "rule": Bilingual("rule", "规则"),
    "version": Bilingual("version", "版本"),
    "money": Bilingual("Money moved", "金额变化"),
    "of": Bilingual("of", "项目"),
    "gained": Bilingual("gained", "增加"),
    "lost": Bilingual("lost", "减少"),
    "moved": Bilingual("in sum", "合计变化"),
    "moved_cases": Bilingual("cases", "案件数"),
    "unknown": Bilingual("not known in", "金额不明的案件数"),
    "examples": Bilingual("Examples: {old} → {new}", "示例：{old} → {new}"),
    "example": Bilingual("Row {row}, case {case}", "第{row}行，案件{case}"),
    "no_id": Bilingual("without id", "（无编号）"),
    "faults": Bilingual("Rows that were not compared, by fault", "未比较的行，按错误"),
    "fault": Bilingual("fault", "错误"),
    "foot": Bilingual(
        "Written by rulings from the policies and the cases alone. Cases that a version leaves open are no changes.",
        "由rulings仅根据规则与案件生成。有版本尚不能确定的案件不计为变化。",
    ),
}
