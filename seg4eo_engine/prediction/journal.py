"""Which blocks of a map are finished, so that a run that was ended anywhere goes on where it stopped.

A text file of JSON lines. The first says what makes the run (``identity``: parameters, model, input) and what was
chosen for it (``choices``: windows, blocks, backend); each further one is a finished block, written when its parts are
safely on disk. Only one process writes; a line that was cut short by the end of its process does not count.

The parts lie in a folder of their own, which is named after the first line: what a worker of an earlier run, forgotten
somewhere on a cluster, still writes is never taken for a part of this one.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

NAME = "journal.jsonl"
FORMAT = 2
_PARTS = "blocks_"  # and a digest
_UNKNOWN = -1


@dataclass(frozen=True)
class FinishedBlock:
    """A block that is done: its parts are written, unless none of its pixels is mapped (``valid_pixels`` is 0)."""

    block: int
    valid_pixels: int


class FinishedBlocks(Mapping[int, FinishedBlock]):
    """Finished blocks by their index, in eight bytes for each up to the last one: there may be millions."""

    def __init__(self) -> None:
        self._valid_pixels = np.full(1024, _UNKNOWN, np.int64)
        self._count = 0

    def add(self, block: FinishedBlock) -> None:
        """Take a block in; of one that was there, the later counts.

        Raises:
            ValueError: there are no such blocks.
        """
        if block.block < 0 or block.valid_pixels < 0:
            raise ValueError(f"no block of a map: {block}")
        size = len(self._valid_pixels)
        if block.block >= size:
            more = np.full(max(size, block.block + 1 - size), _UNKNOWN, np.int64)
            self._valid_pixels = np.concatenate([self._valid_pixels, more])
        self._count += block.block not in self
        self._valid_pixels[block.block] = block.valid_pixels

    @property
    def valid_pixels(self) -> int:
        """Valid pixels of all of them."""
        return int(self._valid_pixels.clip(0).sum())

    def __getitem__(self, index: int) -> FinishedBlock:
        if index not in self:
            raise KeyError(index)
        return FinishedBlock(index, int(self._valid_pixels[index]))

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and 0 <= index < len(self._valid_pixels) and self._valid_pixels[index] >= 0

    def __iter__(self) -> Iterator[int]:
        return iter(np.flatnonzero(self._valid_pixels >= 0).tolist())

    def __len__(self) -> int:
        return self._count


class Journal:
    """The journal in ``folder``. Use :meth:`find` to go on with a run, :meth:`begin` for a new one.

    ``parts`` is the folder for the parts of the blocks.
    """

    def __init__(self, folder: Path, header: Mapping[str, Any], finished: FinishedBlocks) -> None:
        self._path = folder / NAME
        self.choices: Mapping[str, Any] = header["choices"]
        self.finished = finished
        digest = hashlib.sha256(json.dumps(header, sort_keys=True).encode()).hexdigest()
        self.parts = folder / f"{_PARTS}{digest[:12]}"
        self.parts.mkdir(exist_ok=True)

    @classmethod
    def begin(cls, folder: Path, identity: Mapping[str, Any], choices: Mapping[str, Any]) -> "Journal":
        """A new journal, instead of any that is there, whose parts are removed."""
        for parts in folder.glob(f"{_PARTS}*"):
            shutil.rmtree(parts, ignore_errors=True)
        header = {"format": FORMAT, "identity": dict(identity), "choices": dict(choices)}
        with (folder / NAME).open("w", encoding="utf-8") as file:
            _write_lines(file, [header])
        return cls(folder, header, FinishedBlocks())

    @classmethod
    def find(cls, folder: Path) -> "tuple[Journal, dict[str, Any]] | None":
        """The journal in ``folder`` and its identity; None where there is none that can be read."""
        path = folder / NAME
        finished, whole = FinishedBlocks(), 0
        try:
            with path.open("rb") as file:
                first = file.readline()
                header, whole = json.loads(first), len(first)
                if header["format"] != FORMAT or not first.endswith(b"\n"):
                    return None
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    finished.add(FinishedBlock(**json.loads(line)))
                    whole += len(line)
            journal = cls(folder, header, finished)
            identity: dict[str, Any] = header["identity"]
        except OSError:
            return None
        except (ValueError, TypeError, KeyError):  # not ours, or spoilt: the run begins anew
            return None
        if whole < path.stat().st_size:
            os.truncate(path, whole)  # so that the next line does not continue the one that was cut short
        return journal, identity

    def add(self, *blocks: FinishedBlock) -> None:
        """Note finished blocks, whose parts are on disk."""
        with self._path.open("a", encoding="utf-8") as file:
            _write_lines(file, ({"block": block.block, "valid_pixels": block.valid_pixels} for block in blocks))
        for block in blocks:
            self.finished.add(block)


def differences(earlier: Mapping[str, Any], present: Mapping[str, Any]) -> list[str]:
    """What sets two identities apart, in words: ``window_px was 256, is 512``."""
    names = [name for name in (*present, *(set(earlier) - set(present))) if earlier.get(name) != present.get(name)]
    return [_difference(name, earlier.get(name), present.get(name)) for name in names]


def _difference(name: str, earlier: Any, present: Any) -> str:
    texts = [json.dumps(value, ensure_ascii=False) for value in (earlier, present)]
    if max(map(len, texts)) > 60 or name.endswith("sha256"):
        return f"{name.removesuffix('_sha256')} has changed"
    return f"{name} was {texts[0]}, is {texts[1]}"


def _write_lines(file: Any, contents: Iterable[Mapping[str, Any]]) -> None:
    file.writelines(json.dumps(content, ensure_ascii=False) + "\n" for content in contents)
    file.flush()
    os.fsync(file.fileno())
