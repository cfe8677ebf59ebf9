"""Verbs of the family `key` about key records: record, take."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geodata.cli.output import say, say_json
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.changes.documents.key_record import KeyRecord

_ACTS = ("first", "change", "loss")


@click.command()
@PROJECT
@click.argument("file", type=INPUT)
@click.option("--act", type=click.Choice(_ACTS), required=True, help="Whether it is the first, or replaces another.")
@click.option("--replaces", default="", help="The number of the key that it replaces.")
@click.option("--reason", default="", help="Why, for the other side to read.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="What to write.")
@JSON
def record(project: Path, file: Path, act: str, replaces: str, reason: str, output: Path, as_json: bool) -> None:
    """Write the next document of the side of PROJECT: from here on it signs with the public key in FILE.

    Sign it with the new key, and where the old one is at hand with that too; then take it here and hand it over.
    """
    from geodata.changes.documents.key_record import Act
    from geodata.io.key_files import read_public_key
    from geodata.io.key_records import write_key_record
    from geodata.io.store import Store

    public = read_public_key(file)
    with Store.open(project) as store:
        made, again = write_key_record(store, output, public.text, Act(act), replaces.lower(), reason)
    if as_json:
        say_json({**_facts(made), "file": str(output), "again": again})
        return
    say(f"{'Wrote again' if again else 'Wrote'} {output.name}: key record {made.sequence} of side {made.side}.")
    say(f"  sha256 {made.sha256}")
    with_both = f"with the old key {made.replaces} and the new one" if made.act is Act.CHANGE else "with the new key"
    say(f"  now sign it {with_both}")


@click.command()
@PROJECT
@click.argument("file", type=INPUT)
@JSON
def take(project: Path, file: Path, as_json: bool) -> None:
    """Take the key record in FILE, of either side, into the keys pinned in PROJECT."""
    from geodata.io.key_records import take_key_record
    from geodata.io.store import Store

    with Store.open(project) as store:
        changed = take_key_record(store, file)
    if as_json:
        say_json(
            {"changed": [{"id": key.id, "side": key.side, "state": key.state, "last": key.last} for key in changed]}
        )
        return
    for key in changed:
        until = "" if key.last is None else f", good up to document {key.last}"
        say(f"Key {key.id} of side {key.side}: {key.state}{until}.")
    if not changed:
        say("It was taken before; nothing changed.")


def _facts(made: "KeyRecord") -> dict[str, object]:
    from geodata.model.keys import key_id

    return {
        "sha256": made.sha256,
        "side": made.side,
        "sequence": made.sequence,
        "previous": made.previous,
        "act": made.act,
        "key_id": key_id(made.key),
        "replaces": made.replaces,
    }
