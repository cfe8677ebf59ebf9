"""The rebase: the author's own changes on a later base, with a list of what becomes of each, and nothing lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from geodata.changes.delta import Delta, apply
from geodata.changes.documents.base import Head, base_of, layers_of
from geodata.changes.documents.changeset import change_set, deltas_of
from geodata.changes.papers.carrying import Carry
from geodata.changes.papers.papers import laid_on
from geodata.changes.papers.rebase import plan
from geodata.errors import BaseMismatch, Refused
from geodata.io.handover import next_changes, write_changes
from geodata.io.rebasing import left_out_before, rebase, rebase_plan
from geodata.io.starting import start_project_on
from geodata.model.feature import Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Project, Settings
from geodata.model.source import Source
from geodata.model.status import Delimitation, Position, Side
from tests.geodata.strategies import annotation, id_of, layers_with, private_note, segment, standing, stretch, variant
from tests.geodata.worlds import world, worlds

quick = settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow])

S1, S2 = segment(1), segment(2)
SETTINGS = Settings(title="Valley", side=Side.A)


def base_with(*features, after=None, heads=()):
    project = Project(SETTINGS, layers_with(*features))
    return base_of(project, after.number + 1, after.sha256, heads) if after else base_of(project)


def following(base, deltas, heads=()):
    """The next base, on which these changes were decided."""
    project = Project(SETTINGS, apply(layers_of(base), deltas))
    return base_of(project, base.number + 1, base.sha256, heads)


def on(base, *deltas):
    return change_set(deltas, replace(SETTINGS, base=base.sha256, base_number=base.number))


def fates(planned):
    return [(each.carried.bit.part, each.carry) for each in planned.moved]


def stuck(planned):
    return [each.id for each in planned.of(Carry.STUCK)]


# --- properties -------------------------------------------------------------------------------------------------------


@quick
@given(worlds())
def test_on_a_base_that_changed_nothing_everything_is_carried_unchanged(drawn):
    found = world(*drawn)
    planned = plan(found.base, [following(found.base, [])], found.a)
    assert {each.carry for each in planned.moved} <= {Carry.CARRIED}
    assert planned.deltas() == deltas_of(found.a, layers_of(found.base))


@quick
@given(worlds())
def test_on_a_base_that_took_everything_in_everything_is_at_one_and_drops_out(drawn):
    found = world(*drawn)
    new = following(found.base, deltas_of(found.a, layers_of(found.base)))
    planned = plan(found.base, [new], found.a)
    assert {each.carry for each in planned.moved} <= {Carry.AT_ONE}
    assert planned.deltas() == []
    assert planned.left_out([]) is None


@quick
@given(worlds())
def test_on_a_base_that_took_the_other_side_in_nothing_is_lost_and_the_rest_is_a_change_set_on_it(drawn):
    found = world(*drawn)
    layers = layers_of(found.base)
    planned = plan(found.base, [following(found.base, deltas_of(found.b, layers))], found.a)
    deltas = planned.deltas(stuck(planned))
    made = on(planned.new, *deltas)
    assert apply(layers_of(planned.new), deltas_of(made, layers_of(planned.new))) == apply(
        layers_of(planned.new), deltas
    )
    named = {each.carried.bit.key for each in planned.moved}
    assert named == {delta.key for delta in deltas_of(found.a, layers)}
    if left := planned.left_out(stuck(planned)):
        held = {delta.key for delta in deltas_of(left, layers)}
        assert {each.carried.bit.key for each in planned.of(Carry.STUCK)} <= held


# --- the list, line by line -------------------------------------------------------------------------------------------


def test_what_the_new_base_says_otherwise_is_listed_with_all_three_values():
    base = base_with(replace(S1, section="Old"))
    held = layers_of(base)[Kind.SEGMENT][S1.id]
    new = following(base, [Delta(held, replace(held, section="Decided"))])
    planned = plan(base, [new], on(base, Delta(held, replace(held, section="Wanted"))))
    (line,) = planned.of(Carry.OTHERWISE)
    assert (line.carried.before, line.carried.base, line.carried.wanted) == ("Old", "Decided", "Wanted")
    assert planned.deltas()[0].new.section == "Wanted"
    assert planned.deltas([line.id]) == []


def test_what_was_handed_over_and_taken_in_is_no_other_word():
    base = base_with(S1)
    first = replace(S1, position_a=(standing(0, 5000),))
    handed = on(base, Delta(S1, first))
    new = following(base, [Delta(S1, first)], (Head(side=Side.A, sequence=1, sha256=handed.sha256),))
    later = on(base, Delta(S1, replace(S1, position_a=(standing(0, 6000),))))
    assert fates(plan(base, [new], later, handed)) == [("position_a", Carry.CARRIED)]
    assert fates(plan(base, [new], later)) == [("position_a", Carry.OTHERWISE)]


def test_of_what_is_said_only_the_stretches_that_the_base_does_not_say_yet_are_carried():
    base = base_with(S1)
    upper, lower = standing(0, 4000), standing(6000, 9000, Position.REJECTS)
    new = following(base, [Delta(S1, replace(S1, position_a=(upper,), delimitation=Delimitation.UNDER_EXAMINATION))])
    planned = plan(base, [new], on(base, Delta(S1, replace(S1, position_a=(upper, lower)))))
    assert [each.carry for each in planned.moved] == [Carry.AT_ONE, Carry.CARRIED]
    (delta,) = planned.deltas()
    assert delta.new.position_a == (upper, lower)
    assert delta.new.delimitation is Delimitation.UNDER_EXAMINATION


def test_a_feature_that_is_gone_takes_what_leans_on_it_along():
    base = base_with(S1, S2)
    note = annotation(7, S1.id, Side.A, "Seen")
    changes = on(base, Delta(S1, replace(S1, section="North")), Delta(None, note), Delta(S2, replace(S2, order=4)))
    planned = plan(base, [base_with(S2, after=base)], changes)
    assert {each.carried.bit.key[1] for each in planned.of(Carry.STUCK)} == {S1.id, note.id}
    assert [each.carried.bit.key[1] for each in planned.of(Carry.CARRIED)] == [S2.id]
    assert all(each.carried.why for each in planned.of(Carry.STUCK))


def test_what_is_said_beyond_where_the_line_is_redrawn_is_to_be_placed_again_and_never_moved():
    base = base_with(S1)
    shifted = S1.line.xy.copy()
    shifted[-1] += 40_000_000
    redrawn = replace(S1, line=Line(shifted, WGS84_DEGREES))
    near, far = standing(0, 2000), standing(12000, 15000)
    drawn = variant(51, 12000, 15000, Side.A, S1)
    changes = on(base, Delta(S1, replace(S1, position_a=(near, far))), Delta(None, drawn))
    planned = plan(base, [following(base, [Delta(S1, redrawn)])], changes)
    assert [each.carry for each in planned.moved] == [Carry.CARRIED, Carry.STUCK, Carry.STUCK]
    assert all("placed again" in each.carried.why for each in planned.of(Carry.STUCK))
    with pytest.raises(Refused, match="cannot be carried to base 2"):
        planned.deltas()
    (delta,) = planned.deltas(stuck(planned))
    assert delta.new == replace(redrawn, position_a=(near,))
    left = laid_on(base, {}, planned.left_out(stuck(planned)))
    assert left[Kind.SEGMENT][S1.id].position_a == (far,)
    assert drawn.id in left[Kind.VARIANT]


def test_two_redrawings_of_one_place_are_drawn_again_and_apart_they_go_together():
    line = S1.line.xy
    base = base_with(S1)
    first, last = line.copy(), line.copy()
    first[0] += 1_000_000
    last[-1] += 1_000_000
    mine = Delta(S1, replace(S1, line=Line(first, WGS84_DEGREES)))
    apart = plan(base, [following(base, [Delta(S1, replace(S1, line=Line(last, WGS84_DEGREES)))])], on(base, mine))
    assert fates(apart) == [("line", Carry.CARRIED)]
    assert apart.deltas()[0].new.line.xy.tolist() == [first[0].tolist(), *line[1:-1].tolist(), last[-1].tolist()]
    other = line.copy()
    other[0] -= 1_000_000
    same = plan(base, [following(base, [Delta(S1, replace(S1, line=Line(other, WGS84_DEGREES)))])], on(base, mine))
    assert fates(same) == [("line", Carry.STUCK)]


def test_a_line_redrawn_where_the_new_base_says_something_is_carried_with_a_word():
    base = base_with(S1)
    moved = S1.line.xy.copy()
    moved[-1] += 1_000_000
    changes = on(base, Delta(S1, replace(S1, line=Line(moved, WGS84_DEGREES))))
    (far,) = plan(
        base, [following(base, [Delta(S1, replace(S1, position_b=(standing(12000, 15000),)))])], changes
    ).moved
    assert (far.carry, far.carried.why) == (
        Carry.OTHERWISE,
        "the new base says something along the line that is redrawn here",
    )
    near = plan(base, [following(base, [Delta(S1, replace(S1, position_b=(standing(0, 900),)))])], changes)
    assert fates(near) == [("line", Carry.CARRIED)]


def test_leaving_out_a_source_asks_for_what_cites_it():
    base = base_with(S1)
    sheet = Source(id=id_of(41), title="Sheet", offered_by=Side.A)
    said = replace(standing(0, 5000), sources=(sheet.id,))
    changes = on(base, Delta(S1, replace(S1, position_a=(said,))), Delta(None, sheet))
    planned = plan(base, [following(base, [])], changes)
    by_kind = {each.carried.bit.key[0]: each.id for each in planned.moved}
    with pytest.raises(Refused, match="leave it out too"):
        planned.deltas([by_kind[Kind.SOURCE]])
    assert planned.deltas(list(by_kind.values())) == []


def test_bases_of_another_lineage_and_gaps_are_refused():
    base = base_with(S1)
    other = base_with(S2)
    changes = on(base, Delta(S1, replace(S1, section="North")))
    second = following(base, [])
    with pytest.raises(BaseMismatch, match="does not follow"):
        plan(base, [following(other, [])], changes)
    with pytest.raises(BaseMismatch, match="others are missing"):
        plan(base, [following(second, [])], changes)
    with pytest.raises(Refused, match="already"):
        plan(base, [base], changes)
    with pytest.raises(BaseMismatch, match="joint base 1 comes before joint base 2, from which the project starts"):
        plan(second, [base], on(second))
    assert plan(base, [second, base], changes).steps == (second,)
    assert plan(base, [following(second, []), second], changes).new.number == 3


# --- in a project -----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path):
    """A project of side A on a base, in which it marked and wrote a private note, and handed over once."""
    base = base_with(S1, S2)
    with start_project_on(tmp_path / "a.gpkg", Side.A, base) as store:
        store.commit("Mark", [Delta(S1, replace(S1, position_a=(standing(0, 5000),)))])
        secret = replace(private_note(77, S1.id, "Ask the shepherd"), stretch=stretch(12000, 14000))
        store.commit("Note", [Delta(None, secret)])
        handed = write_changes(store, tmp_path / "a1.confinia").document
        yield base, store, handed


def next_base(base, handed, *deltas):
    return following(base, deltas, (Head(side=Side.A, sequence=1, sha256=handed.sha256),))


def test_a_project_moves_to_the_new_base_and_its_chain_goes_on(desk):
    base, store, handed = desk
    taken = store.load().segment("S-1")
    store.commit("Rename", [Delta(S2, replace(S2, section="North"))])
    new = next_base(base, handed, Delta(S1, taken))
    done = rebase(store, rebase_plan(store, [new]))
    assert (done.operations, done.left_out) == (1, None)
    assert (store.settings.base, store.settings.base_number) == (new.sha256, 2)
    assert store.base_layers(store.load())[Kind.SEGMENT] == layers_of(new)[Kind.SEGMENT]
    assert len(store.load().layers[Kind.PRIVATE_NOTE]) == 1
    changes = next_changes(store).document
    assert (changes.sequence, changes.previous, changes.base) == (2, handed.sha256, new.sha256)
    assert [change.id for change in changes.changes] == [S2.id]
    assert store.base_document().sha256 == new.sha256
    assert store.undo()
    assert store.redo()


def test_looking_at_the_list_writes_nothing(desk):
    base, store, handed = desk
    before = store.load().layers
    rebase_plan(store, [next_base(base, handed, Delta(S1, replace(S1, section="Decided")))])
    assert store.load().layers == before
    assert store.settings.base == base.sha256


def test_what_is_left_out_stays_in_the_project_as_a_paper_on_the_old_base(desk):
    base, store, handed = desk
    planned = rebase_plan(store, [base_with(S2, after=base)])
    with pytest.raises(Refused, match="cannot be carried"):
        rebase(store, planned)
    assert store.settings.base == base.sha256
    done = rebase(store, planned, stuck(planned))
    assert done.left_out.of == (handed.sha256,)
    assert laid_on(base, {}, done.left_out)[Kind.SEGMENT][S1.id].position_a == (standing(0, 5000),)
    assert [paper.data for paper in left_out_before(store)] == [done.left_out.data]


def test_private_notes_on_a_redrawn_line_are_named_and_stay_as_they_are(desk):
    base, store, handed = desk
    shifted = S1.line.xy.copy()
    shifted[-1] += 40_000_000
    before = store.load().layers[Kind.PRIVATE_NOTE]
    planned = rebase_plan(store, [next_base(base, handed, Delta(S1, replace(S1, line=Line(shifted, WGS84_DEGREES))))])
    assert [note.text for note in planned.notes] == ["Ask the shepherd"]
    rebase(store, planned, stuck(planned))
    assert store.load().layers[Kind.PRIVATE_NOTE] == before


def test_a_base_that_knows_more_of_the_chain_than_the_project_or_something_else_is_refused(desk):
    base, store, handed = desk
    more = following(base, [], (Head(side=Side.A, sequence=3, sha256="0" * 64),))
    with pytest.raises(Refused, match="none beyond 1"):
        rebase_plan(store, [more])
    with pytest.raises(Refused, match=f"another change set 1 of side A.*{handed.sha256[:12]}"):
        rebase_plan(store, [following(base, [], (Head(side=Side.A, sequence=1, sha256="0" * 64),))])


def test_the_project_takes_the_joint_profile_of_the_new_base_and_remembers_it(desk):
    base, store, handed = desk
    wider = replace(base.profile, tolerances=replace(base.profile.tolerances, rounding_mm=7))
    new = replace(next_base(base, handed), profile=wider)
    rebase(store, rebase_plan(store, [new]))
    assert store.settings.profile == wider
    assert [kept.profile for kept in store.profiles()] == [base.profile, wider]


def test_a_list_that_is_out_of_date_is_refused(desk):
    base, store, handed = desk
    planned = rebase_plan(store, [next_base(base, handed)])
    store.commit("Rename", [Delta(S2, replace(S2, section="North"))])
    with pytest.raises(Refused, match="look at it again"):
        rebase(store, planned)
