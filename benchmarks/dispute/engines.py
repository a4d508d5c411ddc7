"""Which engines there are, and which of them can run here. None is left out in silence."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dispute.contender import Contender


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: its name, the distribution and the module that it needs, and the module here that drives it."""

    name: str
    distribution: str
    library: str
    adapter: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of an engine: its contenders, or why there are none."""

    engine: Engine
    version: str = ""
    contenders: tuple[Contender, ...] = ()
    absent: str = ""
    fault: str = ""


ENGINES = (
    Engine("hand-written", "msgspec", "msgspec", "dispute.floor"),
    Engine("rulings", "rulings", "rulings", "dispute.ours"),
    Engine("datalogic-py", "datalogic-py", "datalogic_py", "dispute.peers.datalogic_py"),
    Engine("zen-engine", "zen-engine", "zen", "dispute.peers.zen_engine"),
    Engine("cel-expr-python", "cel-expr-python", "cel_expr_python", "dispute.peers.cel"),
    Engine("rule-engine", "rule-engine", "rule_engine", "dispute.peers.rule_engine"),
    Engine("durable-rules", "durable-rules", "durable_rules_engine", "dispute.peers.durable_rules"),
)


def load(engine: Engine) -> Loaded:
    """The engine ready to run, or the reason why it cannot."""
    if find_spec(engine.library) is None:
        return Loaded(engine, absent="not installed")
    try:
        contenders = tuple(import_module(engine.adapter).prepare())
    except ImportError as error:
        return Loaded(engine, absent=f"not installed: its import failed ({error})", fault=_own_fault(engine, error))
    except Exception as error:  # noqa: BLE001 - one engine that fails must not hide the others; the run still fails
        return Loaded(engine, fault=f"{type(error).__name__}: {error}")
    return Loaded(engine, version=_version(engine), contenders=contenders)


def _own_fault(engine: Engine, error: ImportError) -> str:
    """A peer may be broken on this Python; this product may not be."""
    return f"ImportError: {error}" if engine.name == "rulings" else ""


def _version(engine: Engine) -> str:
    if engine.name == "hand-written":
        return ""
    try:
        return version(engine.distribution)
    except PackageNotFoundError:
        return "from source"
