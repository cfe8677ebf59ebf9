"""The truth table of merging, as data: what one side does, what the other does, what comes of it.

`resources/help/merging.md` shows the same rows to people; a test keeps both equal, and holds each row both ways round.
"""

from dataclasses import dataclass

from geodata.changes.documents.open_items import Conflict
from geodata.changes.merging.weave import Fate
from geodata.reports.merge_words import CONFLICTS
from tests.geodata.merging_doings import (
    DECIDED,
    FREE,
    MARKER,
    MOON,
    ON,
    PILLAR,
    Does,
    adds,
    adds_twin,
    both,
    changes,
    columns,
    cuts,
    cuts_start,
    densifies,
    draws,
    moves,
    moves_and_renames,
    notes,
    nothing,
    on_others_line,
    point,
    reads,
    removes,
    removes_own_line,
    says,
    splits,
    turns_round,
    withdraws,
)

APPLIED, AT_ONE, SUPERSEDED, OPEN = Fate


@dataclass(frozen=True)
class Row:
    """What one side does and what the other does, in words and as changes of the base, and what becomes of both."""

    one: str
    other: str
    does: tuple[Does, Does]
    fates: tuple[set[Fate], set[Fate]]
    conflict: Conflict | None = None

    @property
    def comes(self) -> str:
        """What comes of it, in words."""
        together = self.fates[0] | self.fates[1]
        if self.conflict is not None:
            rest = "; the rest is applied" if together - {OPEN} else ""
            return f"open: {CONFLICTS[self.conflict]}{rest}"
        if SUPERSEDED in together:
            return "one stays, that with the smaller identifier; the other is superseded by it"
        return "at one: applied once" if together == {AT_ONE} else "both are applied"


def row(
    one: str, other: str, does: tuple[Does, Does], *fates: Fate | set[Fate], conflict: Conflict | None = None
) -> Row:
    """A row; one fate stands for both sides."""
    sets = [fate if isinstance(fate, set) else {fate} for fate in fates]
    return Row(one, other, does, (sets[0], sets[-1]), conflict)


def is_open(one: str, other: str, does: tuple[Does, Does], conflict: Conflict) -> Row:
    """A row of which everything is open."""
    return row(one, other, does, OPEN, conflict=conflict)


