"""The family of verbs about the keys with which a side signs: new, show, pin, list, retire, record, take."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.key_records import record, take
from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.model.keys import PublicKey
    from geodata.model.status import Side

SIDE = click.option("--side", type=click.Choice(["A", "B"]), required=True, help="Whose key it is.")
PASSPHRASE = click.option(
    "--passphrase-file", type=INPUT, help="Take the passphrase from the one line of a file instead of asking for it."
)
BECAUSE = click.option("--because", default="", help="On what ground, for the project to remember.")

_COLUMNS = ("side", "key", "state", "documents", "label")


@click.group()
def key() -> None:
    """The keys with which a side signs what it exports. Files are those of minisign."""


@key.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@SIDE
@click.option("--label", default="", help="Whose key it is, in words: a name, an office.")
@PASSPHRASE
@JSON
def new(file: Path, side: str, label: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Make a key pair: the secret key in FILE, locked with a passphrase, the public key beside it, ending in .pub.

    The secret key stays with its holder. The public key goes to the other side, its words by voice.
    """
    from geodata.io.key_files import write_pair
    from geodata.model.keys import PublicKey
    from geodata.model.status import Side

    beside, public = write_pair(file, passphrase(passphrase_file, twice=True), Side(side), label)
    made = PublicKey(text=public.text, side=Side(side), label=public.label)
    if as_json:
        say_json({**facts(made), "secret_key": str(file), "public_key": str(beside)})
        return
    say(f"Made {file.name}, the secret key: keep it, and its passphrase elsewhere.")
    say(f"Made {beside.name}, the public key: give it to the other side.")
    _say_key(made)


@key.command()
@click.argument("file", type=INPUT)
@JSON
def show(file: Path, as_json: bool) -> None:
    """Show the public key in FILE: its number, and its words in four languages, to be compared by voice."""
    from geodata.io.key_files import read_public_key
    from geodata.model.keys import PublicKey
    from geodata.model.status import Side

    public = read_public_key(file)
    held = PublicKey(text=public.text, side=public.side or Side.A, label=public.label)  # no side counts before pinning
    if as_json:
        claimed = {"side": public.side, "label": public.label}
        say_json({name: fact for name, fact in facts(held).items() if name in _OF_THE_KEY} | {"claimed": claimed})
        return
    whose = f", which says it is of side {public.side}" if public.side else ""
    say(f"Public key {held.id}{whose}{f': {held.label}' if held.label else ''}.")
    _say_words(held)


@key.command()
@PROJECT
@click.argument("file", type=INPUT)
@SIDE
@click.option("--label", default="", help="Whose key it is, in words; without it, what the file says.")
@BECAUSE
@JSON
def pin(project: Path, file: Path, side: str, label: str, because: str, as_json: bool) -> None:
    """Pin the public key in FILE as one of a side in PROJECT, after its words were compared by voice."""
    from geodata.io.key_files import read_public_key
    from geodata.io.store import Store
    from geodata.model.keys import PublicKey
    from geodata.model.names import nfc
    from geodata.model.status import Side

    public = read_public_key(file)
    _check_side(public.side, side)
    wanted = PublicKey(text=public.text, side=Side(side), label=nfc(label.strip()) or public.label)
    with Store.open(project) as store:
        before = store.pinned_keys()
        pinned = store.pin_key(wanted, because or f"from {file.name}")
    again = pinned in before
    if as_json:
        say_json({**facts(pinned), "again": again})
        return
    say(f"{'Pinned before' if again else 'Pinned'}: key {pinned.id} of side {pinned.side}.")
    say("Whoever holds the key must read the same words aloud:")
    _say_words(pinned)


@key.command(name="list")
@PROJECT
@JSON
def list_(project: Path, as_json: bool) -> None:
    """List the keys pinned in PROJECT, with everything that was noted of them."""
    from geodata.io.store import Store

    with Store.open(project, read_only=True) as store:
        pinned, noted = store.pinned_keys(), store.key_history()
    if as_json:
        history = [{"written": one.written, "whence": one.whence, **_standing(one.key)} for one in noted]
        say_json({"keys": [facts(one) for one in pinned], "history": history})
        return
    if not pinned:
        say("No key is pinned in this project.")
        return
    say_table(_COLUMNS, [(one.side, one.id, one.state, _numbers(one), one.label) for one in pinned])
    for one in noted:
        say(f"noted {one.written}: key {one.key.id} {one.key.state}, {one.whence}")


@key.command()
@PROJECT
@click.argument("key_id")
@click.option("--last", type=click.IntRange(min=0), required=True, help="Up to which of the side's documents it holds.")
@BECAUSE
@JSON
def retire(project: Path, key_id: str, last: int, because: str, as_json: bool) -> None:
    """Let the key KEY_ID in PROJECT hold for the side's documents up to a number only. It stays in the list."""
    from geodata.io.store import Store

    with Store.open(project) as store:
        retired = store.retire_key(key_id.lower(), last, because or "retired by a person")
    if as_json:
        say_json(facts(retired))
    else:
        say(f"Key {retired.id} of side {retired.side} holds up to document {last} and no further.")


key.add_command(record)
key.add_command(take)


def passphrase(file: Path | None, twice: bool = False) -> str:
    """Return a passphrase from a file, or as somebody types it unseen; raise Refused where nobody can be asked."""
    from geodata.changes.signing.keys import check_passphrase
    from geodata.errors import Refused
    from geodata.io.key_files import read_passphrase

    if file is not None:
        return read_passphrase(file)
    if not sys.stdin.isatty():
        raise Refused("There is no terminal to ask for the passphrase; put it into a file (--passphrase-file).")
    typed: str = click.prompt(
        "Passphrase", default="", show_default=False, hide_input=True, err=True, confirmation_prompt=twice
    )
    check_passphrase(typed)
    return typed


def facts(held: "PublicKey") -> dict[str, Any]:
    """Return what there is to say of a key, its words included, as JSON has it."""
    from geodata.changes.spoken import KEY_WORDS, LANGUAGES, spoken

    words = {language: list(spoken(held.fingerprint, KEY_WORDS, language)) for language in LANGUAGES}
    return {**_standing(held), "key": held.text, "fingerprint": held.fingerprint, "words": words}


_OF_THE_KEY = ("id", "key", "fingerprint", "words")


def _standing(held: "PublicKey") -> dict[str, Any]:
    return {
        "id": held.id,
        "side": held.side,
        "label": held.label,
        "state": held.state,
        "since": held.since,
        "first": held.first,
        "last": held.last,
    }


def _check_side(claimed: "Side | None", side: str) -> None:
    from geodata.errors import Refused

    if claimed is not None and claimed != side:
        raise Refused(f"The key file says that it is of side {claimed}; ask whose it is before you pin it.")


def _numbers(held: "PublicKey") -> str:
    if held.last is None:
        return f"from {held.first}" if held.first else "all"
    if held.last < held.first:
        return "none"
    return f"{held.first} to {held.last}" if held.first else f"up to {held.last}"


def _say_key(held: "PublicKey") -> None:
    say(f"Key {held.id} of side {held.side}{f', {held.label}' if held.label else ''}.")
    say("Read these words aloud to the other side before it pins the key:")
    _say_words(held)


def _say_words(held: "PublicKey") -> None:
    for language, words in facts(held)["words"].items():
        say(f"  {language}  {' '.join(words)}")
