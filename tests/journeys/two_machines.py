"""Two machines that share nothing but a stick: each runs the program in processes of its own, in its own world."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from tests.geodata.journey_alone import BEFORE, ROOT

REGION = ROOT.parent / "shared" / "data" / "region.gpkg"
PAIR = "ARM-AZE"
THINNED = 0.02
"""Degrees by which the line of work may lie off the line that it was thinned from."""

PROGRAM = """
import json, sys
import geodata.cli
sys.stdout.reconfigure(encoding="utf-8")

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"a socket: {event}")

sys.addaudithook(refuse)
geodata.cli.stay_offline()
for verb in json.loads(sys.argv[1]):
    code = geodata.cli.cli.main(verb, standalone_mode=False) or 0
    assert code in json.loads(sys.argv[2]), (verb, code)
"""


@dataclass(frozen=True)
class Machine:
    """One side's laptop: a folder, and the language, time zone and hash seed that it runs in."""

    folder: Path
    environment: dict[str, str]

    def run(self, *verbs: Sequence[object], codes: Sequence[int] = (0, 1)) -> str:
        """What verbs print, run one after another in a process of its own; each must leave with one of the codes."""
        told = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(self.folder), **self.environment}
        listed = [[str(part) for part in verb] for verb in verbs]
        command = [sys.executable, "-X", "utf8", "-c", BEFORE + PROGRAM, json.dumps(listed), json.dumps(codes)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, env=told)
        said = done.stderr.decode()
        assert (done.returncode, said) == (0, ""), said
        return done.stdout.decode()

    def answer(self, *verb: object, codes: Sequence[int] = (0, 1)) -> Any:
        """The JSON answer of one verb."""
        return json.loads(self.run([*verb, "--json"], codes=codes))

    def read(self, name: str) -> bytes:
        """The bytes of a file on it."""
        return (self.folder / name).read_bytes()

    def take(self, other: "Machine", *names: str) -> None:
        """Bring files over from another machine, bytes as they are."""
        for name in names:
            (self.folder / name).write_bytes(other.read(name))


@dataclass(frozen=True)
class Claims:
    """Layers of the region, written as GeoJSON: a rough line of work, and each side's claim with its segment."""

    work: dict[str, list[list[float]]]
    a: dict[str, tuple[str, list[list[float]]]]
    b: dict[str, tuple[str, list[list[float]]]]


def claims() -> Claims:
    """One published line as A's claim, another as B's, and a thinned one between nobody's and everybody's as the base.

    The lines of work are those of B's claim, joined where they meet and thinned to a kilometre or two; the rings stay
    rings. A claim belongs to the line of work that is nearest to its middle; scraps that are shorter than what was
    thinned away have no stretch of it and are left out.
    """
    lines_a, lines_b = (_joined(layer) for layer in ("boundary_osm_10m", "boundary_ne_10m"))
    work = {f"W-{place}": _coordinates(line.simplify(THINNED)) for place, line in enumerate(lines_b, start=1)}
    near = {name: shapely.LineString(points) for name, points in work.items()}
    a, b = (
        {f"{side}-{place}": (_nearest(line, near), _coordinates(line)) for place, line in enumerate(lines, start=1)}
        for side, lines in (("A", lines_a), ("B", lines_b))
    )
    return Claims(work, a, b)


def layer(path: Path, lines: dict[str, list[list[float]]], **columns: dict[str, str]) -> Path:
    """A GeoJSON layer of lines by identifier, with further columns by identifier."""
    features = [
        {
            "type": "Feature",
            "properties": {"id": id_, **{name: values[id_] for name, values in columns.items()}},
            "geometry": {"type": "LineString", "coordinates": points},
        }
        for id_, points in lines.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def routes(path: Path, side: str) -> Path:
    """Two roads, as the base has them for side "", or as one side changed them.

    Both sides call the first one by another name; on the second each moves another vertex, far from the other's.
    """
    way = [[45.0 + place / 50, 41.0 + place % 2 / 100] for place in range(12)]
    moved = {"a": 2, "b": 9}.get(side)
    if moved is not None:
        way[moved] = [way[moved][0], way[moved][1] + 0.002]
    names = {"R-1": {"": "Old road", "a": "Հին ճանապարհ", "b": "Köhnə yol"}[side], "R-2": "Ridge road"}
    return layer(path, {"R-1": [[45.0, 40.9], [45.1, 40.95], [45.2, 40.9]], "R-2": way}, name=names)


def _joined(name: str) -> list[shapely.LineString]:
    found = pyogrio.read_dataframe(REGION, layer=name, where=f"pair = '{PAIR}'")
    whole = shapely.line_merge(shapely.MultiLineString(list(found.geometry)))
    return sorted((line for line in _parts(whole) if line.length > THINNED), key=lambda line: (-line.length, line.wkt))


def _parts(whole: shapely.Geometry) -> Iterator[shapely.LineString]:
    yield from shapely.get_parts(whole).tolist()


def _coordinates(line: shapely.LineString) -> list[list[float]]:
    return [[float(x), float(y)] for x, y in np.asarray(line.coords)]


def _nearest(line: shapely.LineString, work: dict[str, shapely.LineString]) -> str:
    middle = line.interpolate(0.5, normalized=True)
    return min(work, key=lambda name: (work[name].distance(middle), name))
