"""Handing over from a project file: what it remembers, so that saying the same twice is the same to the byte."""

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.errors import DocumentRefused, FileTrouble, Refused
from geodata.geometry.profiles import ready_profile
from geodata.io.documents import read_document
from geodata.io.handover import chain_reached, next_changes, write_base, write_changes
from geodata.io.store import Store
from geodata.io.store_documents import Document, Kept
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.strategies import annotation, private_note, segment, standing

S1 = segment(1)
MARKED = replace(S1, position_a=(standing(0, 5000),))
SECRET = private_note(77, S1.id, "Ask the old shepherd")


@pytest.fixture
def store(tmp_path):
    """A project of side A with two segments and a private note."""
    with Store.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A), (S1, segment(2), SECRET)) as made:
        yield made


def bytes_of(path, write, store, *more):
    write(store, path, *more)
    return path.read_bytes()


def test_the_project_starts_from_the_base_it_wrote(store, tmp_path):
    leaving = write_base(store, tmp_path / "base.confinia")
    assert (leaving.again, leaving.private) == (False, 1)
    assert store.settings.base == read_document(tmp_path / "base.confinia").sha256
    assert store.settings.base_number == 1


def test_writing_the_base_again_gives_the_same_bytes(store, tmp_path):
    first = bytes_of(tmp_path / "1.confinia", write_base, store)
    assert bytes_of(tmp_path / "2.confinia", write_base, store) == first


def test_the_same_base_is_refused_once_there_are_changes(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    store.commit("Mark", [Delta(S1, MARKED)])
    with pytest.raises(Refused, match="Write them as a change set"):
        write_base(store, tmp_path / "again.confinia")
    assert not (tmp_path / "again.confinia").exists()


def test_a_further_base_takes_the_changes_in_and_names_the_one_before(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    store.commit("Mark", [Delta(S1, MARKED)])
    write_base(store, tmp_path / "second.confinia", further=True)
    first, second = (read_document(tmp_path / name) for name in ("base.confinia", "second.confinia"))
    assert (second.number, second.previous) == (2, first.sha256)
    assert MARKED in second.features
    assert write_base(store, tmp_path / "third.confinia").again


def test_a_private_note_does_not_stand_in_the_way_of_the_base(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    store.commit("Note", [Delta(None, replace(SECRET, id="another"))])
    assert write_base(store, tmp_path / "base.confinia").again


def test_exporting_twice_gives_the_same_bytes(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    store.commit("Mark", [Delta(S1, MARKED)])
    first = bytes_of(tmp_path / "1.confinia", write_changes, store)
    assert bytes_of(tmp_path / "2.confinia", write_changes, store) == first
    assert b"shepherd" not in first
    assert len(store.exports()) == 1


def test_the_sequence_goes_on_after_the_project_was_closed(tmp_path):
    with Store.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A), (S1,)) as made:
        write_base(made, tmp_path / "base.confinia")
        write_changes(made, tmp_path / "1.confinia")
        made.commit("Mark", [Delta(S1, MARKED)])
    with Store.open(tmp_path / "a.gpkg") as opened:
        write_changes(opened, tmp_path / "2.confinia")
        opened.undo()
        write_changes(opened, tmp_path / "3.confinia")
    sent = [read_document(tmp_path / f"{number}.confinia") for number in (1, 2, 3)]
    assert [one.sequence for one in sent] == [1, 2, 3]
    assert [one.previous for one in sent] == ["", sent[0].sha256, sent[1].sha256]
    assert sent[2].changes == ()


def test_looking_at_what_would_leave_remembers_nothing(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    store.commit("Mark", [Delta(S1, MARKED)])
    assert next_changes(store).document == next_changes(store).document
    assert store.exports() == []


def test_what_could_not_be_written_did_not_leave(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    with pytest.raises(FileTrouble):
        write_changes(store, tmp_path / "nowhere" / "1.confinia")
    assert store.exports() == []


def test_before_the_base_there_is_nothing_to_hand_over(store, tmp_path):
    with pytest.raises(Refused, match="no joint base yet"):
        write_changes(store, tmp_path / "1.confinia")


def test_a_note_on_a_private_note_does_not_give_it_away(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    store.commit("Note", [Delta(None, annotation(78, SECRET.id, text="See there"))])
    with pytest.raises(DocumentRefused, match="about something that is not there"):
        write_changes(store, tmp_path / "1.confinia")
    assert not (tmp_path / "1.confinia").exists()


def test_what_would_be_refused_over_there_does_not_leave(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    store.commit("Note", [Delta(None, annotation(78, S1.id))])
    store.commit("Remove", [Delta(S1, None)])
    with pytest.raises(DocumentRefused, match="about something that is not there"):
        write_changes(store, tmp_path / "1.confinia")


def test_a_further_base_carries_the_profile_that_was_adopted_since(store, tmp_path):
    write_base(store, tmp_path / "1.confinia")
    adopted = ready_profile("EPSG:4326", "EPSG:1808")
    store.take_profile(adopted, "adopted from a change set")
    assert write_base(store, tmp_path / "1-again.confinia").again
    leaving = write_base(store, tmp_path / "2.confinia", further=True)
    assert (leaving.document.number, leaving.document.profile) == (2, adopted)


def test_a_change_set_after_an_adoption_is_another_one(store, tmp_path):
    write_base(store, tmp_path / "1.confinia")
    before = write_changes(store, tmp_path / "a1.confinia").document
    store.take_profile(ready_profile("EPSG:4326", "EPSG:1808"), "adopted from a change set")
    after = write_changes(store, tmp_path / "a2.confinia").document
    assert (after.sequence, after.previous) == (2, before.sha256)
    assert after.profile == store.settings.profile


def test_however_long_the_chain_is_only_its_end_is_read(store, tmp_path):
    write_base(store, tmp_path / "base.confinia")
    for number in range(1, 6):
        store.commit("Mark", [Delta(store.load().layers[Kind.SEGMENT][S1.id], ended(number))])
        write_changes(store, tmp_path / "a.confinia")
    *earlier, last = store.exports()
    store.put([(Kept.EXPORT, Document(each.sequence, each.sha256, b"unreadable")) for each in earlier])
    reached = chain_reached(store)
    assert (reached.sequence, reached.sha256, reached.last.sha256) == (5, last.sha256, last.sha256)


def ended(number):
    return replace(S1, position_a=(standing(0, 1000 * number),))
