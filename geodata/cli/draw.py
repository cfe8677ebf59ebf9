"""The verb that puts a side's own line for a stretch on the table, out of a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.edit import SEGMENT
from geodata.cli.output import say, say_json
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.changes.delta import Delta
    from geodata.io.offered_lines import Offered


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
    from geodata.io.mapping import Mapping, Target
    from geodata.io.offered_lines import lines_offered
    from geodata.io.store import Store

    with Store.open(project) as store:
        held = store.load()
        found = held.segment(segment)
        stated = Mapping(target=Target.SEGMENTS, layer=layer, crs=crs, axes=axes, operation=operation)
        read = _chosen(lines_offered(file, held, stated), named, file.name)
        deltas = gestures.draw_variant(held, found, read.line, label, basis, sources, read.origin)
        side = held.settings.side
        called = found.source_id or found.id
        store.commit(f"Draw {side}'s line on {called}", deltas, originals=read.originals(deltas))
    told = {"segment": found.id, "called": called, "side": side, "origin": read.origin.id, **_drawn(deltas)}
    if as_json:
        say_json(told)
    else:
        say(f"{side}'s line covers {told['from_m']:,.3f} to {told['to_m']:,.3f} m of {called}, as {file.name} has it.")


def _drawn(deltas: "list[Delta]") -> dict[str, Any]:
    from geodata.model.variant import Variant

    variant = deltas[-1].new
    assert isinstance(variant, Variant)
    start, end = variant.stretch.start.at, variant.stretch.end.at
    return {"id": variant.id, "label": variant.label, "from_m": start / 1000, "to_m": end / 1000}


def _chosen(offers: "list[Offered]", named: str, file: str) -> "Offered":
    """The line of a file that was meant; raise Refused where that is not clear."""
    from geodata.errors import Refused

    chosen = [each for each in offers if not named or each.name == named]
    if len(chosen) != 1:
        listed = ", ".join(each.name or each.title for each in offers[:10])
        raise Refused(f"{file} has {len(chosen)} lines that fit; name one of them (--id): {listed}.")
    return chosen[0]
