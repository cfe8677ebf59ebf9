"""Base and change set: what leaves is what was meant to leave, and what arrives is checked."""

import zipfile
from dataclasses import replace as with_settings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.codec import canonical, record
from geodata.changes.container import pack
from geodata.changes.delta import Delta, apply, diff
from geodata.changes.documents.base import Travelling, base_of, layers_of
from geodata.changes.documents.changeset import ChangeSet, change_set, deltas_of, next_change_set
from geodata.changes.documents.document import decoded, document_of, packed
from geodata.changes.edits import Op
from geodata.errors import ConfiniaError, DocumentRefused, Refused
from geodata.model.feature import TRAVELLING, TYPES, Kind
from geodata.model.project import Project, Settings
from geodata.model.source import Source
from geodata.model.status import Delimitation, Role, Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import (
    annotation,
    features,
    id_of,
    layers_with,
    private_note,
    project,
    segment,
    segments,
    standing,
    texts,
    variant,
)
from tests.geodata.worlds import reached

START = project(segment(1), segment(2), segment(3))
BASE = base_of(START)
SETTINGS_A = Settings(title="Valley", side=Side.A, base=BASE.sha256, base_number=1)
SETTINGS_B = replace(SETTINGS_A, side=Side.B)
AGREED = replace(segment(1), position_a=(standing(0, 5000, note="Sheet read jointly"),))
MARKED = Delta(segment(1), AGREED)


def sets(*deltas, **more):
    """A change set of side A on BASE."""
    return change_set(deltas, SETTINGS_A, **more)


# --- the base ---


@given(st.lists(segments(), max_size=4), st.lists(features, max_size=4))
def test_a_base_reads_as_it_was_written(held, others):
    known = layers_with(*held, *(one for one in others if Kind(one.__struct_config__.tag) in (Kind.ROUTE, Kind.SOURCE)))
    base = base_of(Project(SETTINGS_A, known))
    read = document_of(packed(base))
    assert (read, read.sha256, layers_of(read)) == (base, base.sha256, known)


def test_a_base_does_not_depend_on_the_order_in_which_features_came():
    backwards = project(segment(3), segment(2), segment(1))
    assert base_of(backwards).data == BASE.data


def test_a_base_does_not_depend_on_which_side_writes_it():
    assert base_of(with_settings(START, settings=SETTINGS_B)).data == BASE.data


def test_a_private_note_is_not_in_the_base():
    with_note = project(segment(1), segment(2), segment(3), private_note(77, segment(1).id, "Ask the old shepherd"))
    data = base_of(with_note).data
    assert data == BASE.data
    assert b"shepherd" not in data
    assert id_of(77).encode() not in data


def test_the_kinds_a_document_may_hold_are_those_that_travel():
    assert set(Travelling.__args__) == {TYPES[kind] for kind in TRAVELLING}


def test_a_base_that_holds_a_private_note_is_refused():
    plain = record(BASE)
    plain["features"] = [record(private_note(77, segment(1).id))]
    with pytest.raises(DocumentRefused, match="private_note"):
        decoded(canonical(plain))


@pytest.mark.parametrize(
    ("held", "complaint"),
    [
        ((segment(2), segment(1)), "not in order"),
        ((segment(1), segment(1)), "two features with the identifier"),
        ((annotation(9, id_of(1)), segment(1)), "not in order"),
        ((segment(1), annotation(9, id_of(5))), "something that is not there"),
        ((segment(1), variant(9, 0, 5000, Side.A, segment(5))), "segment that is not there"),
    ],
)
def test_a_base_that_does_not_hold_together_is_refused(held, complaint):
    with pytest.raises(ConfiniaError, match=complaint):
        decoded(replace(BASE, features=held).data)


def test_a_position_that_reaches_beyond_its_segment_is_refused():
    short = segment(1, line=segment(1).line, position_a=(standing(0, 5000),))
    beyond = record(replace(BASE, features=(short,)))
    beyond["features"][0]["position_a"][0]["stretch"]["end"]["at"] = 30_000_000
    with pytest.raises(DocumentRefused, match=r"reaches to 30,000\.000 m, but segment S-1 ends at"):
        decoded(canonical(beyond))


