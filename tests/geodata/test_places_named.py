"""Naming places along a line as catalogues do: names with numbers in them, names used twice, rings."""

import pytest

from geodata.cli.places import place, stretch_named
from geodata.errors import NotFound, Refused
from geodata.geometry.measure import length
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Project, Settings
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import layers_with

point_of = WGS84_DEGREES.point_of

LINE = Segment(
    id="s",
    line=Line([point_of(45, 41), point_of(45.1, 41.05), point_of(45.2, 41)], WGS84_DEGREES),
)
RING = Segment(
    id="r",
    line=Line(
        [
            point_of(45, 41),
            point_of(45.01, 41),
            point_of(45, 41.01),
            point_of(45, 41),
        ],
        WGS84_DEGREES,
    ),
)


def project(**labels: tuple[float, float]) -> Project:
    """A project with a turning point of each label: degrees under "label" or "label #2"."""
    points = [
        TurningPoint(id=f"id {label}", label=label.partition(" #")[0], point=point_of(*at))
        for label, at in labels.items()
    ]
    return Project(Settings(title="V", side=Side.A), layers_with(LINE, RING, *points))


def at(text: str, **labels: tuple[float, float]) -> int:
    return place(project(**labels), LINE, text).at


def test_a_name_that_looks_like_a_name_and_an_offset_is_the_name() -> None:
    both = {"104": (45.0, 41.0), "104-1": (45.1, 41.05)}
    assert at("TP 104-1", **both) == at("104-1", **both) > 1000
    assert at("TP 104 + 1", **both) == 1000


def test_without_such_a_name_it_is_an_offset() -> None:
    only = {"104": (45.1, 41.05)}
    assert at("TP 104", **only) - at("TP 104-1", **only) == 1000


@pytest.mark.parametrize("text", ["TP-0113", "tp 0113", "0113/2", "TP-0113 + 0 m"])
def test_a_prefix_may_be_part_of_the_name_or_not(text: str) -> None:
    name = "0113/2" if "/" in text else "TP-0113" if "-" in text else "0113"
    assert at(text, **{name: (45.0, 41.0)}) == 0


def test_of_two_with_one_name_the_one_on_the_segment_is_meant() -> None:
    assert at("TP 7", **{"7": (46.0, 42.0), "7 #2": (45.0, 41.0)}) == 0


def test_of_two_on_the_segment_neither_is_meant() -> None:
    with pytest.raises(NotFound, match="2 turning points are called TP 7; name one by its UUID"):
        at("TP 7", **{"7": (45.1, 41.05), "7 #2": (45.0, 41.0)})


def test_a_stretch_over_the_start_of_a_ring_is_not_taken_for_the_rest_of_it() -> None:
    with pytest.raises(Refused, match=r"Segment r is a ring, and from 900\.000 m to 100\.000 m leads over its start"):
        stretch_named(project(), RING, "900", "100")
    assert stretch_named(project(), RING, "900", "end").length == length(RING.line) - 900_000
    assert stretch_named(project(), LINE, "900", "100").length == 800_000
