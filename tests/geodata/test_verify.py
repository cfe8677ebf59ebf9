"""Verifying: each document by itself, then how they hang together, with the first broken link in a sentence."""

import pytest
from msgspec.structs import replace

from geodata.changes.base import base_of
from geodata.changes.changeset import change_set, next_change_set
from geodata.changes.delta import Delta
from geodata.changes.verify import Checked, verified
from geodata.errors import ChainBroken, HashMismatch, NotFound
from geodata.geometry.profiles import ready_profile
from geodata.model.project import Settings
from geodata.model.status import Role, Side
from tests.geodata.strategies import project, segment, standing
from tests.geodata.worlds import reached

BASE = base_of(project(segment(1), segment(2)))
OTHER = base_of(project(segment(3)))


def settings_of(side, base=BASE, **more):
    return Settings(title="Valley", side=side, base=base.sha256, base_number=1, **more)


def work(end):
    return Delta(segment(1), replace(segment(1), position_a=(standing(0, end),)))


A1 = change_set([work(5000)], settings_of(Side.A), message="First week")
A2 = next_change_set([work(6000)], settings_of(Side.A), Role.TECHNICIAN, "Second week", reached(A1))
B1 = change_set([], settings_of(Side.B))


def report(**documents):
    return verified([Checked(f"{name}.confinia", document) for name, document in documents.items()])


def sentences(**documents):
    return [link.sentence for link in report(**documents).links]


def test_documents_that_hang_together_are_well():
    found = report(base=BASE, a1=A1, b1=B1)
    assert found.problem is None
    assert found.exit_code == 0
    assert [link.sentence for link in found.links] == [
        "a1.confinia starts from base.confinia and fits it.",
        "b1.confinia starts from base.confinia and fits it.",
    ]


def test_a_change_set_without_its_base_is_well_as_far_as_can_be_seen():
    assert report(a1=A1).problem is None
    assert "was not given" in sentences(a1=A1)[0]


def test_a_change_set_that_starts_from_another_base_than_those_given_is_named():
    found = report(other=OTHER, a1=A1)
    assert found.exit_code == 7
    assert found.problem.sentence.startswith("a1.confinia starts from a base that is not among these files")


def test_a_change_set_that_does_not_fit_its_base_is_named():
    stale = segment(1, section="North")
    changes = change_set([Delta(stale, replace(stale, section="South"))], settings_of(Side.A))
    found = report(base=BASE, a1=changes)
    assert found.exit_code == 4
    assert "a1.confinia does not fit base.confinia" in found.problem.sentence


def test_a_change_set_on_another_grid_than_its_base_does_not_fit():
    found = report(base=BASE, a1=change_set([], settings_of(Side.A, profile=ready_profile("EPSG:28408", "EPSG:1808"))))
    assert found.exit_code == 8
    assert "another joint profile, with another grid" in found.problem.sentence


def test_a_change_set_may_carry_a_profile_that_was_adopted_since_its_base():
    adopted = ready_profile("EPSG:4326", "EPSG:1808")
    a1 = change_set([work(5000)], settings_of(Side.A, profile=adopted))
    assert report(base=BASE, a1=a1).exit_code == 0
    assert "has adopted the joint profile" in sentences(base=BASE, a1=a1)[-1]


def test_change_sets_of_both_sides_under_different_profiles_are_named_but_not_broken():
    b1 = change_set([], settings_of(Side.B, profile=ready_profile("EPSG:4326", "EPSG:1808")))
    found = report(base=BASE, a1=A1, b1=b1)
    assert found.exit_code == 0
    assert "compare when one side has adopted the other's" in found.links[-1].sentence


def test_change_sets_of_one_side_follow_each_other():
    assert "a2.confinia follows a1.confinia." in sentences(base=BASE, a2=A2, a1=A1)
    assert "follows number 1 of side A, which was not given" in sentences(a2=A2)[-1]


def test_a_change_set_that_names_another_one_before_it_breaks_the_chain():
    rewritten = replace(A1, message="First week, corrected")
    found = report(base=BASE, a1=rewritten, a2=A2)
    assert found.exit_code == ChainBroken.exit_code
    assert found.problem.sentence == "a2.confinia names another document before it than a1.confinia."


def test_one_number_for_two_change_sets_is_an_alarm_that_names_both():
    found = report(a1=A1, again=replace(A1, message="First week, corrected"))
    assert found.exit_code == 10
    assert (
        "a1.confinia and again.confinia are both number 1 in the chain of side A, but they differ"
        in found.problem.sentence
    )


def test_the_same_change_set_twice_is_well():
    assert report(base=BASE, a1=A1, copy=A1).problem is None


def test_a_base_that_follows_another_counts_on():
    second = base_of(project(segment(1)), 2, BASE.sha256)
    assert sentences(base=BASE, second=second) == ["second.confinia follows base.confinia."]
    assert "not among these files" in sentences(second=second)[0]
    assert report(base=BASE, third=base_of(project(segment(1)), 3, BASE.sha256)).exit_code == 10


@pytest.mark.parametrize("order", [0, 1])
def test_the_first_thing_wrong_by_name_gives_the_exit_code_in_whatever_order_files_are_named(order):
    files = [
        Checked("a.confinia", problem=HashMismatch("a.confinia: damaged.")),
        Checked("b.confinia", problem=NotFound("There is no file b.confinia.")),
    ]
    assert verified(files if order == 0 else files[::-1]).exit_code == 6
