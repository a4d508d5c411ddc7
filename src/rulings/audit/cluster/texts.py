"""The text of the policies that a job compares, with its digests: what a worker loads them from, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rulings.audit.cluster.refusing import JobRefused
from rulings.book import PolicyBook
from rulings.library.digests import digest_of_bytes
from rulings.library.folder import EXAMPLES, REGISTER, VOCABULARY
from rulings.release import RELEASE


@dataclass(frozen=True)
class PolicyText:
    """One file: its path inside the folder of policies, what stands in it, and the digest of that."""

    path: str
    text: str
    digest: str


@dataclass(frozen=True)
class Texts:
    """Files of a folder of policies from which it can be loaded, and the release that reads them.

    They are the register, and of one policy or of all the vocabulary and every version. `meanings` holds the digests of
    what the compared versions mean, by their dates.
    """

    policy: str
    files: tuple[PolicyText, ...]
    meanings: tuple[tuple[str, str], ...]
    release: str = RELEASE

    @classmethod
    def of(
        cls, folder: Path, policy: str, book: PolicyBook, versions: tuple[str, ...], *, others: bool = False
    ) -> Texts:
        """Read them from a folder of policies. Raises UnknownPolicy, UnknownVersion and OSError.

        With `others` all policies are read: where rows name theirs, a worker must know those of the others. Examples
        and the lock stay behind: the lock names versions of other policies too, and no ruling depends on it.
        """
        meanings = tuple((name, book.version(policy, name).policy.digest) for name in dict.fromkeys(versions))
        return cls(policy, tuple(_read(folder, "*/*" if others else policy)), meanings)

    def load(self) -> PolicyBook:
        """Load the policies, once a process. Raises JobRefused where they are not what the job says."""
        return _loaded(self)


def _read(folder: Path, policies: str) -> Iterator[PolicyText]:
    platforms = policies.partition("/")[0]
    patterns = (REGISTER, f"{platforms}/{VOCABULARY}", f"{policies}/*.yaml")
    found = {path.relative_to(folder): path for pattern in patterns for path in sorted(folder.glob(pattern))}
    for inner, path in found.items():
        if any(part.startswith(".") for part in inner.parts) or path.parent.name == EXAMPLES:
            continue
        data = path.read_bytes()
        yield PolicyText(inner.as_posix(), data.decode("utf-8"), digest_of_bytes(data))


# A worker process meets few jobs; which one is told by all of their text.
@lru_cache(maxsize=4)
def _loaded(texts: Texts) -> PolicyBook:
    if texts.release != RELEASE:
        message = f"the job is of rulings {texts.release}, and this worker has {RELEASE}: install the same everywhere"
        raise JobRefused(message)
    with TemporaryDirectory(prefix="rulings-") as folder:
        for file in texts.files:
            _write(file, Path(folder))
        book = PolicyBook.load(folder)
    for version, digest in texts.meanings:
        found = book.version(texts.policy, version).policy.digest
        if found != digest:
            message = f"{texts.policy}@{version} means {found}, and the job says {digest}"
            raise JobRefused(message)
    return book


def _write(file: PolicyText, folder: Path) -> None:
    data = file.text.encode("utf-8")
    found = digest_of_bytes(data)
    if found != file.digest:
        message = f"the text of {file.path} is {found}, and the job says {file.digest}"
        raise JobRefused(message)
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
