"""Folders of policies: reading them whole, the lock of published versions, and the schemas that belong to them."""

from rulings.library.folder import EXAMPLES, REGISTER, VOCABULARY, Library, read_library, read_version
from rulings.library.lock import LOCK

__all__ = [
    "EXAMPLES",
    "LOCK",
    "REGISTER",
    "VOCABULARY",
    "Library",
    "read_library",
    "read_version",
]
