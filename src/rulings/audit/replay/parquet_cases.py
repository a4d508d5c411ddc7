"""Reads Parquet: a case a row, a fact a column, in the column's own type where that type is exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rulings.audit.replay.arrow import pyarrow, pyarrow_parquet
from rulings.audit.replay.arrow_types import fits, values_of
from rulings.audit.replay.columns import ID, POLICY, vocabulary_of
from rulings.audit.replay.identity import identity_of
from rulings.audit.replay.rows import Row, Table, UnreadableInput
from rulings.book import PolicyBook
from rulings.errors import Diagnostic
from rulings.model import Fact

_BATCH = 1_000
