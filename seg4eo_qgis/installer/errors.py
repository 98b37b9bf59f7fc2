"""What ends an installation without an engine."""


class InstallError(Exception):
    """It cannot be done; the text is one sentence for the user: what was expected, what was found, and the cure."""


class InstallCancelled(InstallError):
    """The user stopped it."""


class StepFailed(Exception):
    """A program ended without success; ``said`` holds its last lines, ``status`` how it ended."""

    def __init__(self, status: int, said: list) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.said = said
