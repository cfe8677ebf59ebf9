"""Standings laid over one another: nothing overlaps, nothing is lost, and the pieces always sum to the whole."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.geometry.measure import length
from geodata.geometry.stretch import overlaid, pieces, standing_at, stretch
from geodata.model.line import Line
from geodata.model.segment import Segment, Standing
from geodata.model.status import Picture, Position, Side, picture
from tests.geodata.grids import GRIDS

PLACES = ((45.0, 41.0), (45.1, 41.05), (45.2, 41.0))
SEGMENTS = {
    name: Segment(id="s", line=Line([grid.point_of(*place) for place in PLACES], grid)) for name, grid in GRIDS.items()
}
SEGMENT = SEGMENTS["WGS 84"]
TOTAL = min(length(each.line) for each in SEGMENTS.values())

names = st.sampled_from(list(SEGMENTS))
marks = st.tuples(
    st.integers(0, TOTAL - 1), st.integers(1, TOTAL), st.sampled_from(list(Position)), st.sampled_from(["", "ridge"])
).filter(lambda mark: mark[0] < mark[1])


def laid(marks_: list[tuple[int, int, Position, str]], on: Segment = SEGMENT) -> tuple[Standing, ...]:
    standings: tuple[Standing, ...] = ()
    for start, end, position, note in marks_:
        new = Standing(stretch=stretch(on, start, end), position=position, note=note)
        standings = overlaid(on, standings, new)
    return standings


@given(names, st.lists(marks, max_size=8), st.integers(0, TOTAL - 1))
def test_at_every_place_the_last_mark_over_it_holds(
    name: str, made: list[tuple[int, int, Position, str]], at: int
) -> None:
    segment = replace(SEGMENTS[name], position_a=laid(made, SEGMENTS[name]))
    over = [mark for mark in made if mark[0] <= at < mark[1]]
    held = standing_at(segment, Side.A, at)
    if over and over[-1][2] is not Position.NONE:
        assert held is not None
        assert (held.position, held.note) == over[-1][2:]
    else:
        assert held is None


@given(names, st.lists(marks, max_size=6), st.lists(marks, max_size=6))
def test_the_pieces_of_a_segment_sum_to_its_length(
    name: str, a: list[tuple[int, int, Position, str]], b: list[tuple[int, int, Position, str]]
) -> None:
    on = SEGMENTS[name]
    found = pieces(replace(on, position_a=laid(a, on), position_b=laid(b, on)))
    assert sum(end - start for start, end, _, _ in found) == length(on.line)
    assert [piece[0] for piece in found[1:]] == [piece[1] for piece in found[:-1]]


@given(marks)
def test_marking_twice_is_marking_once(mark: tuple[int, int, Position, str]) -> None:
    assert laid([mark, mark]) == laid([mark])


def test_neighbours_that_say_the_same_become_one() -> None:
    parts = [(0, 5000, Position.ACCEPTS, ""), (5000, 9000, Position.ACCEPTS, "")]
    assert [(s.stretch.start.at, s.stretch.end.at) for s in laid(parts)] == [(0, 9000)]


@given(st.sampled_from(list(Position)), st.sampled_from(list(Position)))
def test_a_picture_favours_neither_side(a: Position, b: Position) -> None:
    assert picture(a, b) is picture(b, a)


def test_agreed_needs_both_and_disputed_needs_one() -> None:
    assert picture(Position.ACCEPTS, Position.ACCEPTS) is Picture.AGREED
    assert picture(Position.ACCEPTS, Position.NONE) is Picture.ONE_SIDED
    assert picture(Position.ACCEPTS, Position.REJECTS) is Picture.DISPUTED
    assert picture(Position.NONE, Position.NONE) is Picture.UNEXAMINED
