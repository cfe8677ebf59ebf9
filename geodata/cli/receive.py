"""Verbs about what comes and goes: receive, received, attachments."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.keys import PASSPHRASE
from geodata.cli.output import counted, say, say_json, say_table
from geodata.cli.project import INPUT, JSON, PROJECT
from geodata.cli.sealing import SIGN, stated_seal

if TYPE_CHECKING:
    from geodata.changes.documents.document import Document
    from geodata.changes.verifying.standing import Standing
    from geodata.io.receiving import Taken

RECEIPT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the receipt to this file."
)


@click.command(
    epilog="Exit codes: 0 everything was received; 2 a person refused it, or no such file; 3 a file cannot be read; "
    "4 to 10 a document was refused, with the codes of verify: 9 a signature, 10 a chain. With several refused, the "
    "code of the first by name. Whatever the code, the others were received."
)
@PROJECT
@click.argument("files", nargs=-1, type=INPUT)
@RECEIPT
@click.option(
    "--refuse",
    multiple=True,
    type=(INPUT, str),
    metavar="FILE REASON",
    help="Refuse the document in a file, for a reason the other side will read; an empty one takes a refusal back.",
)
@SIGN
@PASSPHRASE
@JSON
def receive(
    project: Path,
    files: tuple[Path, ...],
    output: Path | None,
    refuse: tuple[tuple[Path, str], ...],
    key_file: Path | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> int:
    """Receive the other side's documents in FILEs into PROJECT, and with -o write the receipt for all that came.

    Each is kept whole, with its signatures. Nothing of the project's own state changes by it; a further joint base is
    never taken silently. The same files again, or in another order, come to the same, and to the same receipt.
    """
    from geodata.errors import Refused
    from geodata.io.received import write_receipt
    from geodata.io.receiving import receive as received_files
    from geodata.io.store import Store

    if not files and not refuse and output is None:
        raise Refused("Name the files that came, or with -o a file for the receipt.")
    seal = stated_seal(key_file, passphrase_file)
    with Store.open(project) as store:
        taken = received_files(store, files, dict(refuse))
        written = write_receipt(store, output, seal) if output is not None else None
    code = next((one.problem.exit_code for one in taken if one.problem is not None), 0)
    if as_json:
        receipt = None if written is None else {"file": str(output), "sha256": written.sha256}
        say_json({"exit_code": code, "files": [_taken_facts(one) for one in taken], "receipt": receipt})
        return code
    for one in taken:
        say(_taken_line(one))
    if taken and all(one.again for one in taken):
        say("Everything was here before; nothing changed.")
    if written is not None and output is not None:
        say(f"Wrote {output.name}: receipt of side {written.side} for {counted(len(written.entries), 'document')}.")
        say(f"  sha256 {written.sha256}")
    return code


@click.command()
@PROJECT
@JSON
def received(project: Path, as_json: bool) -> None:
    """List what came into PROJECT and what became of it, what left it, and which of that was acknowledged."""
    from geodata.changes.documents.chain import spelled
    from geodata.io.received import came, gaps, sent
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(project) as store:
        side, left, arrived, runs = store.settings.side, sent(store), came(store), gaps(store)
    if as_json:
        say_json(
            {
                "side": side,
                "sent": [
                    {
                        "sequence": one.sequence,
                        "document": one.document,
                        "sha256": one.sha256,
                        "acknowledged": one.outcome is not None,
                        "outcome": one.outcome,
                        "reason": one.reason,
                        "signed": one.proved,
                    }
                    for one in left
                ],
                "received": [_standing_facts(one) for one in arrived],
                "missing": [list(run) for run in runs],
            }
        )
        return
    say(f"Sent by side {side}: {counted(len(left), 'document')}.")
    if left:
        say_table(("number", "document", "sha256", "acknowledged"), [_sent_row(one) for one in left])
    say(f"Received from side {side.other}: {counted(len(arrived), 'document')}.")
    for one in arrived:
        say(f"  {_standing_line(one)}")
    if runs:
        say(f"Missing in the chain of side {side.other}: {spelled(runs)}.")


@click.command()
@click.argument("file", type=INPUT)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to."
)
@JSON
def attachments(file: Path, output: Path, as_json: bool) -> None:
    """Write the evidence in FILE into a folder, each under its hash, never under a name that the file gives.

    Nothing that is there is written over. Open such files with care: they are what the other side put there.
    """
    from geodata.io.evidence_files import write_evidence

    written = write_evidence(file, output)
    if as_json:
        say_json([{"sha256": one.path.name, "bytes": one.size, "again": one.again} for one in written])
        return
    for one in written:
        say(f"{'There before' if one.again else 'Wrote'}: {one.path.name} ({one.size:,} bytes)")
    if not written:
        say("There is no evidence in this file.")


def _taken_facts(one: "Taken") -> dict[str, Any]:
    standing = one.standing
    return {
        "file": one.name,
        "ok": one.problem is None,
        "again": one.again,
        "document": _called(one.document),
        "sha256": one.document.sha256 if one.document is not None else "",
        "outcome": standing.outcome if standing else None,
        "sentence": one.problem.sentence if one.problem else one.note,
    }


def _taken_line(one: "Taken") -> str:
    if one.problem is not None:
        return f"REFUSED  {one.name}: {one.problem.sentence}"
    outcome = str(one.standing.outcome) if one.standing else "read"
    again = ", as before" if one.again else ""
    return f"{outcome:8} {one.name}: {_called(one.document)}{again}.{' ' + one.note if one.note else ''}"


def _called(document: "Document | None") -> str:
    if document is None:
        return ""
    from geodata.changes.documents.document import called

    return called(document)


def _standing_facts(one: "Standing") -> dict[str, Any]:
    from geodata.changes.documents.document import kind_word

    document = one.arrived.document
    return {
        "document": kind_word(document),
        "sequence": getattr(document, "sequence", getattr(document, "number", 0)),
        "sha256": document.sha256,
        "outcome": one.outcome,
        "why": one.why,
        "signed": one.proved,
        "signatures": [{"side": each.side, "key_id": each.key_id} for each in one.arrived.members.signatures],
    }


def _standing_line(one: "Standing") -> str:
    document = one.arrived.document
    return f"{one.outcome:8} {_called(document)}, {document.sha256[:12]}.{' ' + one.why if one.why else ''}"


def _sent_row(one: Any) -> Sequence[object]:
    said = "not yet" if one.outcome is None else f"{one.outcome}{'' if one.proved else ', by a receipt nobody proved'}"
    return one.sequence, one.document, one.sha256[:12], f"{said}{': ' + one.reason if one.reason else ''}"