TABLE: dict[str, list[Row]] = {
    "Additions": [
        row("adds a point", "adds the same point, equal", (adds(point(70, "x")), adds(point(70, "x"))), AT_ONE),
        is_open(
            "adds a point",
            "adds the same point with another label",
            (adds(point(70, "x")), adds(point(70, "y"))),
            Conflict.ADDED,
        ),
        row(
            "adds a point",
            "adds an equal one under an identifier of its own",
            (adds(point(80, "x")), adds(point(81, "x"))),
            APPLIED,
        ),
        row(
            "adds a point; says that it is B's, as B does",
            "adds an equal one; says the same",
            (adds_twin(80, "x"), adds_twin(81, "x")),
            APPLIED,
            {APPLIED, SUPERSEDED},
        ),
        row(
            "adds a point; says that it is the other's",
            "adds an equal one; has not said so",
            (adds_twin(80, "x"), adds(point(81, "x"))),
            APPLIED,
        ),
        row(
            "adds a point; says that it is the other's",
            "adds one with another label; says the same",
            (adds_twin(80, "x"), adds_twin(81, "y")),
            {APPLIED, OPEN},
            conflict=Conflict.ADDED,
        ),
        row("reads a file", "reads the same file", (reads, reads), AT_ONE),
        row("writes a note on a segment", "writes a note on it", (notes(ON), notes(ON)), APPLIED),
    ],
    "Fields": [
        row(
            "changes a field",
            "changes it to the same",
            (changes(ON, section="south"), changes(ON, section="south")),
            AT_ONE,
        ),
        is_open(
            "changes a field",
            "changes it to something else",
            (changes(ON, section="south"), changes(ON, section="west")),
            Conflict.FIELD,
        ),
        row("changes a field", "changes another field", (changes(ON, section="south"), changes(ON, order=4)), APPLIED),
        row(
            "gives a column its attributes did not have",
            "changes a field",
            (columns(height=1, river="V"), changes(ON, order=4)),
            APPLIED,
        ),
        row(
            "gives a column its attributes did not have",
            "gives another",
            (columns(width=2, height=1, river="V"), columns(height=1, bank="left")),
            APPLIED,
        ),
        is_open(
            "gives a column its attributes did not have",
            "gives the same column another value",
            (columns(height=1, river="V"), columns(height=1, river="W")),
            Conflict.FIELD,
        ),
        row(
            "gives a field that only its newer version knows", "changes a field", (MOON, changes(ON, order=4)), APPLIED
        ),
        row(
            "says something of a stretch",
            "says something else of the same stretch",
            (says(0, 2000), says(0, 2000)),
            APPLIED,
        ),
        row(
            "renames a segment, labels a point and writes a note",
            "numbers the segment, labels the point otherwise and draws a line of its own",
            (
                both(changes(ON, section="south"), changes(PILLAR, label="11"), notes(ON)),
                both(changes(ON, order=4), changes(PILLAR, label="12"), draws(ON)),
            ),
            {APPLIED, OPEN},
            conflict=Conflict.FIELD,
        ),
    ],
    "Removals": [
        row("removes a point", "removes it too", (removes(PILLAR), removes(PILLAR)), AT_ONE),
        is_open("removes a point", "changes it", (removes(PILLAR), changes(PILLAR, label="11")), Conflict.DELETED),
        is_open("removes a point", "sets a marker on it", (removes(PILLAR), adds(MARKER)), Conflict.DELETED),
        is_open("removes a segment", "writes a note on it", (removes(FREE), notes(FREE)), Conflict.DELETED),
        is_open("removes a segment", "draws a line of its own for it", (removes(FREE), draws(FREE)), Conflict.DELETED),
        row("withdraws its own line", "writes a note on that line", (withdraws, on_others_line), APPLIED),
        is_open(
            "removes its own line", "writes a note on that line", (removes_own_line, on_others_line), Conflict.DELETED
        ),
    ],
    "Geometry": [
        row("moves points of a line", "moves the same ones to the same places", (moves(4, 5), moves(4, 5)), AT_ONE),
        row("moves points of a line", "moves others, at least a leg away", (moves(2), moves(8)), APPLIED),
        is_open(
            "moves points of a line", "moves some of the same", (moves(2, 3, 4), moves(4, 5, 6)), Conflict.GEOMETRY
        ),
        is_open("moves a point of a line", "moves the next one", (moves(4), moves(5)), Conflict.GEOMETRY),
        is_open("moves a point of a line", "moves the next but one", (moves(4), moves(6)), Conflict.GEOMETRY),
        is_open("moves points of a line", "turns the line round", (moves(4), turns_round), Conflict.GEOMETRY),
        is_open(
            "cuts a line off from one end",
            "cuts all the rest off from the other",
            (cuts(5, FREE), cuts_start(5, FREE)),
            Conflict.GEOMETRY,
        ),
        is_open("moves points of a line", "puts points between them", (moves(4), densifies(4)), Conflict.GEOMETRY),
        row("moves points of a line", "puts points in elsewhere", (moves(2), densifies(8)), APPLIED),
        is_open(
            "moves points of a line",
            "splits it there; both parts wait together",
            (moves(4), splits(4)),
            Conflict.GEOMETRY,
        ),
        row("moves points of a line", "splits it elsewhere", (moves(2), splits(8)), APPLIED),
        is_open(
            "moves a pillar 0.2 m east",
            "moves it 0.2 m west",
            (changes(PILLAR, point=(2400, 0)), changes(PILLAR, point=(-2400, 0))),
            Conflict.GEOMETRY,
        ),
        row(
            "moves points of a line",
            "says something along it, before the first of them",
            (moves(8), says(0, 5000)),
            APPLIED,
        ),
        is_open(
            "moves points of a line",
            "says something along it, up to there or beyond",
            (moves(2), says(0, 5000)),
            Conflict.ALONG,
        ),
        row(
            "moves points of a line and renames it",
            "says something along it beyond the first of them",
            (moves_and_renames(ON), says(0, 5000)),
            {APPLIED, OPEN},
            {OPEN},
            conflict=Conflict.ALONG,
        ),
    ],
    "What both chairs decided": [
        is_open(
            "redraws a decided segment",
            "redraws it the same way",
            (moves(4, on=DECIDED), moves(4, on=DECIDED)),
            Conflict.DECIDED,
        ),
        row(
            "redraws and renames a decided segment",
            "does just the same",
            (moves_and_renames(DECIDED), moves_and_renames(DECIDED)),
            {OPEN, AT_ONE},
            conflict=Conflict.DECIDED,
        ),
        Row("redraws a decided segment", "nothing", (moves(4, on=DECIDED), nothing), ({OPEN}, set()), Conflict.DECIDED),
        row(
            "redraws a decided segment",
            "says something along it",
            (moves(4, on=DECIDED), says(0, 9000, DECIDED)),
            {OPEN},
            {APPLIED},
            conflict=Conflict.DECIDED,
        ),
        row(
            "renames a decided segment",
            "numbers it",
            (changes(DECIDED, section="x"), changes(DECIDED, order=7)),
            APPLIED,
        ),
    ],
}
"""The rows under their headings."""


def table_lines() -> list[str]:
    """The table as the help shows it."""
    lines = []
    for heading, rows in TABLE.items():
        lines += [f"## {heading}", "", "| One side | The other side | What comes of it |", "| --- | --- | --- |"]
        lines += [f"| {each.one} | {each.other} | {each.comes} |" for each in rows]
        lines.append("")
    return lines