def test_the_first_base_has_none_before_it():
    for number, previous in ((1, BASE.sha256), (2, "")):
        with pytest.raises(DocumentRefused, match="number does not agree"):
            decoded(replace(BASE, number=number, previous=previous).data)
    assert decoded(replace(BASE, number=2, previous=BASE.sha256).data).number == 2


# --- the change set ---


def test_a_change_set_names_its_base_side_number_role_and_message():
    made = sets(MARKED, message="  First week ", role=Role.GROUP_HEAD)
    assert (made.base, made.side, made.sequence, made.previous) == (BASE.sha256, Side.A, 1, "")
    assert (made.role, made.message) == (Role.GROUP_HEAD, "First week")


def test_a_change_set_has_each_operation_with_old_and_new():
    added = annotation(9, segment(1).id)
    made = sets(MARKED, Delta(segment(3), None), Delta(None, added))
    assert [(change.op, change.kind) for change in made.changes] == [
        (Op.MODIFY, Kind.SEGMENT),
        (Op.DELETE, Kind.SEGMENT),
        (Op.ADD, Kind.ANNOTATION),
    ]
    modified, deleted, new = made.changes
    assert (modified.old, modified.new) == ({}, {"position_a": record(AGREED)["position_a"]})
    assert (deleted.old, deleted.new) == (record(segment(3)), {})
    assert (new.old, new.new) == ({}, record(added))


def test_a_field_that_goes_back_to_nothing_is_absent_after():
    marked = replace(START.segment("S-1"), position_a=AGREED.position_a)
    change = change_set([Delta(marked, segment(1))], SETTINGS_A).changes[0]
    assert (change.old, change.new) == ({"position_a": record(AGREED)["position_a"]}, {})


def test_a_private_note_is_not_in_a_change_set():
    note = private_note(77, segment(1).id, "Ask the old shepherd")
    data = packed(sets(MARKED, Delta(None, note), Delta(note, replace(note, text="Ask the miller"))))
    assert data == packed(sets(MARKED))
    for secret in ("shepherd", "miller", note.id, "private"):
        assert secret.encode() not in data


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(features, max_size=6))
def test_no_private_note_ever_leaves(added):
    once = {(type(one), one.id): one for one in added}
    others = [one for one in once.values() if getattr(one, "text", None) is not None]
    kept = [
        Delta(None, replace(one, text="Secret " + one.text)) for one in others if type(one) is TYPES[Kind.PRIVATE_NOTE]
    ]
    assert b"Secret" not in packed(sets(MARKED, *kept))


def test_a_change_that_was_undone_leaves_no_trace():
    other = Delta(segment(2), replace(segment(2), position_a=(standing(100, 900, note="No, wait"),)))
    assert packed(sets(MARKED, other, ~other)) == packed(sets(MARKED))


def test_the_order_of_the_work_leaves_no_trace():
    one = Delta(segment(2), replace(segment(2), position_a=(standing(100, 900),)))
    assert packed(sets(MARKED, one)) == packed(sets(one, MARKED))


def test_exporting_twice_gives_the_same_bytes():
    first = next_change_set([MARKED], SETTINGS_A, Role.TECHNICIAN, "First week")
    again = next_change_set([MARKED], SETTINGS_A, Role.TECHNICIAN, "First week", reached(first))
    assert packed(again) == packed(first)


def test_new_work_is_the_next_in_the_sequence():
    first = next_change_set([MARKED], SETTINGS_A, Role.TECHNICIAN, "First week")
    more = Delta(segment(2), replace(segment(2), position_a=(standing(100, 900),)))
    second = next_change_set([MARKED, more], SETTINGS_A, Role.TECHNICIAN, "First week", reached(first))
    assert (second.sequence, second.previous) == (2, first.sha256)
    again = next_change_set([MARKED, more], SETTINGS_A, Role.TECHNICIAN, "First week", reached(second))
    assert packed(again) == packed(second)


