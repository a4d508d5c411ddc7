"""A small platform with facts of every type, with and without bounds; names that are words of Python among them."""

VOCABULARY = """\
platform: market
title: {en: Market, zh: 市场}
parties:
  buyer: {en: the buyer, zh: 买家}
groups:
  order: {en: order, zh: 订单}
  goods: {en: goods, zh: 商品}
  claim: {en: claim, zh: 申诉}
  class: {en: class, zh: 类别}
facts:
  order.placed_at: {type: datetime, title: {en: the moment of the order, zh: 下单时间}}
  order.amount: {type: money, title: {en: the amount, zh: 金额}, minimum: 0.00 CNY, maximum: 100000.00 CNY}
  order.count: {type: integer, title: {en: the number of goods, zh: 件数}, minimum: 1, maximum: 99}
  order.paid_on: {type: date, title: {en: the day of payment, zh: 付款日期}}
  order.note: {type: text, title: {en: the note, zh: 备注}}
  goods.kind:
    type: choice
    title: {en: the kind of goods, zh: 商品种类}
    options:
      fresh: {en: fresh goods, zh: 生鲜}
      durable: {en: durable goods, zh: 耐用品}
      digital: {en: digital goods, zh: 数字商品}
  goods.sealed:
    type: boolean
    title: {en: whether the goods are sealed, zh: 商品是否密封}
    if_true: {en: the goods are sealed, zh: 商品密封}
    if_false: {en: the goods are not sealed, zh: 商品未密封}
  goods.weight: {type: decimal, title: {en: the weight, zh: 重量}, minimum: 0.001, maximum: 1000}
  goods.score: {type: decimal, title: {en: the score, zh: 评分}}
  goods.defects: {type: integer, title: {en: the number of defects, zh: 缺陷数}}
  claim.opened_at: {type: datetime, title: {en: the moment of the claim, zh: 申诉时间}}
  claim.balance: {type: money, title: {en: the balance, zh: 余额}}
  claim.share: {type: rate, title: {en: the share, zh: 比例}, minimum: 0%, maximum: 100%}
  claim.growth: {type: rate, title: {en: the growth, zh: 增长率}}
  claim.answered_in: {type: span, title: {en: time to answer, zh: 回复时长}, minimum: 1 second, maximum: 48 hours}
  claim.waited: {type: span, title: {en: the time waited, zh: 等待时长}}
  class.if:
    type: boolean
    title: {en: whether there is a class, zh: 是否有类别}
    if_true: {en: there is a class, zh: 有类别}
    if_false: {en: there is no class, zh: 没有类别}
"""

REGISTER = """\
documents:
  S1: {file: market.txt, about: {en: The market, zh: 市场}}
provisions:
  MK-1: {document: S1, states: {en: Sealed goods are taken back., zh: 密封商品可以退货。}}
"""

_VERSION = """\
policy: market/%s
version: 2024-01-01
title: {en: Returns, zh: 退货}
published: 2024-01-01
in_force: {from: 2024-01-01, until: 2024-12-31, chosen_by: claim.opened_at}
sources:
  S1: {document: market.txt, about: the market}
decisions:
  answer:
    kind: table
    title: {en: The answer, zh: 结果}
    gives: {type: choice, options: {taken_back: {en: taken back, zh: 退货}, refused: {en: not taken back, zh: 不退货}}}
    rules:
      - id: sealed
        when: {goods.sealed is: true, order.count at least: 2}
        value: taken_back
        cites: MK-1
    otherwise: {value: refused, cites: MK-1}
"""

POLICY = "market/returns"
OTHER_POLICY = "market/exchanges"
FACTS = {
    "datetime": ("order.placed_at", "claim.opened_at"),
    "money": ("order.amount", "claim.balance"),
    "integer": ("order.count", "goods.defects"),
    "date": ("order.paid_on",),
    "text": ("order.note",),
    "choice": ("goods.kind",),
    "boolean": ("goods.sealed", "class.if"),
    "decimal": ("goods.weight", "goods.score"),
    "rate": ("claim.share", "claim.growth"),
    "span": ("claim.answered_in", "claim.waited"),
}
GROUPS = ("order", "goods", "claim", "class")
GOOD_CASE = {
    "id": "M-1",
    "policy": POLICY,
    "facts": {
        "order": {"amount": "12.30 CNY", "count": 2, "placed_at": "2024-02-20T09:00:00+08:00"},
        "goods": {"kind": "durable", "sealed": True, "weight": "1.5"},
        "claim": {"opened_at": "2024-03-01T10:00:00+08:00", "share": "99.9%", "answered_in": "3 minutes"},
    },
}


def write_policies(folder):
    """Write the platform and its two policies, which say the same."""
    (folder / "provisions.yaml").write_text(REGISTER, encoding="utf-8")
    for policy in (POLICY, OTHER_POLICY):
        file = folder / policy / "2024-01-01.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(_VERSION % policy.partition("/")[2], encoding="utf-8")
    (folder / "market" / "facts.yaml").write_text(VOCABULARY, encoding="utf-8")
    return folder


def case_of(path, value):
    """Give a case with one fact."""
    group, name = path.split(".")
    return {"policy": POLICY, "facts": {group: {name: value}}}
