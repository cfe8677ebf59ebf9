"""The verb that says of one feature where its numbers come from, and whether they are so still."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geodata.cli.output import say, say_json
from geodata.cli.project import JSON, PROJECT

if TYPE_CHECKING:
    from geodata.io.provenance import Provenance
    from geodata.model.source import Reading, Source


@click.command()
@PROJECT
@click.argument("feature")
@click.option("--all", "whole", is_flag=True, help="Every original coordinate, not only the first and last ones.")
@JSON
def origin(project: Path, feature: str, whole: bool, as_json: bool) -> None:
    """Say where the numbers of FEATURE in PROJECT come from: file, row, original coordinates, reference system,
    operation with its accuracy, versions, sheet; and whether doing it again gives the same.

    FEATURE is an identifier of the project or the one of its source.
    """
    import msgspec

    from geodata.io.provenance import named_feature, where_from
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(project) as store:
        held = store.load()
        found = where_from(store, held, named_feature(held, feature), whole)
    if as_json:
        say_json(msgspec.to_builtins(found))
        return
    for sentence in in_words(found):
        say(sentence)


def in_words(found: "Provenance") -> list[str]:
    """Return the answer as sentences."""
    called = f"The {found.kind.replace('_', ' ')} {found.row or found.feature}"
    if found.source is None:
        return [f"{called} comes from no file: it was drawn or typed in this program, or came in before sources were."]
    reading = found.source.reading
    if reading is None:
        return [f"{called} comes from {found.source.title}."]
    called += f" comes from {reading.file or 'a pasted text'}" + (f", layer {reading.layer}" if reading.layer else "")
    return [
        f"{called} (sha256 {reading.sha256[:16]}), of {reading.rows:,} rows.",
        *_read(reading),
        *_sheet(found.source),
        *_coordinates(found),
    ]


def _read(reading: "Reading") -> list[str]:
    by = {"file": "as the file says", "format": "as the format prescribes", "person": "as a person stated"}
    name = reading.crs_name or reading.crs
    code = f" ({reading.crs})" if len(reading.crs) < 20 else ""
    said = [f"Reference system: {name}{code}, {by.get(reading.stated_by, 'not said by whom')}; axes {reading.axes}."]
    if reading.pipeline == "noop":
        said.append("Operation: none, the coordinates are in the joint reference system.")
    else:
        accuracy = "not stated" if reading.accuracy_mm is None else f"{reading.accuracy_mm / 1000:g} m"
        code = f"{reading.operation}, " if reading.operation else ""
        said += [f"Operation: {code}{reading.operation_name}; accuracy {accuracy}.", f"Pipeline: {reading.pipeline}"]
    if reading.as_stated:
        said.append(f"A person insisted on it against: {', '.join(reading.as_stated)}.")
    return [*said, f"Made with PROJ {reading.proj} and EPSG {reading.epsg}."]


def _sheet(source: "Source") -> list[str]:
    scale = f"1:{source.scale:,}" if source.scale else ""
    facts = {
        "type": source.type.value, "issuer": source.issuer, "sheet": source.sheet, "scale": scale,
        "surveyed": source.survey_year, "printed": source.print_year, "duty procedure": source.duty_year,
        "method": source.method.value.replace("_", " "), "archive": source.archive,
        "not on the sheet": ", ".join(source.without).replace("_", " "),
    }  # fmt: skip
    accuracy = {} if source.accuracy_mm is None else {"accuracy": f"{source.accuracy_mm / 1000:g} m"}
    told = ", ".join(f"{name} {value}" for name, value in (facts | accuracy).items() if value)
    return [f"Source: {source.title}; {told}."]


def _coordinates(found: "Provenance") -> list[str]:
    if found.coordinates is None:
        return ["The original coordinates are not kept in this project; they do not travel."]
    said = [f"Original coordinates, {found.points:,} points as the file has them:"]
    shown = list(found.coordinates)
    left = found.points - len(shown)
    if left:
        half = len(shown) // 2
        shown[half:half] = [f"... {left:,} more ..."]
    said += [f"  {each}" for each in shown]
    return [*said, _still(found)]


def _still(found: "Provenance") -> str:
    if found.residual is None:
        return "The feature has other points now, so the reading cannot be held against it."
    if found.residual == 0 and found.unchanged:
        return "Read again just now: the same, to the last step of the joint grid."
    return f"The feature was moved since: it lies up to {(found.residual_mm or 0) / 1000:,.3f} m from what was read."
