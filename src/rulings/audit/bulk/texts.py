"""A column of texts as bytes in one buffer, and what can be told of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rulings.audit.bulk.block import Arrow
from rulings.engine.columns.batch import Numbers, Truths

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]

WORD = 8
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(WORD + 1)], dtype=np.uint64)


class Texts:
    """Texts in UTF-8: where each begins in `data` and how many bytes it has, beside whether one is given at all.

    Texts that are not given have no bytes. `sound` says that all are known to be UTF-8.
    """

    def __init__(self, data: Bytes, starts: Numbers, lengths: Numbers, given: Truths, *, sound: bool = False) -> None:
        """Keep them; at least one word of data is kept, so that a word can be read anywhere."""
        self.data = data if len(data) >= WORD else np.concatenate((data, np.zeros(WORD, np.uint8)))
        self.starts, self.given, self.sound = starts, given, sound
        self.lengths = lengths if bool(given.all()) else np.where(given, lengths, 0)
        self._words: dict[int, Words] = {}
        self._letters: dict[int, Bytes] = {}

    def __len__(self) -> int:
        """Count them."""
        return len(self.starts)

    def take(self, rows: NDArray[Any]) -> Texts:
        """Give some of them."""
        return Texts(self.data, self.starts[rows], self.lengths[rows], self.given[rows], sound=self.sound)

    def cut(self, front: Numbers | int, back: Numbers | int) -> Texts:
        """Give them without some bytes in front and at the end; what is shorter becomes empty."""
        lengths = np.maximum(self.lengths - front - back, 0)
        return Texts(self.data, self.starts + front, lengths, self.given, sound=self.sound)

    @cached_property
    def _windows(self) -> Words:
        """Every eight neighbouring bytes of the data as one word, the first byte lowest."""
        return np.ndarray((len(self.data) - WORD + 1,), "<u8", self.data, strides=(1,))

    def word(self, place: int) -> Words:
        """Give of each text eight bytes as one word, the first byte lowest; behind its end stand zeros."""
        if place not in self._words:
            wanted, last = self.starts + WORD * place, len(self._windows) - 1
            if int(wanted.max(initial=0)) <= last:
                words = self._windows[wanted]
            else:  # near the end of the data a window begins too early, and what is too much is shifted out
                there = np.minimum(wanted, last)
                words = self._windows[there] >> (np.minimum(wanted - there, WORD - 1) * WORD).astype(np.uint64)
            if self._shortest < WORD * (place + 1):
                left = np.minimum(np.maximum(self.lengths - WORD * place, 0), WORD)
                words &= _MASKS[left]
            self._words[place] = words
        return self._words[place]

    @cached_property
    def _shortest(self) -> int:
        return int(self.lengths.min()) if len(self) else 0

    def letter(self, place: int) -> Bytes:
        """Give of each text one byte, zero behind its end."""
        if place not in self._letters:
            word, first = self.word(place // WORD), place // WORD * WORD
            letters = np.ascontiguousarray(word.view(np.uint8).reshape(-1, WORD).T)
            self._letters.update(zip(range(first, first + WORD), letters, strict=True))
        return self._letters[place]

    def ends_with(self, ending: bytes) -> Truths:
        """Tell which end with some bytes, one to eight."""
        size = len(ending)
        shift = ((WORD - np.minimum(self.lengths, WORD)) * 8).astype(np.uint64)
        short = np.where(self.lengths > 0, self.word(0) << np.minimum(shift, np.uint64(63)), np.uint64(0))
        there = np.maximum(self.starts + self.lengths - WORD, 0)
        last = np.where(self.lengths >= WORD, self._windows[there], short)
        same = (last >> np.uint64(8 * (WORD - size))) == np.uint64(int.from_bytes(ending, "little"))
        matched: Truths = same & (self.lengths >= size)
        return matched

    def equal(self, text: bytes) -> Truths:
        """Tell which are a text."""
        same: Truths = self.given & (self.lengths == len(text))
        for place in range(-(-len(text) // WORD)):
            part = text[WORD * place : WORD * (place + 1)]
            same = same & (self.word(place) == np.uint64(int.from_bytes(part, "little")))
        return same

    def places_in(self, options: Sequence[str]) -> Numbers:
        """Give for each text its place among some others, -1 where it is none of them."""
        found = np.full(len(self), -1, dtype=np.int64)
        left = int(np.count_nonzero(self.given))
        for place, option in enumerate(options):
            if not left:
                break
            same = self.equal(option.encode())
            found[same] = place
            left -= int(np.count_nonzero(same))
        return found

    def arrow(self, wanted: Truths | None = None) -> Arrow:
        """Give them as an array of texts of Arrow, null where none is given or wanted. UTF-8 is not checked."""
        given = self.given if wanted is None else self.given & wanted
        lengths = np.where(given, self.lengths, 0)
        offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        if offsets[-1]:
            inner = np.arange(offsets[-1], dtype=np.int64) + np.repeat(self.starts - offsets[:-1], lengths)
            data = self.data[inner]
        else:
            data = np.zeros(0, np.uint8)
        validity = pa.py_buffer(np.packbits(given, bitorder="little").tobytes())
        buffers = [validity, pa.py_buffer(offsets), pa.py_buffer(data)]
        return pa.Array.from_buffers(pa.large_string(), len(self), buffers)

    def unicode(self) -> Truths:
        """Tell which are UTF-8."""
        if self.sound or bool((self.data < 128).all()):  # noqa: PLR2004 - what ASCII has
            return np.ones(len(self), dtype=np.bool_)
        try:
            self.arrow().validate(full=True)
        except pa.ArrowInvalid:
            return np.array([_is_utf_8(self.bytes_at(place)) for place in range(len(self))], dtype=np.bool_)
        return np.ones(len(self), dtype=np.bool_)

    def bytes_at(self, place: int) -> bytes:
        """Give the bytes of one text."""
        start = int(self.starts[place])
        return self.data[start : start + int(self.lengths[place])].tobytes()


def of_arrow(array: Arrow, *, empty: bool) -> Texts:
    """Give an array of texts of Arrow. Where not `empty`, an empty text is not given."""
    if array.type not in (pa.string(), pa.large_string(), pa.large_binary()):
        array = array.cast(pa.large_string())
    _, offsets, data = array.buffers()
    width = np.int32 if array.type == pa.string() else np.int64
    size, first = len(array), array.offset
    places = np.frombuffer(offsets, width)[first : first + size + 1].astype(np.int64) if size else np.zeros(1, np.int64)
    lengths = np.diff(places)
    given = valid(array) if empty else valid(array) & (lengths > 0)
    held = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    return Texts(held, places[:-1], lengths, given)


def valid(array: Arrow) -> Truths:
    """Tell which values of an array of Arrow are not null."""
    if array.null_count == 0:
        return np.ones(len(array), dtype=np.bool_)
    found: Truths = array.is_valid().to_numpy(zero_copy_only=False)
    return found


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
