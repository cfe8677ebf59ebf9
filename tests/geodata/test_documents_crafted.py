"""Documents made by an ill-willed hand: whole by every checksum, and refused all the same."""

import pytest
from msgspec.structs import replace

from geodata.changes.codec import canonical, record
from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, base_of, layers_of
from geodata.changes.documents.changeset import LONGEST_MESSAGE, change_set, deltas_of
from geodata.changes.documents.document import decoded
from geodata.changes.gestures import LONGEST_TEXT
from geodata.errors import DocumentRefused
from geodata.model.grid import DEGREE
from geodata.model.project import Settings
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import annotation, project, segment, standing

BASE = base_of(project(segment(1)))
SETTINGS = Settings(title="Valley", side=Side.A, base=BASE.sha256, base_number=1)
TWO = replace(segment(1), position_a=(standing(0, 4000), standing(4000, 5000, note="Ridge")))


def crafted(change):
    """A change set of side A whose record somebody changed by hand, and hashed again."""
    written = record(change_set([Delta(segment(1), TWO)], SETTINGS))
    change(written)
    return decoded(canonical(written))


def laid(changes):
    return deltas_of(changes, layers_of(BASE))


def positions(written):
    return written["changes"][0]["new"]["position_a"]


def swap(written):
    written["changes"][0]["new"]["position_a"] = positions(written)[::-1]


def far(written):
    positions(written)[1]["stretch"]["end"]["at"] = 10**12


def nowhere(written):
    positions(written)[1]["stretch"]["end"]["point"] = [200 * DEGREE, 0]


def elsewhere(written):
    positions(written)[1]["stretch"]["end"]["point"] = [-60 * DEGREE, -30 * DEGREE]


def endless_message(written):
    written["message"] = "x" * (LONGEST_MESSAGE + 1)


def endless_note(written):
    positions(written)[1]["note"] = "x" * (LONGEST_TEXT + 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (swap, "Two positions of one side overlap"),
        (nowhere, "lies off the globe"),
        (endless_message, "message of the change set is longer than 20,000"),
    ],
)
def test_what_cannot_be_by_itself_is_refused_before_any_base_is_at_hand(change, said):
    with pytest.raises(DocumentRefused, match=said):
        crafted(change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (far, "reaches to 1,000,000,000.000 m, but segment"),
        (elsewhere, "gives a place for .* that is not on segment"),
        (endless_note, "has a note of more than 20,000 characters"),
    ],
)
def test_what_does_not_lie_on_the_base_is_refused_with_it(change, said):
    changes = crafted(change)
    with pytest.raises(DocumentRefused, match=said):
        laid(changes)


def test_what_was_not_tampered_with_fits():
    assert laid(crafted(lambda written: None)) == [Delta(segment(1), TWO)]


def based(*features):
    said = {"title": "V", "number": 1, "previous": "", "heads": (), "open": ()}
    return decoded(canonical(Base(profile=SETTINGS.profile, features=features, **said)))


def test_a_base_with_a_point_off_the_globe_is_refused():
    assert based(TurningPoint(id="t", point=(180 * DEGREE, -90 * DEGREE))).number == 1
    with pytest.raises(DocumentRefused, match="turning point t lies off the globe"):
        based(TurningPoint(id="t", point=(180 * DEGREE + 1, 0)))


def test_a_base_with_an_endless_note_is_refused():
    with pytest.raises(DocumentRefused, match="has a note of more than"):
        based(segment(1), annotation(2, segment(1).id, text="x" * (LONGEST_TEXT + 1)))


def test_a_refusal_ends_in_one_full_stop():
    with pytest.raises(DocumentRefused) as caught:
        crafted(lambda written: positions(written)[0]["stretch"]["end"].update(at=-1))
    assert str(caught.value).endswith("A stretch must end after it starts.")
