"""Why two lines lie apart: each cause is named, to both sides alike, and no cause where there is none."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.crs import published, transform, transform_back
from geodata.geometry.displacement import diagnose, diagnose_layers
from geodata.geometry.displacement_pairing import metres_per_degree
from geodata.geometry.displacement_signatures import Cause, everywhere, signatures
from geodata.geometry.displacement_words import remarks, sentence
from geodata.geometry.measure import densified
from geodata.geometry.profiles import ready_profile
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from tests.geodata.displaced import (
    OPERATIONS,
    PARALLEL,
    ZONE,
    differences,
    displacements,
    jittered,
    line_of,
    right,
    wandering,
)
from tests.geodata.strategies import lines, points, short_lines

TAVUSH, MEGHRI = (45.2, 40.95), (46.3, 38.92)


@pytest.fixture
def chance():
    return np.random.default_rng(4)


def operation(code):
    return next(one for one in published("EPSG:4284") if one.code == code)


def signature(cause, *codes, in_b=True):
    return next(
        one
        for one in signatures(ZONE)
        if one.cause is cause and one.operations == codes and (one.in_b is in_b or cause is Cause.OPERATION)
    )


def moved(xy, east, north):
    return xy + np.array([east, north]) / metres_per_degree(xy[:, 1])


def test_the_same_line_is_called_the_same(chance):
    line = line_of(wandering(chance, 30, TAVUSH))
    assert sentence(diagnose(line, line)) == "B is the same as A, number for number."


def test_a_line_in_the_other_direction_is_called_that(chance):
    xy = wandering(chance, 30, TAVUSH)
    assert diagnose(line_of(xy), line_of(xy[::-1])).cause is Cause.REVERSED


def test_added_points_move_nothing(chance):
    line = line_of(wandering(chance, 30, TAVUSH))
    assert diagnose(line, densified(line, 20.0)).cause is Cause.DENSIFIED
    assert diagnose(densified(line, 20.0), line).cause is Cause.DENSIFIED


@pytest.mark.parametrize("code", OPERATIONS)
def test_sk_42_numbers_read_as_wgs_84_are_named_with_their_operation(chance, code):
    xy = wandering(chance, 40, TAVUSH)
    found = diagnose(line_of(transform(xy, operation(code))), line_of(jittered(chance, xy, 0.05)))
    assert (found.cause, found.operations, found.in_b) == (Cause.DATUM, (code,), True)
    assert 95 < found.east < 115
    assert 4 < found.north < 25
    assert found.after.rms < 0.2


def test_the_sentence_speaks_to_both_sides_alike(chance):
    xy = wandering(chance, 40, TAVUSH)
    a, b = line_of(transform(xy, operation("EPSG:15865"))), line_of(jittered(chance, xy, 0.05))
    said, glass = sentence(diagnose(a, b)), sentence(diagnose(b, a))
    assert said.startswith("B lies 105 m east of A along ")
    assert "SK-42 coordinates were probably read as WGS 84 (in B)" in said
    assert glass.startswith("B lies 105 m west of A along ")
    assert "SK-42 coordinates were probably read as WGS 84 (in A)" in glass


@pytest.mark.parametrize("place", [TAVUSH, MEGHRI])
@pytest.mark.parametrize(
    "codes", [("EPSG:15865", "EPSG:1808"), ("EPSG:1808", "EPSG:15865"), ("EPSG:15865", "EPSG:5044")]
)
def test_two_operations_are_told_apart_whose_was_whose(chance, place, codes):
    numbers = wandering(chance, 40, place)
    a, b = (line_of(jittered(chance, transform(numbers, operation(code)), 0.05)) for code in codes)
    found = diagnose(a, b)
    assert (found.cause, found.operations) == (Cause.OPERATION, codes)


@pytest.mark.parametrize("in_b", [True, False])
@pytest.mark.parametrize(
    ("cause", "codes"),
    [
        (Cause.ROTATION, ("EPSG:15865",)),
        (Cause.GRID, ("EPSG:1808",)),
        (Cause.PREFIX, ()),
        (Cause.DATUM, ("EPSG:1254",)),
    ],
)
def test_a_mistake_is_named_whichever_side_made_it(chance, cause, codes, in_b):
    xy = wandering(chance, 40, TAVUSH)
    numbers = signature(cause, *codes, in_b=in_b).onward(jittered(chance, xy, 0.1))
    found = diagnose(line_of(xy), line_of(numbers))
    assert (found.cause, found.in_b) == (cause, in_b)


@pytest.mark.parametrize("note", ["latitude and longitude", "X and Y of Gauss-Krüger zone 8", "X and Y of UTM"])
def test_exchanged_axes_are_named(chance, note):
    xy = wandering(chance, 40, TAVUSH)
    known = (*signatures(ZONE), *everywhere())
    one = next(one for one in known if one.cause is Cause.AXES and one.note == note)
    found = diagnose(line_of(xy), line_of(one.onward(xy)))
    assert (found.cause, found.note) == (Cause.AXES, note)


@pytest.mark.parametrize(
    ("words", "step"),
    [('1"', 1 / 3600), ('0.1"', 0.1 / 3600), ("4 decimals of a degree", 1e-4), ("6 decimals of a degree", 1e-6)],
)
def test_rounded_coordinates_are_named_with_their_step_and_side(chance, words, step):
    xy = wandering(chance, 60, TAVUSH)
    found = diagnose(line_of(np.rint(xy / step) * step), line_of(xy))
    assert (found.cause, found.rounded, found.rounded_in) == (Cause.ROUNDING, words, "A")


def test_rounded_wgs_84_numbers_are_seen_through_in_a_joint_system_on_sk_42(chance):
    used = operation("EPSG:1808")
    xy, grid = wandering(chance, 60, TAVUSH), ready_profile("EPSG:28408", "EPSG:1808").grid
    exact, rounded = (Line(grid.on_grid(transform_back(one, used)), grid) for one in (xy, np.rint(xy * 36000) / 36000))
    found = diagnose(exact, rounded)
    assert (found.cause, found.rounded, found.rounded_in) == (Cause.ROUNDING, '0.1"', "B")


def test_sk_42_numbers_to_a_second_are_both_shifted_and_rounded(chance):
    numbers = wandering(chance, 200, TAVUSH)
    found = diagnose(line_of(transform(numbers, operation("EPSG:15865"))), line_of(np.rint(numbers * 3600) / 3600))
    assert (found.cause, found.rounded, found.rounded_in) == (Cause.DATUM, '1"', "B")
    assert any('multiples of 1"' in remark for remark in remarks(found))


@pytest.mark.parametrize("parts", [3600, 36000])
def test_a_shift_is_seen_between_two_catalogues_that_are_both_rounded(chance, parts):
    xy = wandering(chance, 300, TAVUSH)
    there = signature(Cause.DATUM, "EPSG:1808").onward(xy)
    found = diagnose(*(line_of(np.rint(one * parts) / parts) for one in (xy, there)))
    assert found.cause is Cause.DATUM
    assert "EPSG:1808" in {*found.operations, *(code for one in found.also for code in one.operations)}


def test_a_switch_of_operations_at_a_parallel_is_found_there(chance):
    xy = np.column_stack([np.linspace(45.0, 45.1, 60), np.linspace(41.1, 41.29, 60)]) + chance.normal(0, 0.001, (60, 2))
    switched = signature(Cause.OPERATION, "EPSG:15865", "EPSG:5044")
    north = (xy[:, 1] > PARALLEL)[:, None]
    found = diagnose(line_of(xy), line_of(jittered(chance, np.where(north, switched.onward(xy), xy), 0.05)))
    assert (found.cause, found.operations, found.parallel) == (Cause.STEP, ("EPSG:15865", "EPSG:5044"), PARALLEL)
    assert found.northern
    assert "North of 41.19° N B lies 2.3 m east of A" in sentence(found)


def test_a_change_that_begins_where_no_operation_does_is_not_laid_to_operations(chance):
    xy = np.column_stack([np.linspace(45.0, 45.1, 60), np.linspace(39.7, 39.9, 60)]) + chance.normal(0, 0.001, (60, 2))
    like = signature(Cause.OPERATION, "EPSG:15865", "EPSG:5044")
    north = (xy[:, 1] > 39.8)[:, None]
    found = diagnose(line_of(xy), line_of(jittered(chance, np.where(north, like.onward(xy), xy), 0.05)))
    assert (found.cause, found.operations, found.also) == (Cause.STEP, (), ())
    assert "no mistake known here explains it" in sentence(found)


@pytest.mark.parametrize("codes", [("EPSG:15865", "EPSG:5044"), ("EPSG:1254", "EPSG:1808")])
def test_a_handful_of_places_does_not_tell_one_operation_from_another(chance, codes):
    xy = wandering(chance, 6, TAVUSH)
    found = diagnose(line_of(xy), line_of(jittered(chance, signature(Cause.OPERATION, *codes).onward(xy), 0.02)))
    assert found.cause is not Cause.OPERATION


def test_a_dozen_places_to_a_second_do_not_tell_operations_fifteen_metres_apart(chance):
    xy = wandering(chance, 12, TAVUSH)
    moved_on = signature(Cause.OPERATION, "EPSG:1254", "EPSG:15865").onward(xy)
    found = diagnose(line_of(xy), line_of(np.rint(moved_on * 3600) / 3600))
    assert found.cause is not Cause.OPERATION


def test_a_claim_a_hundred_metres_to_the_east_that_wavers_is_no_forgotten_datum(chance):
    xy = wandering(chance, 16, TAVUSH)
    away = signature(Cause.DATUM, "EPSG:1808").onward(xy)
    wavering = 9 + 9 * np.sin(np.linspace(0, 40, 16))
    found = diagnose(line_of(xy), line_of(away + wavering[:, None] / metres_per_degree(xy[:, 1])))
    assert found.cause is not Cause.DATUM


def test_a_datum_is_not_named_from_a_line_along_which_it_would_displace(chance):
    forgotten = signature(Cause.DATUM, "EPSG:1254")
    xy = np.column_stack([np.linspace(45.0, 45.1, 40), np.full(40, 41.0)])
    xy = xy + chance.normal(0, 1e-5, (40, 2))
    north = ((forgotten.onward(xy) - xy) * metres_per_degree(xy[:, 1]))[:, 1].mean()
    found = diagnose(line_of(xy), line_of(moved(xy, 0, north)[::2]))
    assert found.cause is not Cause.DATUM


def test_a_shift_that_no_mistake_makes_is_said_to_be_one(chance):
    xy = wandering(chance, 40, TAVUSH)
    found = diagnose(line_of(xy), line_of(jittered(chance, moved(xy, -31, 12), 0.1)))
    assert found.cause is Cause.SHIFT
    assert "no mistake known here explains it" in sentence(found)


def test_a_shift_is_found_with_other_vertices_and_where_the_ends_do_not_meet(chance):
    xy = wandering(chance, 200, TAVUSH)
    other = moved(densified(line_of(xy), 130.0).degrees()[5:-9], 40, -25)
    found = diagnose(line_of(xy), line_of(jittered(chance, other, 0.1)))
    assert found.cause is Cause.SHIFT
    assert (found.east, found.north) == pytest.approx((40, -25), abs=0.5)


def test_a_bend_of_its_own_has_no_technical_cause(chance):
    xy = wandering(chance, 60, TAVUSH)
    bend = np.clip(np.sin(np.linspace(-2, 5, 60)), 0, None)
    found = diagnose(line_of(xy), line_of(moved(xy, 0, 0) + bend[:, None] * np.array([1e-3, 2e-3])))
    assert found.cause is Cause.NONE
    assert "no technical cause explains it" in sentence(found)
    assert "they coincide" in sentence(found)


def test_a_straight_line_does_not_show_how_far_it_is_displaced_along_itself(chance):
    xy = np.column_stack([np.linspace(45.0, 45.2, 50), np.full(50, 41.0)])
    found = diagnose(line_of(xy), line_of(jittered(chance, moved(xy[3:-3:2], 30, 10), 0.02)))
    assert found.blind == pytest.approx(90, abs=1)
    assert any("cannot be seen" in remark for remark in remarks(found))


def test_too_few_places_name_no_cause(chance):
    xy = wandering(chance, 2, TAVUSH)
    found = diagnose(line_of(xy), line_of(moved(xy, 103, 10)))
    assert found.cause is Cause.NONE
    assert "no cause can be told" in sentence(found)


def test_a_layer_of_short_lines_shows_what_none_of_them_shows_alone(chance):
    xy = [wandering(chance, 2, (45 + 0.02 * number, 40.9)) for number in range(30)]
    there = signature(Cause.DATUM, "EPSG:1808")
    a, b = [line_of(one) for one in xy], [line_of(jittered(chance, there.onward(one), 0.1)) for one in xy]
    assert diagnose(a[0], b[0]).cause is Cause.NONE
    assert diagnose_layers(a, b).cause is Cause.DATUM


def test_points_are_diagnosed_as_lines_are(chance):
    xy = wandering(chance, 40, TAVUSH)
    there = signature(Cause.OPERATION, "EPSG:1808", "EPSG:15865").onward(xy)
    a, b = ([(int(x), int(y)) for x, y in WGS84_DEGREES.on_grid(places)] for places in (xy, there))
    assert diagnose_layers(a, b).operations == ("EPSG:1808", "EPSG:15865")


def made(count, seed):
    chance = np.random.default_rng(seed)
    known = [wandering(chance, 500, (45.5, latitude)) for latitude in (38.95, 39.6, 40.3, 40.9)]

    def stretches():
        xy = known[chance.integers(4)]
        start = chance.integers(400)
        return xy[start : start + chance.integers(12, 100)]

    def across():
        return wandering(chance, 60, (45.1, PARALLEL)) * (1, 0) + np.linspace(41.05, 41.33, 60)[:, None] * (0, 1)

    return (
        list(islice(displacements(chance, stretches, across), count)),
        list(islice(differences(chance, stretches), count // 2)),
    )


def test_nearly_every_displacement_is_named_and_no_difference_taken_for_one():
    displaced, different = made(60, 20)
    wrong = [one.what for one in displaced if not right(one, diagnose(one.a, one.b))]
    feigned = [one.what for one in different if diagnose(one.a, one.b).is_hint]
    assert len(wrong) <= 1, wrong
    assert not feigned


def test_exchanging_the_lines_mirrors_the_diagnosis():
    for one in [case for cases in made(17, 21) for case in cases]:
        assert diagnose(one.b, one.a) == diagnose(one.a, one.b).mirrored


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(lines, min_size=1, max_size=3), st.lists(lines | short_lines(), min_size=1, max_size=3))
def test_no_two_lines_are_too_odd_to_be_answered(a, b):
    found = diagnose_layers(a, b)
    assert found.mirrored == diagnose_layers(b, a)
    assert sentence(found).endswith(".")


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(points, min_size=1, max_size=5), st.lists(points, min_size=1, max_size=5))
def test_no_two_sets_of_points_are_too_odd_to_be_answered(a, b):
    assert diagnose_layers(a, b).mirrored == diagnose_layers(b, a)
