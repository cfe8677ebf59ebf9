"""The verb that loads a layer of others: the same mapping and the same report as the dialog."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import say, say_json
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.io.load_reference import LoadedReference
    from geodata.io.load_report import LoadReport
    from geodata.io.loading import Loaded
    from geodata.io.mapping import Mapping
    from geodata.io.statement import Statement
    from geodata.io.store import Store

TAKEN, SOME_REFUSED, NOTHING = 0, 1, 2

_AXES = click.Choice(["east-north", "north-east"])
_TYPES = click.Choice(["map", "act", "minute", "scan", "imagery", "measurement", "other"])
_METHODS = click.Choice(
    ["survey", "gnss", "catalogue", "digitised_on_screen", "digitised_on_tablet", "vectorised", "taken_from_gis"]
)
_YEAR = click.IntRange(1800, 2100)
_FACTS: tuple[tuple[str, str, Any, str], ...] = (
    ("--source-type", "type", _TYPES, "What the file was made from; of a map or a scan the sheet is asked."),
    ("--title", "title", str, "What the source is called; else the file and its layer."),
    ("--issuer", "issuer", str, "Who issued it."),
    ("--sheet", "sheet", str, "The map sheet as it is printed, e.g. K-38-103."),
    ("--scale", "scale", click.IntRange(min=1), "The scale of the sheet, e.g. 100000."),
    ("--survey-year", "survey_year", _YEAR, "The year of its survey."),
    ("--print-year", "print_year", _YEAR, "The year of its edition."),
    ("--duty-year", "duty_year", _YEAR, "The year in which it passed the duty procedure."),
    ("--method", "method", _METHODS, "How its numbers were made."),
    ("--archive", "archive", str, "Where it is kept, and under which number."),
    ("--number", "number", str, "The number of the document."),
    ("--date", "date", str, "The date of the document, e.g. 1979-05-14."),
    ("--straight", "straight", str, "What the legs of its lines are: geodesic, natural, or an EPSG code."),
    ("--accuracy", "accuracy", click.FloatRange(min=0), "The accuracy of its positions in metres, as stated."),
)

_KINDS = click.Choice(["segments", "routes", "turning-points", "markers", "reference"])
_COLUMNS = (
    ("--id", "id_", "identifiers"),
    ("--section", "section", "sections"),
    ("--part", "part", "connected parts of the line"),
    ("--order", "order", "order along the line"),
    ("--label", "label", "labels of points, codes of routes"),
    ("--type", "type_", "kinds of points"),
    ("--mode", "mode", "what moves on a route"),
    ("--state", "state", "whether a route can be used"),
    ("--height", "height", "heights, kept as text"),
    ("--x", "x", "x, easting or longitude, of a CSV"),
    ("--y", "y", "y, northing or latitude, of a CSV"),
    ("--wkt", "wkt", "WKT, of a CSV"),
)


def _column_options(command: Any) -> Any:
    """Add an option for each column of a mapping; an empty name takes a guessed column back."""
    for flag, name, what in reversed(_COLUMNS):
        command = click.option(flag, name, metavar="COLUMN", help=f"Column of {what}.")(command)
    return command


def _fact_options(command: Any) -> Any:
    """Add an option for each fact that a person states of the source."""
    for flag, name, type_, what in reversed(_FACTS):
        command = click.option(flag, "fact_" + name, type=type_, help=what)(command)
    return command


@click.command(name="import")
@PROJECT
@click.argument("file", type=INPUT)
@click.option("--layer", default="", help="Which layer; may be left out where there is only one.")
@click.option("--as", "target", type=_KINDS, required=True, help="What its rows become.")
@_column_options
@click.option("--name", "names", multiple=True, metavar="COLUMN[=LANGUAGE]", help="Column of names; may be repeated.")
@click.option("--crs", help="Reference system, where the file states none, e.g. EPSG:28408.")
@click.option("--axes", type=_AXES, help="Which coordinate comes first, where the file does not say.")
@click.option("--operation", help="Operation to the joint system, e.g. EPSG:15865, or a PROJ pipeline.")
@click.option("--encoding", help="Encoding of the text, where the file states none, e.g. cp1251.")
@_fact_options
@click.option("--without", multiple=True, metavar="FACT", help="A fact that is not on the sheet, e.g. duty-year.")
@click.option("--take-as-stated", "insisted", multiple=True, metavar="CODE", help="Take what seems implausible.")
@click.option("--update", is_flag=True, help="Take other content for what is in the project already.")
@click.option("--all-or-nothing", is_flag=True, help="Take nothing when a row is refused.")
@click.option("--dry-run", is_flag=True, help="Report what would happen, write nothing.")
@JSON
def import_(
    project: Path, file: Path, update: bool, all_or_nothing: bool, dry_run: bool, as_json: bool, **said: Any
) -> int:
    """Load a layer of FILE into PROJECT; every row is taken or named with the reason why not.

    Columns that are not stated are those remembered for such files, or guessed from their headings; the answer says
    which. Exit code 0: all taken; 1: taken, but some rows were refused; 2: nothing was taken.
    """
    from geodata.io.store import Store

    with Store.open(project, read_only=dry_run) as store:
        mapping = _mapping(file, store, said)
        if mapping.target.kind is None:
            return _reference(file, mapping, store, all_or_nothing, dry_run, as_json)
        return _features(file, mapping, store, update, all_or_nothing, dry_run, as_json)


def _mapping(file: Path, store: "Store", said: dict[str, Any]) -> "Mapping":
    from msgspec.structs import replace

    from geodata.io.mapping import Target, key_of, recalled
    from geodata.io.source_table import ReadOptions
    from geodata.io.sources import layer_of

    target = Target(said["target"])
    encoding, x, y, wkt = (said[name] or "" for name in ("encoding", "x", "y", "wkt"))
    options = ReadOptions(encoding=encoding, x=x, y=y, wkt=wkt)
    layer = layer_of(file, said["layer"], options)
    known = recalled(store.remembered_mapping(key_of(layer, target)), layer, target)
    stated = {name.rstrip("_"): said[name] for _, name, _ in _COLUMNS if said[name] is not None}
    stated |= {name: said[name] for name in ("crs", "axes", "operation", "encoding") if said[name] is not None}
    stated["statement"] = _statement(said)
    if said["names"]:
        stated["names"] = tuple(map(_name, filter(None, said["names"])))
    return replace(known, **stated)


def _statement(said: dict[str, Any]) -> "Statement":
    from geodata.errors import Refused
    from geodata.geometry.plausible import Code
    from geodata.geometry.straight import check_stated
    from geodata.io.statement import OF_A_SHEET, Statement
    from geodata.model.source import Method, SourceKind

    facts = {name: said["fact_" + name] for _, name, _, _ in _FACTS if said["fact_" + name] is not None}
    accuracy = facts.pop("accuracy", None)
    without = tuple(fact.replace("-", "_") for fact in said["without"])
    for fact in without:
        if fact not in OF_A_SHEET:
            listed = ", ".join(OF_A_SHEET).replace("_", "-")
            raise Refused(f"{fact} is no fact of a sheet; those are {listed}.")
    for code in said["insisted"]:
        if code not in set(Code):
            raise Refused(f"{code} is no finding; those are {', '.join(Code)}.")
    facts |= {"type": SourceKind(facts["type"])} if "type" in facts else {}
    facts |= {"method": Method(facts["method"])} if "method" in facts else {}
    facts |= {"straight": check_stated(facts["straight"])} if "straight" in facts else {}
    millimetres = None if accuracy is None else round(accuracy * 1000)
    return Statement(**facts, accuracy_mm=millimetres, without=without, as_stated=tuple(said["insisted"]))


def _name(text: str) -> Any:
    from geodata.io.mapping import NameColumn

    column, _, language = text.rpartition("=") if "=" in text else (text, "", "")
    return NameColumn(column=column, language=language)


def _features(
    file: Path, mapping: "Mapping", store: "Store", update: bool, whole: bool, dry_run: bool, as_json: bool
) -> int:
    from geodata.io.loading import load

    loaded = load(file, mapping, store.load(), update)
    stopped = whole and bool(loaded.report.refused)
    deltas = loaded.deltas
    if deltas and not stopped and not dry_run:
        store.commit(loaded.label, deltas, originals=loaded.originals)
        _remember(store, mapping, file)
    answer = _answer(loaded, dry_run, stopped)
    if as_json:
        say_json(answer)
    else:
        _say(loaded, dry_run, stopped)
    return _exit_code(bool(answer["taken"] or answer["updated"] or loaded.unchanged), loaded.report, stopped)


def _reference(file: Path, mapping: "Mapping", store: "Store", whole: bool, dry_run: bool, as_json: bool) -> int:
    from geodata.io.load_reference import load_reference

    loaded = load_reference(file, mapping, store.settings.profile)
    stopped = whole and bool(loaded.report.refused)
    if not stopped and not dry_run:
        store.add_reference(loaded.layer)
        _remember(store, mapping, file)
    if as_json:
        say_json(_answer(loaded, dry_run, stopped))
    else:
        _say(loaded, dry_run, stopped)
    return _exit_code(True, loaded.report, stopped)


def _remember(store: "Store", mapping: "Mapping", file: Path) -> None:
    from geodata.io.mapping import key_of, written
    from geodata.io.sources import layer_of

    layer = layer_of(file, mapping.layer, mapping.options)
    store.remember_mapping(key_of(layer, mapping.target), written(mapping, layer.crs))


def _exit_code(something: bool, report: "LoadReport", stopped: bool) -> int:
    if stopped or (report.refused and not something):
        return NOTHING
    return SOME_REFUSED if report.refused else TAKEN


def _counts(loaded: "Loaded | LoadedReference", stopped: bool) -> dict[str, int]:
    from geodata.io.loading import Loaded

    if not isinstance(loaded, Loaded):
        return {"taken": 0 if stopped else loaded.source.rows - len(loaded.report.refused)}
    return {
        "taken": 0 if stopped else len(loaded.features),
        "updated": len(loaded.different) if loaded.updating and not stopped else 0,
        "unchanged": len(loaded.unchanged),
        "different": len(loaded.different),
    }


def _answer(loaded: "Loaded | LoadedReference", dry_run: bool, stopped: bool) -> dict[str, Any]:
    import msgspec

    report, counts = msgspec.to_builtins(loaded.report), _counts(loaded, stopped)
    origin = getattr(loaded, "origin", None)
    return {
        **counts,
        "origin": None if origin is None else msgspec.to_builtins(origin),
        "findings": msgspec.to_builtins(getattr(loaded, "findings", ())),
        "refused": report["refused"],
        "remarks": report["remarks"],
        "source": msgspec.to_builtins(loaded.source),
        "as": loaded.mapping.target.value,
        "columns": loaded.mapping.columns(),
        "written": bool(getattr(loaded, "deltas", counts["taken"])) and not dry_run and not stopped,
    }


def _say(loaded: "Loaded | LoadedReference", dry_run: bool, stopped: bool) -> None:
    counts, report, source = _counts(loaded, stopped), loaded.report, loaded.source
    verb = "Would take" if dry_run else "Took"
    what = loaded.mapping.target.counted(counts.pop("taken"))
    say(f"{verb} {what} from {source.file}, {source.layer}, of {source.rows:,} rows.")
    rest = [f"{number:,} {word}" for word, number in counts.items() if number]
    if rest:
        say("In the project already: " + ", ".join(rest) + ".")
    columns = [f"{field} from {column}" for field, column in loaded.mapping.columns().items()]
    say("Columns: " + (", ".join(columns) or "none") + "; the rest is kept as it is.")
    for remark in report.remarks:
        say(remark.sentence)
    for row in report.refused:
        say(row.sentence + (f" At {row.at[0]:.6f} {row.at[1]:.6f}." if row.at else ""))
    if report.refused:
        say(f"Rows that were not taken: {len(report.refused):,}.")
    if stopped:
        say("Nothing was taken, as asked, because a row was refused.")
