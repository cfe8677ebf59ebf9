"""The verb that puts a side's own line for a stretch on the table, out of a file."""

from pathlib import Path

import click

from geodata.cli.edit import SEGMENT
from geodata.cli.output import say, say_json
from geodata.cli.project import INPUT, JSON, PROJECT


@click.command()
@PROJECT
@SEGMENT
@click.argument("file", type=INPUT)
@click.option("--layer", default="", help="Which layer; may be left out where only one has lines.")
@click.option("--id", "named", default="", help="Which line of the file, by its identifier; else the only one.")
@click.option("--label", default="", help="What the line is called.")
@click.option("--basis", default="", help="What it rests on: act, article, how it was digitised.")
@click.option("--source", "sources", multiple=True, help="Id of a source in the register; may be given again.")
@click.option("--crs", default="", help="Reference system, where the file states none, e.g. EPSG:28408.")
@click.option("--axes", default="", type=click.Choice(["", "east-north", "north-east"]), help="Order in the file.")
@click.option("--operation", default="", help="Pinned operation for what the joint profile leaves open.")
@JSON
def draw(
    project: Path,
    segment: str,
    file: Path,
    named: str,
    label: str,
    basis: str,
    sources: tuple[str, ...],
    layer: str,
    crs: str,
    axes: str,
    operation: str,
    as_json: bool,
) -> None:
    """Draw the line of PROJECT's side for SEGMENT (its UUID or source identifier) as FILE has it.

    It covers the segment from where its ends lie nearest; the base's line stays as it is.
    """
    from geodata.changes import gestures
    from geodata.errors import Refused
    from geodata.io.mapping import Mapping, Target
    from geodata.io.offered_lines import lines_offered
    from geodata.io.store import Store
    from geodata.model.variant import Variant

    with Store.open(project) as store:
        held = store.load()
        found = held.segment(segment)
        stated = Mapping(target=Target.SEGMENTS, layer=layer, crs=crs, axes=axes, operation=operation)
        offers = lines_offered(file, held, stated)
        chosen = [each for each in offers if not named or each.name == named]
        if len(chosen) != 1:
            listed = ", ".join(each.name or each.title for each in offers[:10])
            raise Refused(f"{file.name} has {len(chosen)} lines that fit; name one of them (--id): {listed}.")
        (read,) = chosen
        deltas = gestures.draw_variant(held, found, read.line, label, basis, sources, read.origin)
        side = held.settings.side
        called = f"Draw {side}'s line on {found.source_id or found.id}"
        store.commit(called, deltas, originals=read.originals(deltas))
    variant = deltas[-1].new
    assert isinstance(variant, Variant)
    start, end = variant.stretch.start.at, variant.stretch.end.at
    if as_json:
        told = {"id": variant.id, "segment": found.id, "origin": read.origin.id, "side": side}
        say_json({**told, "from_m": start / 1000, "to_m": end / 1000})
        return
    say(f"{side}'s line {label or variant.id} covers {start / 1e6:,.3f} to {end / 1e6:,.3f} km of {found.source_id}.")
    say(f"Read from {read.origin.title}; undo takes it back.")
