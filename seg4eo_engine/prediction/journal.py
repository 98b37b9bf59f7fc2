"""Which blocks of a map are finished, so that a run that was ended anywhere goes on where it stopped.

A text file of JSON lines. The first says what makes the run (``identity``: parameters, model, input) and what was
chosen for it (``choices``: windows, blocks, backend); each further one is a finished block, written when its parts are
safely on disk. Only one process writes; a line that was cut short by the end of its process does not count.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME = "journal.jsonl"
FORMAT = 1


@dataclass(frozen=True)
class FinishedBlock:
    """A block that is done: its parts are written, unless none of its pixels is mapped (``valid_pixels`` is 0)."""

    block: int
    valid_pixels: int


class Journal:
    """The journal in ``folder``. Use :meth:`find` to go on with a run, :meth:`begin` for a new one."""

    def __init__(self, folder: Path, choices: Mapping[str, Any], finished: Mapping[int, FinishedBlock]) -> None:
        self._path = folder / NAME
        self.choices = choices
        self.finished = dict(finished)

    @classmethod
    def begin(cls, folder: Path, identity: Mapping[str, Any], choices: Mapping[str, Any]) -> "Journal":
        """A new journal, instead of any that is there."""
        header = {"format": FORMAT, "identity": dict(identity), "choices": dict(choices)}
        with (folder / NAME).open("w", encoding="utf-8") as file:
            _write_line(file, header)
        return cls(folder, choices, {})

    @classmethod
    def find(cls, folder: Path) -> "tuple[Journal, dict[str, Any]] | None":
        """The journal in ``folder`` and its identity; None where there is none that can be read."""
        path = folder / NAME
        try:
            content = path.read_bytes()
        except OSError:
            return None
        whole = content[: content.rfind(b"\n") + 1]
        try:
            header, *lines = [json.loads(line) for line in whole.splitlines()]
            if header["format"] != FORMAT:
                return None
            blocks = [FinishedBlock(**line) for line in lines]
            journal = cls(folder, header["choices"], {block.block: block for block in blocks})
            identity: dict[str, Any] = header["identity"]
        except (ValueError, TypeError, KeyError):  # not ours, or spoilt: the run begins anew
            return None
        if len(whole) < len(content):
            os.truncate(path, len(whole))  # so that the next line does not continue the one that was cut short
        return journal, identity

    def add(self, block: FinishedBlock) -> None:
        """Note a finished block."""
        with self._path.open("a", encoding="utf-8") as file:
            _write_line(file, asdict(block))
        self.finished[block.block] = block


def differences(earlier: Mapping[str, Any], present: Mapping[str, Any]) -> list[str]:
    """What sets two identities apart, in words: ``window_px was 256, is 512``."""
    names = [name for name in (*present, *(set(earlier) - set(present))) if earlier.get(name) != present.get(name)]
    return [_difference(name, earlier.get(name), present.get(name)) for name in names]


def _difference(name: str, earlier: Any, present: Any) -> str:
    texts = [json.dumps(value, ensure_ascii=False) for value in (earlier, present)]
    if max(map(len, texts)) > 60 or name.endswith("sha256"):
        return f"{name.removesuffix('_sha256')} has changed"
    return f"{name} was {texts[0]}, is {texts[1]}"


def _write_line(file: Any, content: Mapping[str, Any]) -> None:
    file.write(json.dumps(content, ensure_ascii=False) + "\n")
    file.flush()
    os.fsync(file.fileno())
