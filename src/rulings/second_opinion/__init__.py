"""The second opinion: the same rulings derived by durable-rules, an engine that we did not write.

It needs the extra `rulings[second-opinion]`, which is imported in a process of its own and only when asked for.
"""

from rulings.second_opinion.coverage import Coverage, RuleCoverage, coverage, coverage_table
from rulings.second_opinion.opinion import AGREES, DIFFERS, NONE, Agreement, Opinion, Verdict, summary
from rulings.second_opinion.process import Limits, NoSecondEngine
from rulings.second_opinion.reasons import REASONS
from rulings.second_opinion.second import SecondOpinion

__all__ = [
    "AGREES",
    "DIFFERS",
    "NONE",
    "REASONS",
    "Agreement",
    "Coverage",
    "Limits",
    "NoSecondEngine",
    "Opinion",
    "RuleCoverage",
    "SecondOpinion",
    "Verdict",
    "coverage",
    "coverage_table",
    "summary",
]
