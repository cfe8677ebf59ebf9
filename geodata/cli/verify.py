"""The verb verify: documents by themselves and together, with no project and no trust in this program's word."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import counted, say, say_json
from geodata.cli.project import INPUT, JSON

if TYPE_CHECKING:
    from geodata.changes.verifying.verify import Report
    from geodata.changes.verifying.verify_words import Checked
    from geodata.model.keys import PublicKey


@click.command(
    epilog="Exit codes: 0 all is well; 1 nothing is broken, but not every document carries a good signature by the "
    "keys given; 2 no such file; 3 a file cannot be read; 4 a document cannot be, or does not fit; 5 not in the "
    "canonical form; 6 a checksum does not match; 7 a change set starts from another base than those given; 8 it is on "
    "another joint grid than its base; 9 a signature is not good; 10 a chain is broken: another predecessor, or one "
    "number for two contents, or with --whole a gap. With several things wrong, the code of the first that is said."
)
@click.argument("files", nargs=-1, required=True, type=INPUT)
@click.option(
    "--key", "keys", multiple=True, type=INPUT, help="Check signatures with this public key; may be repeated."
)
@click.option("--project", type=INPUT, help="Check signatures with the keys pinned in a project.")
@click.option("--whole", is_flag=True, help="Ask for each side's chain without a gap from its beginning.")
@JSON
def verify(files: tuple[Path, ...], keys: tuple[Path, ...], project: Path | None, whole: bool, as_json: bool) -> int:
    """Check documents: each FILE by itself, then how they hang together. Needs no project.

    The order of the files does not matter. A file that is missing between two others is said, and is nothing broken.
    """
    from geodata.changes.verifying.verify import verified

    report = verified(checked_files(files), given_keys(keys, project), whole)
    if as_json:
        say_json(_facts(report))
        return report.exit_code
    for one in report.files:
        say(line_of(one))
        for each in report.signers.get(one.name, ()):
            say(f"        signed for side {each.side} with key {each.key_id}: {_STATES[each.state]}{_label(each)}")
    for link in report.links:
        say(link.sentence if link.problem is None else f"BROKEN  {link.sentence}")
    say(_verdict(report, bool(keys or project)))
    return report.exit_code


_STATES = {
    "good": "good",
    "unknown": "key not known",
    "refused": "not good",
    "not checked": "not checked, for no key was given",
}


def checked_files(files: Sequence[Path]) -> "list[Checked]":
    """Return files as they were read, each under its name, or as it was named where two have one name."""
    from geodata.changes.verifying.verify_words import Checked
    from geodata.errors import ConfiniaError
    from geodata.io.signed_files import read_opened

    once = list(dict.fromkeys(files))
    names = [file.name for file in once]
    read = []
    for file in once:
        name = file.name if names.count(file.name) == 1 else str(file)
        try:
            held = read_opened(file)
            read.append(Checked(name, held.document, members=held.members))
        except ConfiniaError as problem:
            read.append(Checked(name, problem=problem))
    return read


def given_keys(files: Sequence[Path], project: Path | None) -> "list[PublicKey] | None":
    """Return the keys in files and those pinned in a project, None where neither is named.

    A key of which its file does not say the side stands for either.
    """
    if not files and project is None:
        return None
    from geodata.io.key_files import read_public_key
    from geodata.model.keys import PublicKey
    from geodata.model.status import Side

    known: list[PublicKey] = []
    if project is not None:
        from geodata.io.store_copy import opened_to_read

        with opened_to_read(project) as store:
            known += store.pinned_keys()
    for file in files:
        written = read_public_key(file)
        for side in [written.side] if written.side else list(Side):
            if not any((key.side, key.text) == (side, written.text) for key in known):
                known.append(PublicKey(text=written.text, side=side, label=written.label))
    return known


def line_of(one: "Checked") -> str:
    """Return what to say of a file by itself."""
    if one.document is None:
        return f"BROKEN  {one.problem.sentence if one.problem else one.name}"
    from geodata.changes.documents.base import Base
    from geodata.changes.documents.document import called

    held = one.document
    size = next((len(getattr(held, name)) for name in ("features", "changes", "entries") if hasattr(held, name)), None)
    what = "feature" if isinstance(held, Base) else "operation" if hasattr(held, "changes") else "document"
    named = f"{called(held)} of {held.title}" if isinstance(held, Base) else called(held)
    evidence = f", {counted(len(one.members.evidence), 'file')} of evidence" if one.members.evidence else ""
    counts = "" if size is None else ", " + counted(size, what)
    return f"whole   {one.name}: {named}{counts}{evidence}; sha256 {held.sha256}"


def _verdict(report: "Report", with_keys: bool) -> str:
    if report.problem is not None:
        return f"Not well: {report.problem.sentence}"
    if report.unproved:
        return f"Nothing is broken, but without a good signature by the keys given: {', '.join(report.unproved)}."
    return f"All is well.{'' if with_keys else ' Signatures were not checked.' if any(report.signers.values()) else ''}"


def _label(signer: Any) -> str:
    return f", {signer.label}" if signer.label else ""


def _facts(report: "Report") -> dict[str, Any]:
    links = [{"ok": link.problem is None, "sentence": link.sentence} for link in report.links]
    listed = [_file_facts(one, report) for one in report.files]
    return {"ok": report.problem is None, "exit_code": report.exit_code, "files": listed, "links": links}


def _file_facts(one: "Checked", report: "Report") -> dict[str, Any]:
    from geodata.cli.documents import facts_of

    if one.document is None:
        return {"file": one.name, "ok": False, "sentence": one.problem.sentence if one.problem else ""}
    signers = [
        {"side": each.side, "key_id": each.key_id, "state": each.state, "label": each.label}
        for each in report.signers.get(one.name, ())
    ]
    evidence = sorted(one.members.evidence)
    return {"file": one.name, "ok": True, **facts_of(one.document), "signatures": signers, "evidence": evidence}
