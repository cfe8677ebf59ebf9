"""Verbs about the documents that travel: base, changes."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import counted, say, say_json
from geodata.cli.project import JSON, PROJECT

if TYPE_CHECKING:
    from geodata.changes.base import Base
    from geodata.changes.changeset import ChangeSet
    from geodata.changes.document import Document

OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write."
)
ROLES = ("technician", "group_head", "chair")


@click.command()
@PROJECT
@OUTPUT
@click.option("--next", "further", is_flag=True, help="Make a further base that takes in the changes since the last.")
@JSON
def base(project: Path, output: Path, further: bool, as_json: bool) -> None:
    """Write the joint base of PROJECT, and start the project from it.

    The first time, everything in the project becomes base 1. After that the same base is written again.
    """
    from geodata.io.handover import write_base
    from geodata.io.store import Store

    with Store.open(project) as store:
        leaving = write_base(store, output, further)
    document: Base = leaving.document  # type: ignore[assignment]
    counts = Counter(feature.__struct_config__.tag for feature in document.features)
    if as_json:
        kinds = {str(kind): count for kind, count in counts.items()}
        say_json(
            {**facts_of(document), "file": str(output), "features": kinds, **_stay(leaving.again, leaving.private)}
        )
        return
    what = ", ".join(counted(count, str(kind)) for kind, count in counts.items()) or "nothing"
    say(f"{'Wrote again' if leaving.again else 'Wrote'} {output.name}: base {document.number}, {what}.")
    _say_identity(document, leaving.private)


@click.command()
@PROJECT
@OUTPUT
@click.option("-m", "--message", default="", help="What the other side should know about it.")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="Who hands it over.")
@JSON
def changes(project: Path, output: Path, message: str, role: str, as_json: bool) -> None:
    """Write what the side of PROJECT changed since the joint base.

    Private notes are never in it, and what was undone leaves no trace. Nothing new gives the same bytes again.
    """
    from geodata.io.handover import write_changes
    from geodata.io.store import Store
    from geodata.model.status import Role

    with Store.open(project) as store:
        leaving = write_changes(store, output, Role(role), message)
    document: ChangeSet = leaving.document  # type: ignore[assignment]
    counts = Counter((change.kind.value, change.op.value) for change in document.changes)
    if as_json:
        operations: dict[str, dict[str, int]] = {}
        for (kind, op), count in counts.items():
            operations.setdefault(kind, {})[op] = count
        say_json(
            {
                **facts_of(document),
                "file": str(output),
                "operations": operations,
                **_stay(leaving.again, leaving.private),
            }
        )
        return
    done = "Wrote again" if leaving.again else "Wrote"
    say(f"{done} {output.name}: change set {document.sequence} of side {document.side}, on base {document.base[:12]}.")
    for (kind, op), count in counts.items():
        say(f"  {counted(count, kind)} {_PAST[op]}")
    if not counts:
        say("  nothing changed since the base")
    _say_identity(document, leaving.private)


_PAST = {"add": "added", "modify": "changed", "delete": "removed"}


def facts_of(document: "Document") -> dict[str, Any]:
    """Return what a document says of itself in single values, and what of it is counted."""
    from geodata.changes.document import kind_word, packed
    from geodata.geometry.profiles import profile_hash

    values = {name: getattr(document, name) for name in document.__struct_fields__ if name != "format"}
    facts: dict[str, Any] = {"document": kind_word(document), "sha256": document.sha256, "bytes": len(packed(document))}
    if "profile" in values:
        facts["profile_sha256"] = profile_hash(values["profile"])
    facts |= {name: str(value) for name, value in values.items() if isinstance(value, str)}
    facts |= {name: value for name, value in values.items() if isinstance(value, int)}
    return facts | {name: list(values[name]) for name in ("of", "after") if values.get(name)}


def _stay(again: bool, private: int) -> dict[str, Any]:
    return {"again": again, "private_notes_kept": private}


def _say_identity(document: "Document", private: int) -> None:
    say(f"  sha256 {document.sha256}")
    if private:
        say(f"  {counted(private, 'private_note')} {'stays' if private == 1 else 'stay'} in the project")
