"""A store with two versions of a policy, a correction of the first, and facts of every type."""

import json

import pytest

from rulings import PolicyBook

REGISTER = """\
documents:
  S1: {file: rules.txt, about: {en: the rules, zh: 规则}}
provisions:
  ST-01: {document: S1, states: {en: Large claims are looked at by hand., zh: 大额申请人工处理。}}
"""
FACTS = """\
platform: store
title: {en: a store, zh: 商店}
parties:
  buyer: {en: the buyer, zh: 买家}
  merchant: {en: the merchant, zh: 商家}
groups:
  claim: {en: claim, zh: 申请}
  order: {en: order, zh: 订单}
facts:
  claim.opened_at: {type: datetime, title: {en: the moment of the claim, zh: 申请时间}}
  claim.reason:
    type: choice
    title: {en: the reason, zh: 理由}
    options: {quality: {en: a fault, zh: 质量问题}, mind: {en: a change of mind, zh: 不想要}}
  claim.urgent:
    type: boolean
    title: {en: whether it is urgent, zh: 是否紧急}
    if_true: {en: the claim is urgent, zh: 申请紧急}
    if_false: {en: the claim is not urgent, zh: 申请不紧急}
  claim.remark: {type: text, title: {en: the remark, zh: 备注}}
  order.amount: {type: money, title: {en: the amount, zh: 金额}, minimum: 0.00 CNY}
  order.freight: {type: money, title: {en: the freight, zh: 运费}, minimum: 0.00 CNY}
  order.pieces: {type: integer, title: {en: the pieces, zh: 件数}, minimum: 0}
  order.weight: {type: decimal, title: {en: the weight, zh: 重量}, minimum: 0}
  order.discount: {type: rate, title: {en: the discount, zh: 折扣}, minimum: 0%}
  order.wait: {type: span, title: {en: the wait, zh: 等待时间}}
  order.day: {type: date, title: {en: the day of the order, zh: 下单日期}}
  order.parcels:
    type: list
    title: {en: the parcels, zh: 包裹}
    of: parcel
    each: {en: parcel, zh: 包裹}
    fields:
      sent: {type: date, title: {en: the day it was sent, zh: 寄出日期}}
      pieces: {type: integer, title: {en: its pieces, zh: 件数}, minimum: 0}
"""
POLICY = """\
policy: store/claims
version: %(version)s
%(correction)stitle: {en: Claims, zh: 申请}
published: 2024-01-01
in_force: {from: %(since)s, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: the rules}
parameters:
  large: %(large)s
  share: %(share)s
decisions:
  outcome:
    kind: table
    title: {en: the outcome, zh: 结果}
    gives:
      type: choice
      options: {by_hand: {en: looked at by hand, zh: 人工处理}, at_once: {en: granted at once, zh: 立即同意}}
    rules:
      - {id: large, when: {order.amount at least: $large}, value: by_hand, cites: ST-01}
      - {id: small, when: {order.amount less than: $large}, value: at_once, cites: ST-01}
  refund:
    kind: amount
    title: {en: the refund, zh: 退款}
    gives: money
    rounding: {to: 0.01 CNY, mode: half even}
    rules:
      - {id: a-share, formula: $share * $order.amount, cites: ST-01}
  freight:
    kind: allocation
    title: {en: who bears the freight, zh: 运费承担}
    parties: [buyer, merchant]
    costs:
      back: {title: {en: the return freight, zh: 退货运费}, amount: order.freight}
    odd_fen_to: merchant
    rules:
      - {id: fault, when: {claim.reason is: quality}, shares: {back: merchant}, cites: ST-01}
      - {id: mind, when: {claim.reason is: mind}, shares: {back: %(mind)s}, cites: ST-01}
"""
OLD = {"version": "2024-01-01", "since": "2024-01-01", "large": "500.00 CNY", "share": "90%", "mind": "buyer"}
NEW = {
    "version": "2024-07-01",
    "since": "2024-07-01",
    "large": "300.00 CNY",
    "share": "95%",
    "mind": "{buyer: 50%, merchant: 50%}",
}
CORRECTION = {**OLD, "version": "2024-01-01+1", "large": "400.00 CNY"}
CORRECTS = "corrects: 2024-01-01\nrecorded: 2024-03-01\n"
NAME = "store/claims"


def policy(values, correction=""):
    return POLICY % {**values, "correction": correction}


def write_store(folder, *, corrected=False):
    """Write the policies, with the correction where it is wanted, and give their folder."""
    claims = folder / "store" / "claims"
    claims.mkdir(parents=True)
    (folder / "provisions.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "store" / "facts.yaml").write_text(FACTS, encoding="utf-8")
    texts = {OLD["version"]: policy(OLD), NEW["version"]: policy(NEW)}
    if corrected:
        texts[CORRECTION["version"]] = policy(CORRECTION, CORRECTS)
    for version, text in texts.items():
        (claims / f"{version}.yaml").write_text(text, encoding="utf-8")
    return folder


def case(identity="C-1", amount="350.00 CNY", opened="2024-02-01T10:00:00+08:00", reason="mind", **order):
    """A case; what is None is unknown."""
    claim = {"opened_at": opened, "reason": reason}
    order = {"amount": amount, "freight": "12.01 CNY", **order}
    facts = {"claim": known(claim), "order": known(order)}
    return {"id": identity, "policy": NAME, "facts": facts}


def known(facts):
    return {name: value for name, value in facts.items() if value is not None}


def text(*cases):
    """JSON Lines."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in cases)


def rows_in(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Store:
    """The policies of the store, before and after the correction, and a folder to work in."""

    def __init__(self, folder):
        self.policies = write_store(folder / "before")
        self.corrected = write_store(folder / "after", corrected=True)
        self.book = PolicyBook.load(self.policies)
        self.book_after = PolicyBook.load(self.corrected)


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("store"))
