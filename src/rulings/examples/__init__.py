"""Examples that stand beside a policy: what they expect is checked, and what they leave out is measured."""

from rulings.examples.expectations import Expectation
from rulings.examples.files import Example, example_files
from rulings.examples.report import ExampleResult, Measure, PolicyCoverage, Report
from rulings.examples.running import expected_cases, run_examples

__all__ = [
    "Example",
    "ExampleResult",
    "Expectation",
    "Measure",
    "PolicyCoverage",
    "Report",
    "example_files",
    "expected_cases",
    "run_examples",
]
