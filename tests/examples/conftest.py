"""A small tree of policies: one policy that draws a line of every type, and room for its examples."""

from pathlib import Path

import pytest

from rulings.examples import run_examples

REGISTER = """\
documents:
  S1: {file: rules.txt, about: {en: the rules, zh: 规则}}
provisions:
  RET-01: {document: S1, states: {en: Goods may be returned within seven days., zh: 七天内可以退货。}}
  RET-02: {document: S1, states: {en: Someone bears the freight., zh: 运费有人承担。}}
"""

FACTS = """\
platform: shop
title: {en: a shop, zh: 商店}
parties:
  buyer: {en: the buyer, zh: 买家}
  merchant: {en: the merchant, zh: 商家}
groups:
  order: {en: order, zh: 订单}
  claim: {en: claim, zh: 申请}
facts:
  order.received_at: {type: datetime, title: {en: the receipt, zh: 收货时间}}
  order.amount: {type: money, title: {en: the amount, zh: 金额}, minimum: 0.00 CNY}
  order.pieces: {type: integer, title: {en: the pieces, zh: 件数}, minimum: 1}
  order.fault_rate: {type: rate, title: {en: the rate of faults, zh: 瑕疵率}, minimum: 0%, maximum: 100%}
  order.weight: {type: decimal, title: {en: the weight, zh: 重量}}
  order.wait: {type: span, title: {en: the wait, zh: 等待时间}}
  order.made_on: {type: date, title: {en: the day of making, zh: 生产日期}}
  order.note: {type: text, title: {en: the note, zh: 备注}}
  claim.opened_at: {type: datetime, title: {en: the claim, zh: 申请时间}}
  claim.reason:
    type: choice
    title: {en: the reason, zh: 理由}
    options: {regret: {en: regret, zh: 后悔}, fault: {en: a fault, zh: 瑕疵}, safety: {en: safety, zh: 安全}}
"""

POLICY = """\
policy: shop/returns
version: 2024-01-01
title: {en: Returns, zh: 退货}
published: 2024-01-01
in_force: {from: 2024-01-01, until: 2024-12-31, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: the rules}
readings:
  seven-calendar-days: {of: RET-01, says: {en: The days are those of the calendar., zh: 按日历计算。}}
parameters:
  large: 500.00 CNY
answers: [window, freight]
decisions:
  window:
    kind: window
    title: {en: the time to return, zh: 退货期限}
    applies_when: {claim.reason is one of: [regret, fault]}
    opens: order.received_at
    asked_at: claim.opened_at
    counting: {timezone: Asia/Shanghai}
    rules:
      - {id: seven-days, lasts: 7 days, cites: RET-01, reading: seven-calendar-days}
      - {id: faulty, when: {claim.reason is: fault}, overrides: seven-days, lasts: 48 hours, cites: RET-01}
  large_order:
    kind: condition
    title: {en: whether the order is large, zh: 是否大额订单}
    if_true: {en: the order is large, zh: 订单大额}
    if_false: {en: the order is not large, zh: 订单不大额}
    when: {order.amount at least: $large}
    cites: RET-02
  freight:
    kind: allocation
    title: {en: the freight, zh: 运费}
    applies_when: {claim.reason is not: safety}
    parties: [buyer, merchant]
    costs: {way_back: {title: {en: the way back, zh: 退货运费}}}
    odd_fen_to: buyer
    rules:
      - {id: fault, when: {claim.reason is: fault}, shares: {way_back: merchant}, cites: RET-02}
      - id: large
        when: {claim.reason is: regret, large_order is: true}
        shares: {way_back: {merchant: 60%, buyer: 40%}}
        cites: RET-02
    otherwise: {shares: {way_back: as agreed}}
"""

LINES = """\
policy: shop/lines
version: 2024-01-01
title: {en: Lines, zh: 界线}
published: 2024-01-01
in_force: {from: 2024-01-01, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: the rules}
decisions:
  price:
    kind: table
    title: {en: the price, zh: 价格}
    gives: {type: money}
    rules:
      - id: special
        when:
          order.pieces at least: 1
          order.fault_rate at most: 99.99%
          order.weight more than: 2.5
          order.wait less than: 3 minutes
          order.made_on after: 2024-02-28
          order.received_at no later than: 2024-03-01T10:00:00+08:00
          order.amount less than: 0.01 CNY
          order.pieces is not: 7
        value: 12.30 CNY
        cites: RET-01
    otherwise: {value: 0.00 CNY}
"""

HEAD = "policy: shop/returns\nversion: 2024-01-01\nexamples:\n"


class Tree:
    """A folder of policies in which examples can be written and run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.put("provisions.yaml", REGISTER)
        self.put("shop/facts.yaml", FACTS)
        self.put("shop/returns/2024-01-01.yaml", POLICY)

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def with_lines(self) -> None:
        self.put("shop/lines/2024-01-01.yaml", LINES)

    def run(self, text: str = "", only: str | None = None, *, head: str = HEAD):
        """Run the examples of one file, given without the head of the file."""
        if text:
            self.put("shop/returns/examples/a.yaml", head + text)
        return run_examples(self.folder, only)


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)
