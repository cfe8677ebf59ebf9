"""Verbs about signatures: sign, signatures."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.keys import PASSPHRASE, passphrase
from geodata.cli.output import say, say_json
from geodata.cli.project import INPUT, JSON

if TYPE_CHECKING:
    from geodata.changes.documents.document import Opened
    from geodata.changes.members import Signature
    from geodata.changes.signing.signing import Signed
    from geodata.model.keys import PublicKey

PROVES = "Signing proves who exported, and nothing more."


@click.command()
@click.argument("file", type=INPUT)
@click.option("--key", "key_file", type=INPUT, required=True, help="The file of the secret key.")
@click.option("--side", type=click.Choice(["A", "B"]), help="For which side, where neither document nor key says so.")
@PASSPHRASE
@JSON
def sign(file: Path, key_file: Path, side: str | None, passphrase_file: Path | None, as_json: bool) -> None:
    """Add a signature to the document in FILE. Its hash stays as it is; signing again changes nothing."""
    from geodata.io.key_files import read_secret_key
    from geodata.io.signed_files import read_opened, sign_file
    from geodata.model.status import Side

    secret = read_secret_key(key_file)
    document = read_opened(file).document
    made, again = sign_file(file, secret, passphrase(passphrase_file), Side(side) if side else None)
    if as_json:
        say_json({"file": str(file), "sha256": document.sha256, "again": again, **_facts(made)})
        return
    say(f"{'Signed before' if again else 'Signed'}: {file.name}, for side {made.side} with key {made.key_id}.")
    say(f"  sha256 {document.sha256}")
    say(f"  {PROVES}")


@click.command(
    epilog="Exit codes: 0 listed; 1 with --project, a signature is by a key that nobody pinned, or there is none; "
    "9 with --project, a signature is not good."
)
@click.argument("file", type=INPUT)
@click.option("--project", type=INPUT, help="Check with the keys pinned in a project.")
@JSON
def signatures(file: Path, project: Path | None, as_json: bool) -> int:
    """List who signed the document in FILE, and how to check it with minisign, without this program."""
    from geodata.changes.documents.document import kind_word
    from geodata.changes.verifying.proof import proved
    from geodata.io.signed_files import read_opened
    from geodata.io.store import Store

    held, pinned = read_opened(file), None
    if project is not None:
        with Store.open(project, read_only=True) as store:
            pinned = store.pinned_keys()
    document, kind = held.document, kind_word(held.document)
    checked = proved(document, held.members.signatures, pinned or ())
    ends_well = pinned is None or (bool(checked.by) and not checked.unknown)
    if as_json:
        listed = [_listed(file, one, checked, pinned is not None) for one in held.members.signatures]
        say_json({"file": str(file), "document": kind, "sha256": document.sha256, "signatures": listed})
    else:
        _say_all(file, held, checked, pinned is not None)
    return 0 if ends_well else 1


def _say_all(file: Path, held: "Opened", checked: "Signed", against_pins: bool) -> None:
    from geodata.changes.documents.document import called

    say(f"{file.name}: {called(held.document)}, sha256 {held.document.sha256}")
    if not held.members.signatures:
        say("Nobody signed it.")
        return
    for one in held.members.signatures:
        by = _pinned(one, checked)
        state = "" if not against_pins else "  key not pinned in this project"
        if by is not None:
            state = f"  good, by a pinned key, {by.state}{f': {by.label}' if by.label else ''}"
        say(f"side {one.side}, key {one.key_id}{state}")
        for command in _commands(file, one):
            say(f"    {command}")
    say(f"{'' if against_pins else 'Listed, not checked. '}{PROVES}")


def _listed(file: Path, one: "Signature", checked: "Signed", against_pins: bool) -> dict[str, Any]:
    by = _pinned(one, checked)
    state = ("good" if by else "not pinned") if against_pins else "not checked"
    return {
        **_facts(one),
        "state": state,
        "label": by.label if by else "",
        "key_state": by.state if by else "",
        "check_with": _commands(file, one),
    }


def _facts(one: "Signature") -> dict[str, Any]:
    return {"side": one.side, "key_id": one.key_id, "member": one.name}


def _pinned(one: "Signature", checked: "Signed") -> "PublicKey | None":
    return next((key for key in checked.by if (key.side, key.id) == (one.side, one.key_id)), None)


def _commands(file: Path, one: "Signature") -> list[str]:
    """Return what to type where only unzip and minisign are at hand; the public key is called like its side."""
    return [
        f"unzip -o {shlex.quote(str(file))} document.json {one.name}",
        f"minisign -V -m document.json -x {one.name} -p {one.side.lower()}.pub",
    ]
