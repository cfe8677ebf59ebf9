"""The verb that says that two identifiers mean one thing: what both sides added, each under its own."""

from pathlib import Path

import click

from geodata.cli.output import say, say_json
from geodata.cli.project import JSON, PROJECT


@click.command(
    epilog="It holds once both sides say so; undo takes it back. compare lists what may be one, to be typed."
)
@PROJECT
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@JSON
def same(project: Path, one: str, other: str, as_json: bool) -> None:
    """Record in PROJECT the word of its side that the features ID and ID are one thing."""
    from geodata.changes.gestures import say_same
    from geodata.io.store import Store

    with Store.open(project) as store:
        held = store.load()
        deltas = say_same(held, one, other)
        if deltas:
            store.commit("Say that two identifiers are one thing", deltas)
        side = held.settings.side
    first, second = sorted((one, other))
    if as_json:
        say_json({"side": side, "first": first, "second": second, "changed": bool(deltas)})
    else:
        said = "Recorded" if deltas else "Already recorded"
        say(f"{said}: side {side} says that {first} and {second} are one thing. It holds once both sides say so.")