def test_another_message_is_another_change_set():
    first = next_change_set([MARKED], SETTINGS_A, Role.TECHNICIAN, "First week")
    assert next_change_set([MARKED], SETTINGS_A, Role.TECHNICIAN, "Week 1", reached(first)).sequence == 2


def test_without_a_joint_base_there_is_no_change_set():
    with pytest.raises(Refused, match="no joint base yet"):
        change_set([MARKED], Settings(title="Valley", side=Side.A))


def test_a_change_of_one_field_takes_at_most_250_bytes():
    end = "4" * 20
    point = TurningPoint(id=id_of(8), point=(45_000_000_000, 41_000_000_000), label="TP 101")
    deltas = [
        Delta(segment(2), replace(segment(2), position_a=(standing(0, 5000),))),
        Delta(point, replace(point, label="TP 102")),
        Delta(segment(1), replace(segment(1), section=end)),
    ]
    empty = len(sets().data)
    for delta in deltas:
        assert len(sets(delta).data) - empty <= 250


# --- a change set and its base ---


@st.composite
def own_edits(draw):
    """A base of segments and what side A made of it."""
    before = {one.id: one for one in draw(st.lists(segments(), min_size=1, max_size=4))}
    after = {
        one.id: replace(before[one.id], position_a=one.position_a, names=one.names, order=one.order)
        if one.line == before[one.id].line
        else replace(before[one.id], names=one.names, attributes=one.attributes)
        for one in draw(st.lists(segments(st.sampled_from(sorted(before))), max_size=4))
    }
    notes = [
        annotation(40 + n, id_, text=draw(texts)) for n, id_ in enumerate(sorted(after)[: draw(st.integers(0, 2))])
    ]
    return layers_with(*before.values()), layers_with(*{**before, **after}.values(), *notes)


@given(own_edits())
def test_what_arrives_are_the_deltas_that_left(edited):
    before, after = edited
    base = base_of(Project(SETTINGS_A, before))
    made = change_set(diff(before, after), replace(SETTINGS_A, base=base.sha256))
    read = document_of(packed(made))
    assert isinstance(read, ChangeSet)
    deltas = deltas_of(read, layers_of(document_of(packed(base))))
    assert deltas == diff(before, after)
    assert apply(before, deltas) == after


def test_a_change_set_that_does_not_start_from_the_base_does_not_fit():
    other = replace(segment(1), section="North")
    stale = sets(Delta(other, replace(other, section="South")))
    with pytest.raises(DocumentRefused, match=r"Operation 1 .* does not start from what is in the base"):
        deltas_of(stale, layers_of(BASE))


def test_changing_what_is_not_there_does_not_fit():
    with pytest.raises(DocumentRefused, match="not in the base"):
        deltas_of(sets(Delta(segment(7), None)), layers_of(BASE))
    with pytest.raises(DocumentRefused, match="in the base already"):
        deltas_of(sets(Delta(None, segment(1))), layers_of(BASE))


def test_removing_what_others_speak_of_does_not_fit():
    base = base_of(project(segment(1), annotation(9, segment(1).id)))
    with pytest.raises(DocumentRefused, match="something that is not there"):
        deltas_of(sets(Delta(segment(1), None)), layers_of(base))


# --- what a side may change ---

THEIRS = replace(segment(1), position_b=(standing(0, 5000),))


@pytest.mark.parametrize(
    "delta",
    [
        Delta(segment(1), THEIRS),
        Delta(THEIRS, segment(1)),
        Delta(THEIRS, None),
        Delta(None, THEIRS),
        Delta(segment(1), replace(segment(1), delimitation=Delimitation.AGREED_COMMISSION)),
        Delta(None, segment(7, delimitation=Delimitation.DESCRIBED)),
        Delta(segment(7, delimitation=Delimitation.DESCRIBED), None),
        Delta(None, annotation(9, segment(1).id, side=Side.B)),
        Delta(annotation(9, segment(1).id, side=Side.B), None),
        Delta(annotation(9, segment(1).id, side=Side.B), annotation(9, segment(1).id, side=Side.A)),
        Delta(None, variant(9, 0, 5000, Side.B, segment(1))),
        Delta(None, Source(id=id_of(9), title="Sheet K-38-103", offered_by=Side.B)),
    ],
)
def test_a_side_changes_only_what_is_its_own(delta):
    with pytest.raises(DocumentRefused, match=r"^Operation 1 .* of side A "):
        sets(delta)


