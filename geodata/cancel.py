"""How long work is watched and stopped: a token that the worker asks, and a line that it reports on."""

import threading
from collections.abc import Callable

from geodata.errors import Cancelled


class CancelToken:
    """A request to stop, set from any thread and asked by the one that works."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled("Stopped. Nothing was changed.")


class Progress:
    """What long work says of itself: a word on what it does, how far it is, and whether it may go on."""

    def __init__(self, report: Callable[[str, int, int], None] | None = None, token: CancelToken | None = None) -> None:
        self._report = report
        self.token = token or CancelToken()

    def step(self, what: str, done: int, total: int) -> None:
        """Say that `done` of `total` is behind us (total 0: unknown); raise Cancelled if asked to stop."""
        self.token.check()
        if self._report is not None:
            self._report(what, done, total)


def unwatched() -> Progress:
    """Work that nobody watches."""
    return Progress()
