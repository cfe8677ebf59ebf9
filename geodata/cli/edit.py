"""Verbs that change a project, each one durable gesture: mark, note, source, cite, undo, redo; and the history."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geodata.cli.output import metres, say, say_json, say_table
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.changes.delta import Delta
    from geodata.io.store import Store
    from geodata.model.status import Reason
    from geodata.model.stretch import Stretch

SEGMENT = click.argument("segment")
FROM = click.option("--from", "start", help='Where it starts: metres ("5000"), "5 km" or "TP 104 + 340".')
TO = click.option("--to", "end", help='Where it ends: as --from, or "end".')


@click.command()
@PROJECT
@SEGMENT
@FROM
@TO
@click.option(
    "--as", "view", type=click.Choice(["agreed", "disputed", "open"]), required=True, help="What the side says of it."
)
@click.option("--note", default="", help="Why; it travels with the mark.")
@click.option("--reason", default="", help="Reason class, e.g. different_source.")
@click.option("--source", "sources", multiple=True, help="Id of a source in the register; may be given again.")
@JSON
def mark(
    project: Path,
    segment: str,
    start: str | None,
    end: str | None,
    view: str,
    note: str,
    reason: str,
    sources: tuple[str, ...],
    as_json: bool,
) -> None:
    """Mark a stretch of SEGMENT (its UUID or source identifier) in PROJECT, as its side sees it."""
    from geodata.changes import gestures
    from geodata.cli.places import stretch_named
    from geodata.io.store import Store
    from geodata.model.status import View

    with Store.open(project) as store:
        held = store.load()
        found = held.segment(segment)
        stretch = stretch_named(held, found, start, end)
        deltas = gestures.mark(held, found, stretch, View(view), note, _reason(reason), sources)
        _commit(store, f"Mark {_span(stretch)} of {found.source_id or found.id} as {view}", deltas)
        side = held.settings.side
    if as_json:
        say_json({"segment": found.id, "side": side, "view": view, "changed": bool(deltas), **_ends(stretch)})
    else:
        done = "Marked" if deltas else "Already marked"
        say(f"{done} {_span(stretch)} of {found.source_id or found.id} as {view}, in the view of side {side}.")


@click.command()
@PROJECT
@SEGMENT
@click.argument("text")
@FROM
@TO
@click.option("--private", is_flag=True, help="Keep it in this project; it is in no document that leaves.")
@JSON
def note(
    project: Path, segment: str, text: str, start: str | None, end: str | None, private: bool, as_json: bool
) -> None:
    """Write TEXT as a note on SEGMENT in PROJECT, on a stretch of it where --from and --to are given."""
    from geodata.changes import gestures
    from geodata.cli.places import stretch_named
    from geodata.io.store import Store

    with Store.open(project) as store:
        held = store.load()
        found = held.segment(segment)
        stretch = stretch_named(held, found, start, end) if start or end else None
        deltas = gestures.write_note(held, found.id, text, stretch, private)
        _commit(store, "Write a private note" if private else "Write a note", deltas)
    _answer(as_json, deltas, "Wrote a private note; it stays here." if private else "Wrote a note.")


@click.command()
@PROJECT
@click.argument("title")
@click.option("--type", "kind", default="map", help="map, act, minute, scan, imagery, measurement or other.")
@click.option("--issuer", default="", help="Who issued it.")
@click.option("--date", default="", help="When, as it stands on it.")
@click.option("--number", default="", help="Its number or designation.")
@click.option("--sheet", default="", help="As printed.")
@click.option("--scale", type=int, help="The number after 1: of its scale.")
@click.option("--survey-year", type=int, help="Year in which it was surveyed.")
@click.option("--duty-year", type=int, help="Year of its duty procedure.")
@click.option("--archive", default="", help="Where it is kept.")
@click.option("--file", type=INPUT, help="Cite this file by its sha256, so that it can go along as evidence.")
@JSON
def source(project: Path, title: str, kind: str, file: Path | None, as_json: bool, **fields: str | int | None) -> None:
    """Enter a source called TITLE into the register of PROJECT, offered by its side."""
    from geodata.changes import gestures
    from geodata.changes.container import identity
    from geodata.errors import Refused
    from geodata.io.sealing import read_evidence
    from geodata.io.store import Store
    from geodata.model.names import nfc
    from geodata.model.source import Source, SourceKind

    if kind not in set(SourceKind):
        raise Refused(f"A source is one of {', '.join(SourceKind)}.")
    cited = identity(read_evidence(file)) if file is not None else ""
    with Store.open(project) as store:
        held = store.load()
        clean = {name: nfc(value) if isinstance(value, str) else value for name, value in fields.items()}
        entered = Source(
            id=gestures.new_id(),
            title=nfc(title),
            offered_by=held.settings.side,
            type=SourceKind(kind),
            sha256=cited,
            **clean,  # type: ignore[arg-type]
        )
        deltas = gestures.add_source(held, entered)
        _commit(store, f"Enter source {title}", deltas)
    _answer(as_json, deltas, f"Entered source {entered.id}: {title}.")


@click.command()
@PROJECT
@SEGMENT
@click.argument("source_id")
@FROM
@TO
@JSON
def cite(project: Path, segment: str, source_id: str, start: str | None, end: str | None, as_json: bool) -> None:
    """Cite a source of the register for what PROJECT's side says of a stretch of SEGMENT."""
    from geodata.changes import gestures
    from geodata.cli.places import stretch_named
    from geodata.io.store import Store

    with Store.open(project) as store:
        held = store.load()
        found = held.segment(segment)
        stretch = stretch_named(held, found, start, end)
        deltas = gestures.cite(held, found, stretch, source_id)
        _commit(store, f"Cite a source on {_span(stretch)} of {found.source_id or found.id}", deltas)
    _answer(as_json, deltas, f"Cited on {_span(stretch)} of {found.source_id or found.id}.")