def test_what_the_base_shows_to_be_the_other_sides_is_not_changed():
    held = variant(9, 0, 5000, Side.B, segment(1), label="Old")
    base = base_of(project(segment(1), held))
    renamed = sets(Delta(held, replace(held, label="New")))
    with pytest.raises(DocumentRefused, match="belongs to the other side"):
        deltas_of(renamed, layers_of(base))


# --- what arrives and cannot be ---


WITH_NOTE = sets(MARKED, Delta(None, annotation(9, segment(1).id)))


def _tampered(**fields):
    return canonical({**record(WITH_NOTE), **fields})


def _with_change(**fields):
    plain = record(sets(MARKED))
    change = {**plain["changes"][0], **fields}
    return canonical({**plain, "changes": [{name: value for name, value in change.items() if value}]})


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (_tampered(document="decree"), "documents of the kind 'decree'"),
        (_tampered(format="confinia/2"), "newer version"),
        (_tampered(format="other/1"), "not a Confinia document"),
        (_tampered(side="C"), "Invalid enum value 'C'"),
        (_tampered(sequence=0), "number does not agree"),
        (_tampered(sequence=2), "number does not agree"),
        (_tampered(previous=BASE.sha256), "number does not agree"),
        (_tampered(base=""), "cannot be read"),
        (_tampered(base="x" * 64), "cannot be read"),
        (_tampered(base=BASE.sha256 + "\n"), "cannot be read"),
        (_tampered(message="e\u0301"), "canonical form"),
        (_tampered(colour="red"), "canonical form"),
        (_tampered(changes=[*reversed(record(WITH_NOTE)["changes"])]), "not in order"),
        (_tampered(changes=record(sets(MARKED))["changes"] * 2), "two operations"),
        (_with_change(op="replace"), "Invalid enum value"),
        (_with_change(op="add"), "record is of another feature"),
        (_with_change(op="delete"), "nothing after it"),
        (_with_change(kind="private_note"), "never leaves its project"),
        (_with_change(kind="unicorn"), "Invalid enum value"),
        (_with_change(new={}), "can be modified"),
        (_with_change(new={"colour": "red"}), "can be modified"),
        (_with_change(new={"id": id_of(2)}), "can be modified"),
        (_with_change(new={"order": 0}), "does not change"),
        (_with_change(new={"order": 1.5}), "Expected `int`"),
        (_with_change(new={"order": True}), "Expected `int`"),
        (_with_change(new={"order": 4}, old={"order": 0}), "canonical form"),
        (_with_change(new={"section": "N"}, old={"line": [0, 0, 1, 1]}), "can be modified"),
        (_with_change(new={"names": [{"text": "X", "language": ""}]}), "canonical form"),
    ],
)  # fmt: skip
def test_a_change_set_that_cannot_be_is_refused_with_a_sentence(data, complaint):
    with pytest.raises(DocumentRefused, match=complaint):
        document_of(pack(data))


def test_the_document_of_a_container_is_readable_with_an_unzipper_and_an_editor(tmp_path):
    file = tmp_path / "a1.confinia"
    file.write_bytes(packed(sets(MARKED, message="First week")))
    with zipfile.ZipFile(file) as opened:
        assert b'"message":"First week"' in opened.read("document.json")


def test_a_member_that_is_neither_a_signature_nor_evidence_is_refused():
    with pytest.raises(DocumentRefused, match=r"member that this version does not know: sheet\.tif"):
        document_of(pack(BASE.data, {"sheet.tif": b"scan"}))
