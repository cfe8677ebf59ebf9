"""The verb that loads a coordinate list: the same reading and the same answers as the dialog."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import say, say_json
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.io.coordinate_list_choices import Choices
    from geodata.io.coordinate_list_loading import LoadedList
    from geodata.io.coordinate_list_table import ListRefused

NOTHING = 2
_PIPE = "-"


@click.command()
@PROJECT
@click.argument("file", type=INPUT)
@click.option(
    "--as",
    "becomes",
    type=click.Choice(["turning-points", "markers", "both"]),
    required=True,
    help="What its points become.",
)
@click.option("--crs", default="", help="Reference system of the coordinates, e.g. EPSG:28408.")
@click.option("--axes", type=click.Choice(["north-east", "east-north"]), help="Which goes to the north, of X and Y.")
@click.option("--operation", default="", help="Pinned operation, e.g. EPSG:15865, or a PROJ pipeline.")
@click.option(
    "--line",
    "through",
    type=click.Choice(["none", "segment", "ring"]),
    default="none",
    help="Draw a segment through the points in the order of the list; a ring returns to the first.",
)
@click.option("--columns", default="", metavar="ROLES", help="What the columns hold, e.g. number,latitude,longitude,-.")
@click.option("--height-system", default="", help="Height system, where the list states none, e.g. Baltic 1977.")
@click.option("--sheet-name", "sheet", default="", help="Which sheet of a workbook.")
@click.option("--encoding", default="", help="Encoding of the text where it is not UTF-8, e.g. cp1251.")
@click.option("--delimiter", default="", help="What parts the cells: tab, semicolon, comma, bar, spaces or space.")
@click.option("--decimal-comma", is_flag=True, help="A comma is always the decimal sign.")
@click.option("--far-apart", is_flag=True, help="Points may lie more than 100 km apart, posts of a pair more than 5.")
@click.option("--no-pairs", "single", is_flag=True, help="Numbers like 12/1 and 12/2 are no pairs.")
@click.option("--take-as-stated", "as_stated", multiple=True, metavar="CODE", help="Take what seems implausible.")
@click.option("--dry-run", is_flag=True, help="Say how it would be read, write nothing.")
@JSON
def points(project: Path, file: Path, dry_run: bool, as_json: bool, **said: Any) -> int:
    """Load the coordinate list FILE (text, CSV or XLSX; - reads what is piped in) into PROJECT.

    All of it or nothing: when a line is wrong, every such line is named with its reason and nothing is taken. The
    answer says how columns, forms and heights were understood. Exit code 0: taken; 2: nothing was taken.
    """
    from geodata.io.coordinate_list_loading import load_list
    from geodata.io.coordinate_list_table import ListRefused
    from geodata.io.store import Store

    source: Path | bytes = _piped() if str(file) == _PIPE else file
    with Store.open(project, read_only=dry_run) as store:
        try:
            loaded = load_list(source, _choices(said), store.load())
        except ListRefused as refused:
            _say_refused(refused, as_json)
            return NOTHING
        if loaded.deltas and not dry_run:
            store.commit(loaded.label, loaded.deltas, originals=loaded.originals)
    if as_json:
        say_json(_answer(loaded, dry_run))
    else:
        _say(loaded, dry_run)
    return 0


def _piped() -> bytes:
    from geodata.io.coordinate_list_table import MOST_BYTES

    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _choices(said: dict[str, Any]) -> "Choices":
    from geodata.io.axes import Axes
    from geodata.io.coordinate_list_choices import Becomes, Choices, Through

    columns = tuple(part.strip() for part in said.pop("columns").split(",")) if said["columns"] else ()
    said.pop("columns", None)
    becomes, through = Becomes(said.pop("becomes")), Through(said.pop("through"))
    return Choices(becomes=becomes, through=through, axes=Axes(said.pop("axes") or ""), columns=columns, **said)


def _say_refused(refused: "ListRefused", as_json: bool) -> None:
    import msgspec

    if as_json:
        problems = msgspec.to_builtins(refused.problems)
        say_json({"taken": {}, "written": False, "refused": problems, "more": refused.more})
        return
    for problem in refused.problems:
        say(problem.sentence)
    if refused.more:
        say(f"{refused.more:,} more lines are wrong.")
    say("Nothing was taken.")


def _answer(loaded: "LoadedList", dry_run: bool) -> dict[str, Any]:
    import msgspec

    from geodata.io.coordinate_list_place import ends_of
    from geodata.model.feature import Kind, kind_of

    found, place = loaded.found, loaded.place
    kinds = (Kind.TURNING_POINT, Kind.MARKER, Kind.SEGMENT)
    counts = {kind.value: sum(kind_of(each) is kind for each in loaded.features) for kind in kinds}
    first, last = ends_of(found, place)
    return {
        "taken": {kind: number for kind, number in counts.items() if number},
        "unchanged": len(loaded.unchanged),
        "written": bool(loaded.deltas) and not dry_run,
        "refused": [],
        "points": len(found.points),
        "columns": [each.spec for each in found.layout.columns],
        "headings": [each.heading for each in found.layout.columns],
        "form": found.form.value,
        "precision": found.precision,
        "first": first,
        "last": last,
        "crs": place.system.code,
        "axes": place.axes.value,
        "operation": msgspec.to_builtins(place.operation),
        "source": {"file": found.table.name, "sha256": found.table.sha256, "sheet": found.table.sheet},
        "remarks": [*found.remarks, *loaded.remarks],
    }


def _say(loaded: "LoadedList", dry_run: bool) -> None:
    from geodata.io.coordinate_list_place import ends_of

    found, place = loaded.found, loaded.place
    sheet = f", sheet {found.table.sheet}" if found.table.sheet else ""
    verb = "Would take" if dry_run else "Took"
    say(f"{verb} {loaded.counted} from {found.table.name}{sheet}, of {len(found.points):,} points.")
    if loaded.unchanged:
        say(f"In the project just so already: {len(loaded.unchanged):,}.")
    for sentence in found.understood:
        say(sentence)
    say(f"Reference system: {place.system.name} ({place.system.code[:40]}); axes {place.axes.value}.")
    say(f"Operation: {place.operation.label}.")
    first, last = ends_of(found, place)
    say(f"First {first}; last {last}.")
    for remark in loaded.remarks:
        say(remark)
