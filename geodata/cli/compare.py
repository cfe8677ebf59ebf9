"""The verb compare: both sides' change sets, item by item along the line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import INPUT, JSON

if TYPE_CHECKING:
    from geodata.changes.base import Base
    from geodata.changes.changeset import ChangeSet
    from geodata.changes.comparison import Comparison

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
@JSON
@click.option("--html", type=FILE, help="Write the comparison as one HTML file that needs nothing else.")
@click.option("--geojson", type=FILE, help="Write the items with their lines as GeoJSON.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 when the sides differ.")
def compare(
    one: Path,
    other: Path,
    base_file: Path | None,
    as_json: bool,
    html: Path | None,
    geojson: Path | None,
    exit_code: bool,
) -> int:
    """Compare the change sets A and B of the two sides; their order does not matter.

    The joint base is looked for beside the change sets. Without it stretches are still compared, but nothing is
    drawn and no separation is measured.
    """
    from geodata.changes.compare import compare as compared
    from geodata.changes.compare_hints import hinted
    from geodata.io.documents import read_change_set
    from geodata.reports.comparison_json import comparison_json

    changes = read_change_set(one), read_change_set(other)
    comparison = hinted(compared(*changes, _base(base_file, changes, (one, other))))
    _write_views(comparison, html, geojson)
    if as_json:
        say_json(comparison_json(comparison))
    else:
        _say(comparison)
    return 1 if exit_code and comparison.differs else 0


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


def _say(comparison: "Comparison") -> None:
    from geodata.reports.comparison_words import VERDICTS, kilometres, kind_word, place, separation, verdict_words

    for party in (comparison.a, comparison.b):
        message = f": {party.message}" if party.message else ""
        count = f"{party.operations:,} operation{'' if party.operations == 1 else 's'}"
        say(f"{party.side}  change set {party.sequence}, {count}, {party.sha256[:12]}{message}")
    found = "" if comparison.base_found else " (not at hand: no lines, no separation)"
    say(f"   base {comparison.base[:12]}{found}")
    say()
    _say_hints(comparison)
    rows = [
        (
            place(item),
            kind_word(item.kind),
            verdict_words(item),
            "" if item.length is None else kilometres(item.length),
            separation(item),
        )
        for item in comparison.items
    ]
    if rows:
        say_table(("WHERE", "WHAT", "VERDICT", "LENGTH", "APART"), rows)
        say()
    totals = [
        (VERDICTS[verdict], total.count, kilometres(total.length)) for verdict, total in comparison.totals.items()
    ]
    say_table(
        ("", "ITEMS", "LENGTH"), [*totals, ("Together", comparison.total.count, kilometres(comparison.total.length))]
    )
    say(f"Lengths are {comparison.profile.method}.")


def _say_hints(comparison: "Comparison") -> None:
    from geodata.geometry.displacement_words import remarks, sentence

    for hint in comparison.hints:
        items = f"{len(hint.items):,} item{'' if len(hint.items) == 1 else 's'}"
        say(f"A hint to both sides, for {items}: {sentence(hint.diagnosis)}")
        for remark in remarks(hint.diagnosis):
            say(f"   {remark}")
        say()
