"""Verbs about the documents that travel: base, changes."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.keys import PASSPHRASE
from geodata.cli.leaving import opened_to_preview, preview, stated, stay
from geodata.cli.output import counted, say, say_json
from geodata.cli.project import JSON, PROJECT
from geodata.cli.sealing import ATTACH, DRY_RUN, SIGN, stated_seal

if TYPE_CHECKING:
    from geodata.changes.documents.base import Base
    from geodata.changes.documents.changeset import ChangeSet
    from geodata.changes.documents.document import Document
    from geodata.io.handover import Leaving

OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; not with --dry-run."
)
ROLES = ("technician", "group_head", "chair")


@click.command()
@PROJECT
@OUTPUT
@click.option("--next", "further", is_flag=True, help="Make a further base that takes in the changes since the last.")
@SIGN
@PASSPHRASE
@ATTACH
@DRY_RUN
@JSON
def base(
    project: Path,
    output: Path | None,
    further: bool,
    key_file: Path | None,
    passphrase_file: Path | None,
    attach: tuple[Path, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the joint base of PROJECT, and start the project from it.

    The first time, everything in the project becomes base 1. After that the same base is written again.
    """
    from geodata.io.handover import next_base, with_evidence, write_base
    from geodata.io.store import Store

    seal = stated_seal(key_file, passphrase_file)
    if dry_run:
        with opened_to_preview(project) as store:
            preview(store, with_evidence(store, next_base(store, further), attach), seal, as_json)
        return
    output = stated(output)
    with Store.open(project) as store:
        leaving = write_base(store, output, further, seal, attach)
    document: Base = leaving.document  # type: ignore[assignment]
    counts = Counter(feature.__struct_config__.tag for feature in document.features)
    if as_json:
        kinds = {str(kind): count for kind, count in counts.items()}
        say_json({**facts_of(document), "file": str(output), "features": kinds, **stay(leaving)})
        return
    what = ", ".join(counted(count, str(kind)) for kind, count in counts.items()) or "nothing"
    say(f"{'Wrote again' if leaving.again else 'Wrote'} {output.name}: base {document.number}, {what}.")
    _say_identity(leaving, output)


@click.command()
@PROJECT
@OUTPUT
@click.option("-m", "--message", default="", help="What the other side should know about it.")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="Who hands it over.")
@SIGN
@PASSPHRASE
@ATTACH
@DRY_RUN
@JSON
def changes(
    project: Path,
    output: Path | None,
    message: str,
    role: str,
    key_file: Path | None,
    passphrase_file: Path | None,
    attach: tuple[Path, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write what the side of PROJECT changed since the joint base.

    Private notes are never in it, and what was undone leaves no trace. Nothing new gives the same bytes again.
    """
    from geodata.io.handover import next_changes, with_evidence, write_changes
    from geodata.io.store import Store
    from geodata.model.status import Role

    seal = stated_seal(key_file, passphrase_file)
    if dry_run:
        with opened_to_preview(project) as store:
            preview(store, with_evidence(store, next_changes(store, Role(role), message), attach), seal, as_json)
        return
    output = stated(output)
    with Store.open(project) as store:
        leaving = write_changes(store, output, Role(role), message, seal, attach)
    if as_json:
        say_json(
            {**facts_of(leaving.document), "file": str(output), "operations": _operations(leaving), **stay(leaving)}
        )
    else:
        _say_changes(leaving, output)


def _counts(leaving: "Leaving") -> "Counter[tuple[str, str]]":
    document: ChangeSet = leaving.document  # type: ignore[assignment]
    return Counter((change.kind.value, change.op.value) for change in document.changes)


def _operations(leaving: "Leaving") -> dict[str, dict[str, int]]:
    operations: dict[str, dict[str, int]] = {}
    for (kind, op), count in _counts(leaving).items():
        operations.setdefault(kind, {})[op] = count
    return operations


def _say_changes(leaving: "Leaving", output: Path) -> None:
    document: ChangeSet = leaving.document  # type: ignore[assignment]
    done, counts = "Wrote again" if leaving.again else "Wrote", _counts(leaving)
    say(f"{done} {output.name}: change set {document.sequence} of side {document.side}, on base {document.base[:12]}.")
    for (kind, op), count in counts.items():
        say(f"  {counted(count, kind)} {_PAST[op]}")
    if not counts:
        say("  nothing changed since the base")
    _say_identity(leaving, output)


_PAST = {"add": "added", "modify": "changed", "delete": "removed"}


def facts_of(document: "Document") -> dict[str, Any]:
    """Return what a document says of itself in single values, and what of it is counted."""
    from geodata.changes.documents.document import kind_word, packed
    from geodata.geometry.profiles import profile_hash

    values = {name: getattr(document, name) for name in document.__struct_fields__ if name != "format"}
    facts: dict[str, Any] = {"document": kind_word(document), "sha256": document.sha256, "bytes": len(packed(document))}
    if "profile" in values:
        facts["profile_sha256"] = profile_hash(values["profile"])
    facts |= {name: str(value) for name, value in values.items() if isinstance(value, str)}
    facts |= {name: value for name, value in values.items() if isinstance(value, int)}
    return facts | {name: list(values[name]) for name in ("of", "after") if values.get(name)}


def _say_identity(leaving: "Leaving", output: Path) -> None:
    from geodata.io.signed_files import read_opened

    say(f"  sha256 {leaving.document.sha256}")
    for signature in read_opened(output).members.signatures:
        say(f"  signed for side {signature.side} with key {signature.key_id}")
    if leaving.evidence:
        say(f"  {counted(len(leaving.evidence), 'file')} of evidence, {_size(leaving):,} bytes, exactly as it is")
    if leaving.private:
        say(
            f"  {counted(leaving.private, 'private_note')} {'stays' if leaving.private == 1 else 'stay'} in the project"
        )


def _size(leaving: "Leaving") -> int:
    return sum(map(len, leaving.evidence.values()))
