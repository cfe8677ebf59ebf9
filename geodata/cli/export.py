"""The verb that writes a view for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geodata.cli.output import counted, say, say_json
from geodata.cli.project import JSON, PROJECT

if TYPE_CHECKING:
    from geodata.io.export_view import Choice

_KINDS = (
    "segments", "stretches", "turning-points", "markers", "variants", "routes", "sources", "annotations",
)  # fmt: skip
_PICTURES = ("agreed", "disputed", "one-sided", "not-examined")


@click.command()
@PROJECT
@click.option("--to", "form", type=click.Choice(["geojson", "gpkg", "csv", "kml"]), required=True, help="Which format.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File to write.")
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only these; may be repeated.")
@click.option("--no-variants", is_flag=True, help="Leave out the claims of both sides.")
@click.option("--section", default="", help="Only what belongs to this section.")
@click.option("--status", "pictures", type=click.Choice(_PICTURES), multiple=True, help="Only such stretches.")
@JSON
def export(
    project: Path,
    form: str,
    output: Path,
    kinds: tuple[str, ...],
    no_variants: bool,
    section: str,
    pictures: tuple[str, ...],
    as_json: bool,
) -> None:
    """Write what PROJECT holds for other programs, stamped with base, time and disclaimer; private notes never.

    Segments come whole, and again as stretches by what both sides say of them. With SOURCE_DATE_EPOCH set, the same
    project gives the same bytes.
    """
    from msgspec import to_builtins

    from geodata.io.exporting import Form
    from geodata.io.exporting import export as write
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(project) as store:
        held = store.load()
    done = write(held, Form(form), output, _choice(kinds, not no_variants, section, pictures))
    if as_json:
        files = [str(path) for path in done.files]
        say_json({"files": files, "counts": done.counts, "sha256": done.sha256, "stamp": to_builtins(done.stamp)})
        return
    parts = ", ".join(counted(number, kind) for kind, number in done.counts.items())
    say(f"Wrote {output.name}: {parts or 'nothing that was asked for'}.")
    for beside in done.files[1:]:
        say(f"Beside it, {beside.name} says where it comes from.")
    say(done.stamp.disclaimer)


def _choice(kinds: tuple[str, ...], variants: bool, section: str, pictures: tuple[str, ...]) -> "Choice":
    from geodata.io.export_view import Choice, ViewKind

    return Choice(
        kinds=tuple(kind for kind in ViewKind if kind.plural in kinds) if kinds else tuple(ViewKind),
        variants=variants,
        section=section,
        pictures=tuple(picture.replace("not-", "not ") for picture in pictures),
    )
