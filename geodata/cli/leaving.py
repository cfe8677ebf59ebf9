"""What the verbs base and changes say before anything leaves (--dry-run), and of what stays."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import counted, say, say_json

if TYPE_CHECKING:
    from geodata.io.handover import Leaving
    from geodata.io.sealing import Seal
    from geodata.io.store import Store


def stated(output: Path | None) -> Path:
    """Return the file to write; raise UsageError where none was named."""
    if output is None:
        raise click.UsageError("Name the file to write (-o), or say --dry-run to see what would leave.")
    return output


def opened_to_preview(project: Path) -> "Store":
    """Return a project for reading only, so that nothing can be written by looking."""
    from geodata.io.store_copy import opened_to_read

    return opened_to_read(project)


def preview(store: "Store", leaving: "Leaving", seal: "Seal | None", as_json: bool) -> None:
    """Say everything that would leave: the document in full, the evidence, and who signs."""
    import json

    from geodata.io.sealing import container_of, signature_by
    from geodata.reports.leaving import names_of, told, told_evidence

    side, document = store.settings.side, leaving.document
    signature = signature_by(document, side, seal, store.pinned_keys()) if seal is not None else None
    size = len(container_of(document, side, seal, leaving.evidence))
    if as_json:
        signer = None if signature is None else {"side": signature.side, "key_id": signature.key_id}
        whole = json.loads(document.data)
        say_json({"would_leave": whole, "sha256": document.sha256, "bytes": size, "signed": signer} | stay(leaving))
        return
    say("Nothing was written. This would leave:")
    layers = store.load().layers
    for line in told(document, names_of(feature for layer in layers.values() for feature in layer.values())):
        say(line)
    say(f"Evidence: {counted(len(leaving.evidence), 'file')}")
    for line in told_evidence(leaving.evidence, _titles(store, leaving)):
        say(line)
    by = "nobody" if signature is None else f"side {signature.side} with key {signature.key_id}"
    say(f"Signed by {by}. The whole file would have {size:,} bytes.")
    if leaving.again:
        say("It is the document that left last, to the byte.")
    say(f"What stays in the project: {counted(leaving.private, 'private_note')}.")


def stay(leaving: "Leaving") -> dict[str, Any]:
    """Return what there is to say of what was there before and of what stays, as JSON has it."""
    return {"again": leaving.again, "private_notes_kept": leaving.private, "evidence": _listed(leaving)}


def _listed(leaving: "Leaving") -> list[dict[str, Any]]:
    return [{"sha256": hash_, "bytes": len(data)} for hash_, data in sorted(leaving.evidence.items())]


def _titles(store: "Store", leaving: "Leaving") -> dict[str, str]:
    from geodata.changes.documents.document import decoded
    from geodata.changes.documents.evidence import cited

    held = store.base_document()
    return {**(cited(decoded(held.data)) if held is not None else {}), **cited(leaving.document)}