@click.command()
@PROJECT
@JSON
def history(project: Path, as_json: bool) -> None:
    """List every gesture of PROJECT in order: what stands, what was taken back, what is in the base."""
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(project) as store:
        entries = store.history()
    states = ["in the base" if entry.fixed else "stands" if entry.done else "taken back" for entry in entries]
    if as_json:
        say_json(
            [
                {"number": entry.number, "label": entry.label, "written": entry.written, "state": state}
                for entry, state in zip(entries, states, strict=True)
            ]
        )
    else:
        rows = [(e.number, e.written, state, e.label) for e, state in zip(entries, states, strict=True)]
        say_table(("no", "written", "state", "gesture"), rows)


@click.command()
@PROJECT
@JSON
def undo(project: Path, as_json: bool) -> None:
    """Take the last gesture of PROJECT back."""
    from geodata.io.store import Store

    with Store.open(project) as store:
        last = next((entry for entry in reversed(store.history()) if entry.done and not entry.fixed), None)
        deltas = store.undo()
    said = f"Took back: {last.label}." if last else "There is nothing to take back."
    _answer(as_json, deltas or [], said, gesture=last.label if last else None)


@click.command()
@PROJECT
@JSON
def redo(project: Path, as_json: bool) -> None:
    """Bring back the gesture of PROJECT that was taken back last."""
    from geodata.io.store import Store

    with Store.open(project) as store:
        first = next((entry for entry in store.history() if not entry.done and not entry.fixed), None)
        deltas = store.redo()
    said = f"Brought back: {first.label}." if first else "There is nothing to bring back."
    _answer(as_json, deltas or [], said, gesture=first.label if first else None)


def _commit(store: "Store", label: str, deltas: "list[Delta]") -> None:
    if deltas:
        store.commit(label, deltas)


def _answer(as_json: bool, deltas: "list[Delta]", sentence: str, **more: str | None) -> None:
    if as_json:
        say_json({"changed": [{"kind": delta.key[0], "id": delta.key[1]} for delta in deltas], **more})
    else:
        say(sentence)


def _ends(stretch: "Stretch") -> dict[str, float]:
    return {"from_m": metres(stretch.start.at), "to_m": metres(stretch.end.at)}


def _span(stretch: "Stretch") -> str:
    return f"{metres(stretch.start.at):,.3f}-{metres(stretch.end.at):,.3f} m"


def _reason(text: str) -> "Reason":
    from geodata.errors import Refused
    from geodata.model.status import Reason

    try:
        return Reason(text)
    except ValueError:
        raise Refused(f"A reason is one of {', '.join(filter(None, Reason))}.") from None
