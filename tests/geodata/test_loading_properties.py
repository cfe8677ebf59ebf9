"""What holds for any source: each row is taken or refused, none twice, none lost, and coordinates are never moved."""

import math
import tempfile
from pathlib import Path

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.plausible import Code
from geodata.io.loading import load
from geodata.io.mapping import Mapping, Target
from geodata.io.statement import Statement
from geodata.model.grid import DEGREE
from tests.geodata.source_files import project, write_csv

numbers = st.one_of(
    st.integers(-180, 180).map(str),
    st.floats(-90, 90, allow_subnormal=False).map(lambda number: f"{number:.9f}"),
    st.sampled_from(["nan", "inf", "1e9", "500000", "-181", "0"]),
)
points = st.tuples(numbers, numbers).map(" ".join)
runs = st.lists(points, min_size=2, max_size=6).map(", ".join)
shapes = st.one_of(
    st.just(""),
    st.just("LINESTRING EMPTY"),
    st.just("nonsense"),
    points.map("POINT ({})".format),
    runs.map("LINESTRING ({})".format),
    st.lists(runs, min_size=1, max_size=3).map(lambda parts: f"MULTILINESTRING (({'), ('.join(parts)}))"),
)
INSISTING = Statement(as_stated=tuple(Code))
"""Says that the whole may be as implausible as it likes: this is about rows."""

names = st.sampled_from(["a", "b", "c", "", "a:1"])


@settings(max_examples=80)
@given(st.lists(st.tuples(names, shapes), min_size=1, max_size=8), st.sampled_from([Target.SEGMENTS, Target.ROUTES]))
def test_every_row_is_taken_or_refused(rows: list[tuple[str, str]], target: Target) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder, "rows.csv"), [["id", "WKT"], *map(list, rows)])
        known = Mapping(target=target, id="id", crs="EPSG:4326", axes="east-north", statement=INSISTING)
        loaded = load(path, known, project())
    refused = [row.row for row in loaded.report.refused]
    assert len(refused) == len(set(refused))
    parts = 0
    for row, (_, wkt) in enumerate(rows, 1):
        if row not in refused:
            shape = shapely.from_wkt(wkt)
            parts += len(shapely.get_parts(shape))
            assert all(math.isfinite(number) for number in shapely.get_coordinates(shape).ravel())
    assert len(loaded.features) == parts
    assert len({feature.id for feature in loaded.features}) == parts


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(-180 * DEGREE, 180 * DEGREE), st.integers(-90 * DEGREE, 90 * DEGREE)),
        min_size=2, max_size=5, unique=True,
    )
)  # fmt: skip
def test_a_line_of_the_grid_comes_in_as_it_is(line: list[tuple[int, int]]) -> None:
    text = ", ".join(f"{x / DEGREE!r} {y / DEGREE!r}" for x, y in line)
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder, "rows.csv"), [["id", "WKT"], ["a", f"LINESTRING ({text})"]])
        loaded = load(path, Mapping(target=Target.ROUTES, id="id", crs="EPSG:4326", axes="east-north"), project())
    assert loaded.features[0].line.flat() == [number for point in line for number in point]
