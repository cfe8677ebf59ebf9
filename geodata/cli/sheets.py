"""Verbs about Soviet map sheets: where a sheet lies, on which sheet a place lies, which sheets a segment passes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.edit import SEGMENT
from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import JSON, PROJECT
from geodata.cli.where import OPERATION, PROFILE, SCALE, profile_of

if TYPE_CHECKING:
    from geodata.geometry.sheets import Sheet
    from geodata.model.profile import JointProfile


@click.command()
@click.argument("name", default="")
@click.option("--at", "place", default="", help='Place whose sheet is wanted, e.g. "41.11 N 45.05 E".')
@click.option("--crs", default="", help="Reference system of that place, e.g. EPSG:4284; it is never assumed.")
@PROFILE
@OPERATION
@SCALE
@click.option("--geojson", is_flag=True, help="Answer with the outline as GeoJSON, in degrees of WGS 84.")
@JSON
def sheet(
    name: str, place: str, crs: str, profile: Path | None, operation: str, scale: int, geojson: bool, as_json: bool
) -> None:
    """Say where the map sheet NAME lies and what lies around it, or on which sheet a place lies."""
    from geodata.geometry.sheet_names import read_sheet

    if bool(name) == bool(place):
        raise click.UsageError('Name a sheet, like K-38-103, or a place, like --at "41.11 N 45.05 E" --crs EPSG:4284.')
    found = [read_sheet(name)] if name else _sheets_of(place, crs, scale, profile, operation)
    if geojson:
        joint = profile_of(profile)
        say_json({"type": "FeatureCollection", "features": [_feature(one, joint, operation) for one in found]})
    elif as_json:
        say_json([_told(one) for one in found])
    else:
        for one in found:
            _say(one)


@click.command()
@PROJECT
@SEGMENT
@SCALE
@OPERATION
@JSON
def sheets(project: Path, segment: str, scale: int, operation: str, as_json: bool) -> None:
    """List the map sheets that SEGMENT (its UUID or source identifier) of PROJECT passes, in order, by chainage."""
    from geodata.geometry import sheets as cut
    from geodata.geometry.sheet_index import sheets_of_line
    from geodata.geometry.systems import way_between
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(project) as store:
        held = store.load()
    profile, line = held.settings.profile, held.segment(segment).line
    found = sheets_of_line(line, profile, cut.scale_of(scale), operation)
    way = way_between(profile.crs, cut.CRS, profile, operation)
    rows = [(each.start / 1e6, each.end / 1e6, each.sheet.designation) for each in found]
    if as_json:
        told = [{"from_km": start, "to_km": end, "sheet": name} for start, end, name in rows]
        say_json({"scale": scale, "operation": way.by, "length_method": profile.method, "sheets": told})
        return
    say_table(("from km", "to km", "sheet"), rows)
    by = f", SK-42 by {way.by}" if way.by else ""
    say(f"Sheets of 1:{scale}{by}; {profile.method}.")


def _sheets_of(place: str, crs: str, scale: int, profile: Path | None, operation: str) -> list["Sheet"]:
    """The sheets of a place, one for each way to understand it."""
    from geodata.geometry.sought import understood

    if not crs:
        raise click.UsageError("State the reference system of the place with --crs, for example EPSG:4284 for SK-42.")
    found, joint = understood(place, crs), profile_of(profile)
    return list(dict.fromkeys(one.sheet_of(scale, joint, operation) for one in found))


def _told(one: "Sheet") -> dict[str, Any]:
    from geodata.geometry import sheets as cut

    return {
        "sheet": one.designation,
        "printed": one.printed,
        "scale": int(one.scale),
        "crs": cut.CRS,
        "bounds": list(one.bounds),
        "neighbours": {where: each.designation for where, each in cut.neighbours(one).items()},
    }


def _say(one: "Sheet") -> None:
    from geodata.geometry import sheets as cut
    from geodata.geometry.written import LATITUDE, LONGITUDE, dms

    west, south, east, north = one.bounds
    printed = f" (as written: {one.printed})" if one.printed != one.designation else ""
    say(f"{one.designation}, 1:{one.scale}{printed}")
    longitudes, latitudes = (f"{dms(a, 1, pair)} to {dms(b, 1, pair)}" for a, b, pair in (
        (west, east, LONGITUDE), (south, north, LATITUDE)
    ))  # fmt: skip
    say(f"on SK-42 {longitudes}, {latitudes}")
    around = cut.neighbours(one)
    say_table(("side", "neighbour"), [(where, each.designation) for where, each in around.items()])


def _feature(one: "Sheet", profile: "JointProfile", operation: str) -> dict[str, Any]:
    from geodata.geometry.sought import ring_of

    ring = ring_of(one, profile, operation).round(9).tolist()
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": _told(one)}
