"""Verbs about a project as a whole: new, info, list."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import metres, plural, say, say_json, say_table

if TYPE_CHECKING:
    from geodata.model.grid import JointGrid
    from geodata.model.line import Line

INPUT = click.Path(path_type=Path, readable=False)  # what is wrong with a file, its own reader says best
PROJECT = click.argument("project", type=INPUT)
JSON = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON value.")


@click.command()
@PROJECT
@click.option("--side", type=click.Choice(["A", "B"]), required=True, help="Whose project it is.")
@click.option("--title", default="", help="What it is about; a joint base brings its own.")
@click.option("--base", "base_file", type=INPUT, help="The joint base to start from; it brings its joint profile.")
@click.option("--profile", default="", help="Joint profile: wgs84 (where none is said), sk42-gk8, utm38n, or a file.")
@click.option("--operation", default="", help="The operation between SK-42 and WGS 84 to pin, e.g. EPSG:1808.")
@JSON
def new(
    project: Path, side: str, title: str, base_file: Path | None, profile: str, operation: str, as_json: bool
) -> None:
    """Make a new project file PROJECT."""
    from geodata.cli.profile import stated_profile
    from geodata.cli.profile_words import facts, told
    from geodata.errors import Refused
    from geodata.io.starting import start_project, start_project_from
    from geodata.model.status import Side

    if base_file and (profile or operation):
        raise Refused("A joint base brings its joint profile; leave --profile and --operation out.")
    with (
        start_project_from(project, Side(side), base_file, title)
        if base_file
        else start_project(project, Side(side), title or project.stem, stated_profile(profile, operation)) as store
    ):
        settings = store.settings
    if as_json:
        answer = {"project": str(project), "side": settings.side, "title": settings.title, "base": settings.base}
        say_json(answer | facts(settings.profile))
    else:
        started = f", on base {settings.base_number} ({settings.base[:12]})" if settings.base else ""
        say(f"Made {project.name} for side {settings.side}: {settings.title}{started}.")
        say(f"  {told(settings.profile)}")


@click.command()
@PROJECT
@JSON
def info(project: Path, as_json: bool) -> None:
    """Say what PROJECT is and how much it holds."""
    from geodata.cli.profile_words import facts, told
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(project) as store:
        counts = store.counts()
        steps = store.history()
        settings = store.settings
    answer = {
        "title": settings.title,
        "side": settings.side,
        "base": settings.base,
        "base_number": settings.base_number,
        **facts(settings.profile),
        "features": {kind.value: number for kind, number in counts.items()},
        "gestures": sum(step.done for step in steps),
    }
    if as_json:
        say_json(answer)
        return
    say(f"{settings.title}, side {settings.side}, base {settings.base[:12] or 'none yet'}")
    say(told(settings.profile))
    say_table(("holds", "number"), [(plural(kind.replace("_", " ")), number) for kind, number in counts.items()])


@click.command(name="list")
@PROJECT
@click.argument(
    "kind",
    type=click.Choice(
        ["segments", "turning-points", "markers", "variants", "routes", "sources", "annotations", "private-notes"]
    ),
)
@JSON
def list_(project: Path, kind: str, as_json: bool) -> None:
    """List what PROJECT holds of one KIND."""
    from geodata.io.store_copy import opened_to_read

    with opened_to_read(project) as store:
        held = store.load()
    rows = _ROWS[kind](held) if kind in _ROWS else _plain_rows(held, kind)
    if as_json:
        say_json(rows)
    elif not rows:
        say(f"There are no {kind} in this project.")
    else:
        say_table(list(rows[0]), [[_brief(value) for value in row.values()] for row in rows])


Rows = list[dict[str, Any]]


def _segments(held: Any) -> Rows:
    from geodata.geometry.measure import lengths
    from geodata.model.names import label_of
    from geodata.model.segment import Segment

    segments = list(held.all(Segment))
    return [
        {
            "id": segment.id,
            "source_id": segment.source_id,
            "name": label_of(segment.names, ""),
            "part": segment.part,
            "section": segment.section,
            "order": segment.order,
            "length_m": metres(int(length)),
            "area_m2": _area(segment.line),
            "length_method": held.settings.profile.method,
            "straight": segment.straight,
            "points": len(segment.line),
            "delimitation": segment.delimitation,
            "position_a": [_standing(standing) for standing in segment.position_a],
            "position_b": [_standing(standing) for standing in segment.position_b],
        }
        for segment, length in zip(segments, lengths([segment.line for segment in segments]), strict=True)
    ]


def _routes(held: Any) -> Rows:
    from geodata.geometry.measure import lengths
    from geodata.model.names import label_of
    from geodata.model.route import Route

    routes = list(held.all(Route))
    return [
        {
            "id": route.id,
            "source_id": route.source_id,
            "code": route.code,
            "name": label_of(route.names, ""),
            "mode": route.mode,
            "state": route.state,
            "length_m": metres(int(length)),
            "length_method": held.settings.profile.method,
            "straight": route.straight,
        }
        for route, length in zip(routes, lengths([route.line for route in routes]), strict=True)
    ]


def _area(line: "Line") -> float | None:
    """The square metres that an enclave's ring encloses; None for a line that is none, or crosses itself."""
    from geodata.geometry.area import enclosed

    found = enclosed(line.degrees(), line.grid.ellipsoid) if line.closed else None
    return None if found is None else round(found, 1)


def _plain_rows(held: Any, kind: str) -> Rows:
    from geodata.model.feature import Kind

    features = held.layers[Kind(kind.replace("-", "_").removesuffix("s"))]
    return [_plain_row(feature, held.settings.profile.grid) for feature in features.values()]


def _plain_row(feature: Any, grid: "JointGrid") -> dict[str, Any]:
    """Every field but the line, places in degrees of the joint datum and stretches in metres."""
    from geodata.changes.codec import record

    row: dict[str, Any] = {}
    for name in feature.__struct_fields__:
        value = getattr(feature, name)
        if name == "point":
            longitude, latitude = grid.degrees_of(value)
            row |= {"longitude": longitude, "latitude": latitude}
        elif name == "stretch":
            row |= {"from_m": metres(value.start.at), "to_m": metres(value.end.at)} if value else _NOWHERE
        elif name != "line":
            row[name] = record(value)
    return row


_NOWHERE = {"from_m": None, "to_m": None}


def _brief(value: Any) -> object:
    """A value as one cell: positions as words and kilometres, names and columns as text."""
    if not isinstance(value, list | tuple):
        return "" if value is None else value
    return "; ".join(map(_brief_part, value))


def _brief_part(part: Any) -> str:
    if isinstance(part, dict) and "position" in part:
        return f"{part['position']} {(part['to_m'] - part['from_m']) / 1000:,.3f} km"
    if isinstance(part, dict):
        return str(part.get("text", part))
    return ": ".join(map(str, part)) if isinstance(part, list | tuple) else str(part)


def _standing(standing: Any) -> dict[str, Any]:
    return {
        "from_m": metres(standing.stretch.start.at),
        "to_m": metres(standing.stretch.end.at),
        "position": standing.position,
        "note": standing.note,
        "reason": standing.reason,
        "sources": list(standing.sources),
    }


_ROWS: dict[str, Callable[[Any], Rows]] = {"segments": _segments, "routes": _routes}
