"""The verb compare: both sides' change sets, item by item along the line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geodata.cli.output import say_json
from geodata.cli.project import INPUT, JSON

if TYPE_CHECKING:
    from geodata.changes.comparing.comparison import Comparison, Relation
    from geodata.changes.documents.base import Base
    from geodata.changes.documents.changeset import ChangeSet
    from geodata.model.reference import ReferenceLayer

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    epilog="Exit codes: 0 compared; 1 with --exit-code, when the sides differ in anything; 2 no such file, or two of "
    "one side; 3 a file cannot be used; 4, 5, 6 a document was refused (see verify); 7 they start from different bases."
)
@click.argument("one", metavar="A", type=INPUT)
@click.argument("other", metavar="B", type=INPUT)
@click.option(
    "--base",
    "base_file",
    type=INPUT,
    help="The joint base; else it is looked for.",
)
@click.option(
    "--beneath",
    type=click.Path(path_type=Path),
    help="A project, or a file of settlements (FILE#LAYER of one with several), to say which lie between the lines.",
)
@click.option("--within", type=float, help="Metres up to which claims coincide; else what the joint profile rounds.")
@click.option(
    "--only", "only", multiple=True, metavar="RELATION", help="Show only items of this relation; may be given again."
)
@JSON
@click.option("--html", type=FILE, help="Write the comparison as one HTML file that needs nothing else.")
@click.option("--geojson", type=FILE, help="Write the items with their lines as GeoJSON.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 when the sides differ.")
def compare(
    one: Path,
    other: Path,
    base_file: Path | None,
    beneath: Path | None,
    within: float | None,
    only: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    geojson: Path | None,
    exit_code: bool,
) -> int:
    """Compare the change sets A and B of the two sides; their order does not matter.

    The joint base is looked for beside the change sets. Without it stretches are still compared, but nothing is
    drawn and no separation is measured. RELATION is one of identical, coincident, one_side, other_fields, same_field,
    geometry, delete_edit, decided and metadata; totals and tallies always count everything.
    """
    from geodata.cli.compare_said import say_comparison
    from geodata.io.documents import read_change_set
    from geodata.reports.comparison_json import comparison_json

    wanted = _relations(only)
    changes = read_change_set(one), read_change_set(other)
    comparison = _worked_out(changes, _base(base_file, changes, (one, other)), beneath, _millimetres(within))
    _write_views(comparison, html, geojson)
    if as_json:
        told = comparison_json(comparison)
        told["items"] = [item for item in told["items"] if item["relation"] in wanted]
        say_json(told)
    else:
        say_comparison(comparison, wanted)
    return 1 if exit_code and comparison.differs else 0


def _worked_out(
    changes: "tuple[ChangeSet, ChangeSet]", base: "Base | None", beneath: Path | None, within: int | None
) -> "Comparison":
    from geodata.changes.comparing.compare import compare as compared
    from geodata.changes.comparing.compare_beneath import below
    from geodata.changes.comparing.compare_hints import hinted
    from geodata.changes.comparing.compare_numbers import measured
    from geodata.changes.comparing.proposals import proposed

    found = proposed(hinted(compared(*changes, base)), *changes, base)
    references = _references(beneath, found) if beneath is not None else []
    return measured(found, below(base, references, found.profile), within)


def _relations(only: tuple[str, ...]) -> "frozenset[Relation]":
    from geodata.changes.comparing.comparison import Relation
    from geodata.errors import Refused

    unknown = [word for word in only if word not in set(Relation)]
    if unknown:
        raise Refused(f"There is no relation {unknown[0]}; name one of {', '.join(Relation)}.")
    return frozenset(map(Relation, only)) or frozenset(Relation)


def _millimetres(within: float | None) -> int | None:
    from geodata.errors import Refused

    if within is not None and not 0 <= within <= 1000:
        raise Refused("State from 0 to 1,000 metres within which lines coincide.")
    return None if within is None else round(within * 1000)


def _references(file: Path, found: "Comparison") -> "list[ReferenceLayer]":
    """The layers beneath of a project; of any other file the layer in it."""
    from geodata.errors import NotFound
    from geodata.io.drawn_lines import is_project
    from geodata.io.load_reference import load_reference
    from geodata.io.mapping import Target, proposed
    from geodata.io.sources import layer_of
    from geodata.io.store import Store

    layer = ""
    if not file.exists() and "#" in file.name:
        path, _, layer = str(file).rpartition("#")
        file = Path(path)
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    if not layer and is_project(file):
        with Store.open(file, read_only=True) as store:
            return store.references()
    return [load_reference(file, proposed(layer_of(file, layer), Target.REFERENCE), found.profile).layer]


def _base(file: Path | None, changes: "tuple[ChangeSet, ChangeSet]", beside: tuple[Path, Path]) -> "Base | None":
    from geodata.io.documents import read_base
    from geodata.io.find_base import find_base

    if file is not None:
        return read_base(file)
    if changes[0].base != changes[1].base:
        return None  # refused in a moment, with both named
    return find_base(changes[0].base, beside)


def _write_views(comparison: "Comparison", html: Path | None, geojson: Path | None) -> None:
    from geodata.io.views import write_view

    if html is not None:
        from geodata.reports.comparison_html import OPENING, comparison_html

        write_view(html, comparison_html(comparison).encode(), OPENING.encode())
    if geojson is not None:
        from geodata.reports.comparison_json import GEOJSON_OPENING, geojson_text

        write_view(geojson, geojson_text(comparison).encode(), GEOJSON_OPENING.encode())
