"""A small folder of policies of its own, and a way to run the command in it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulings.cli import rulings

REGISTER = """\
documents:
  S1: {file: rules.txt, about: {en: the rules, zh: 规则}}
provisions:
  SH-01: {document: S1, states: {en: Large orders are looked at by hand., zh: 大额订单人工处理。}}
"""
FACTS = """\
platform: shop
title: {en: a shop, zh: 商店}
parties:
  buyer: {en: the buyer, zh: 买家}
groups:
  claim: {en: claim, zh: 申请}
  order: {en: order, zh: 订单}
facts:
  claim.opened_at: {type: datetime, title: {en: the claim, zh: 申请时间}}
  order.amount: {type: money, title: {en: the amount, zh: 金额}, minimum: 0.00 CNY}
"""
POLICY = """\
policy: shop/review
version: 2024-01-01
title: {en: Review, zh: 审核}
published: 2024-01-01
in_force: {from: 2024-01-01, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: the rules}
parameters:
  large: 500.00 CNY
decisions:
  outcome:
    kind: table
    title: {en: the outcome, zh: 结果}
    gives:
      type: choice
      options: {by_hand: {en: looked at by hand, zh: 人工处理}, at_once: {en: granted at once, zh: 立即同意}}
    rules:
      - {id: large, when: {order.amount at least: $large}, value: by_hand, cites: SH-01}
      - {id: small, when: {order.amount less than: $large}, value: at_once, cites: SH-01}
"""
EXAMPLES = """\
policy: shop/review
base: {claim.opened_at: 2024-03-01T10:00:00+08:00}
examples:
  - {id: below, facts: {order.amount: 499.99 CNY}, expect: {outcome: at_once}}
  - {id: exactly, facts: {order.amount: 500.00 CNY}, expect: {outcome: {value: by_hand, rules: [large]}}}
  - {id: above, facts: {order.amount: 500.01 CNY}, expect: {outcome: by_hand}}
"""
VERSION = "shop/review/2024-01-01.yaml"
CASE = {
    "id": "C-1",
    "policy": "shop/review",
    "facts": {"claim": {"opened_at": "2024-03-01T10:00:00+08:00"}, "order": {"amount": "20.00 CNY"}},
}


class Shop:
    """A working folder with policies, a case, and the command."""

    def __init__(self, folder):
        self.folder = folder
        self.policies = folder / "policies"

    def write(self, path, text):
        (self.policies / path).parent.mkdir(parents=True, exist_ok=True)
        (self.policies / path).write_text(text, encoding="utf-8")

    def change(self, path, old, new):
        text = (self.policies / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    def case(self, **facts):
        groups = {key: dict(value) for key, value in CASE["facts"].items()}
        for path, value in facts.items():
            group, _, name = path.partition("__")
            groups[group][name] = value
        Path("case.json").write_text(json.dumps({**CASE, "facts": groups}), encoding="utf-8")

    def run(self, *arguments, given=None):
        return CliRunner().invoke(rulings, list(arguments), input=given, prog_name="rulings")

    def data(self, *arguments, code=0, given=None):
        result = self.run(*arguments, "--format", "json", given=given)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    made = Shop(tmp_path)
    made.write("provisions.yaml", REGISTER)
    made.write("shop/facts.yaml", FACTS)
    made.write(VERSION, POLICY)
    made.write("shop/review/examples/amounts.yaml", EXAMPLES)
    made.case()
    return made
