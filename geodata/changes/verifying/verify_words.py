"""What verifying reads and says: a file with its document, and a sentence with the problem where there is one."""

from collections.abc import Callable
from dataclasses import dataclass

from geodata.changes.documents.document import Document
from geodata.changes.members import Members
from geodata.errors import ConfiniaError

NOTHING = Members()


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: the document in it and what lies beside it, or why it was refused."""

    name: str
    document: Document | None = None
    problem: ConfiniaError | None = None
    members: Members = NOTHING


@dataclass(frozen=True, slots=True)
class Said:
    """How documents hang together: a sentence, and the problem when they do not."""

    sentence: str
    problem: ConfiniaError | None = None


def broken(problem: ConfiniaError) -> Said:
    """Return a problem with its own sentence."""
    return Said(problem.sentence, problem)


def tried(check: Callable[[], object], sentence: str) -> Said:
    """Return a sentence, or what a check says against it."""
    try:
        check()
    except ConfiniaError as problem:
        return broken(problem)
    return Said(sentence)
