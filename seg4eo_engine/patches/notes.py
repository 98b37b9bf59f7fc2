"""What is worth telling about inputs: in full for one of them, in one line for many."""

from pathlib import Path

from seg4eo_engine.progress import Reporter


class Notes:
    """Collects remarks on files and says them together: a thousand files make one line, not a thousand."""

    def __init__(self) -> None:
        self._remarks: dict[str, dict[Path, str]] = {}

    def add(self, of_many: str, path: Path, of_one: str) -> None:
        """Remember a remark on a file: ``of_many`` says it of several files, without a full stop."""
        self._remarks.setdefault(of_many, {}).setdefault(path, of_one)

    def report(self, reporter: Reporter) -> None:
        """Say everything that was remembered."""
        for of_many, remarks in self._remarks.items():
            first = next(iter(remarks))
            if len(remarks) == 1:
                reporter.info(remarks[first])
            else:
                reporter.info(f"{of_many}: {len(remarks)} files, the first is {first.name}.")
