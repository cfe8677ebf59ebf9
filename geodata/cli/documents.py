"""Verbs about the documents that travel: base, changes, verify."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import counted, say, say_json
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.changes.base import Base
    from geodata.changes.changeset import ChangeSet
    from geodata.changes.document import Document
    from geodata.changes.verify import Checked

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
        say_json({**_facts(document), "file": str(output), "features": kinds, **_stay(leaving.again, leaving.private)})
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
            {**_facts(document), "file": str(output), "operations": operations, **_stay(leaving.again, leaving.private)}
        )
        return
    done = "Wrote again" if leaving.again else "Wrote"
    say(f"{done} {output.name}: change set {document.sequence} of side {document.side}, on base {document.base[:12]}.")
    for (kind, op), count in counts.items():
        say(f"  {counted(count, kind)} {_PAST[op]}")
    if not counts:
        say("  nothing changed since the base")
    _say_identity(document, leaving.private)


@click.command(
    epilog="Exit codes: 0 all is well; 2 no such file; 3 a file cannot be read; 4 a document cannot be, does not fit "
    "or breaks its sequence; 5 not in the canonical form; 6 a checksum does not match; 7 a change set starts from "
    "another base than those given; 8 it is on another joint grid than its base. With several things wrong, the code "
    "of the first."
)
@click.argument("files", nargs=-1, required=True, type=INPUT)
@JSON
def verify(files: tuple[Path, ...], as_json: bool) -> int:
    """Check documents: each FILE by itself, then how they hang together. Needs no project."""
    from geodata.changes.verify import verified

    report = verified([_checked(file) for file in files])
    if as_json:
        links = [{"ok": link.problem is None, "sentence": link.sentence} for link in report.links]
        listed = [_file_facts(one) for one in report.files]
        say_json({"ok": report.problem is None, "exit_code": report.exit_code, "files": listed, "links": links})
        return report.exit_code
    for one in report.files:
        say(_line(one))
    for link in report.links:
        say(link.sentence if link.problem is None else f"BROKEN  {link.sentence}")
    say("All is well." if report.problem is None else f"Not well: {report.problem.sentence}")
    return report.exit_code


_PAST = {"add": "added", "modify": "changed", "delete": "removed"}


def _checked(file: Path) -> "Checked":
    from geodata.changes.verify import Checked
    from geodata.errors import ConfiniaError
    from geodata.io.documents import read_document

    try:
        return Checked(file.name, read_document(file))
    except ConfiniaError as problem:
        return Checked(file.name, problem=problem)


def _facts(document: "Document") -> dict[str, Any]:
    """What a document says of itself in single values, and what of it is counted."""
    from geodata.changes.document import kind_word, packed
    from geodata.geometry.profiles import profile_hash

    values = {name: getattr(document, name) for name in document.__struct_fields__ if name != "format"}
    facts: dict[str, Any] = {"document": kind_word(document), "sha256": document.sha256, "bytes": len(packed(document))}
    if "profile" in values:
        facts["profile_sha256"] = profile_hash(values["profile"])
    facts |= {name: str(value) for name, value in values.items() if isinstance(value, str)}
    facts |= {name: value for name, value in values.items() if isinstance(value, int)}
    return facts | {name: list(values[name]) for name in ("of", "after") if values.get(name)}


def _file_facts(one: "Checked") -> dict[str, Any]:
    if one.document is None:
        return {"file": one.name, "ok": False, "sentence": one.problem.sentence if one.problem else ""}
    return {"file": one.name, "ok": True, **_facts(one.document)}


def _line(one: "Checked") -> str:
    if one.document is None:
        return f"BROKEN  {one.problem.sentence if one.problem else one.name}"
    from geodata.changes.base import Base
    from geodata.changes.document import called

    held = one.document
    size = next((len(getattr(held, name)) for name in ("features", "changes", "entries") if hasattr(held, name)), None)
    what = "feature" if isinstance(held, Base) else "operation" if hasattr(held, "changes") else "document"
    named = f"{called(held)} of {held.title}" if isinstance(held, Base) else called(held)
    return f"whole   {one.name}: {named}{'' if size is None else ', ' + counted(size, what)}; sha256 {held.sha256}"


def _stay(again: bool, private: int) -> dict[str, Any]:
    return {"again": again, "private_notes_kept": private}


def _say_identity(document: "Document", private: int) -> None:
    say(f"  sha256 {document.sha256}")
    if private:
        say(f"  {counted(private, 'private_note')} {'stays' if private == 1 else 'stay'} in the project")
