"""The verbs invert, squash, pick and rebase as they are typed."""

import json
from hashlib import sha256

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta, apply
from geodata.changes.documents.base import base_of, layers_of
from geodata.changes.documents.changeset import change_set
from geodata.changes.documents.document import opened
from geodata.changes.members import sealed
from geodata.cli import main
from geodata.io.documents import read_base, read_change_set, write_document
from geodata.io.handover import write_changes
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.project import Project, Settings
from geodata.model.source import Source
from geodata.model.status import Position, Side
from tests.geodata.strategies import annotation, id_of, layers_with, segment, standing, variant

S1, S2 = segment(1), segment(2)
MARKED = replace(S1, position_a=(standing(0, 4000), standing(4000, 9000, Position.REJECTS)))
DRAWN = variant(51, 4000, 9000, Side.A, S1)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with a base, a project of side A on it, and what both sides handed over."""
    monkeypatch.chdir(tmp_path)
    settings = Settings(title="Check", side=Side.A)
    base = base_of(Project(settings, layers_with(S1, S2)))
    write_document(tmp_path / "base.confinia", base)
    with start_project_on(tmp_path / "a.gpkg", Side.A, base) as store:
        store.commit("Mark", [Delta(S1, MARKED), Delta(S2, replace(S2, section="North")), Delta(None, DRAWN)])
        write_changes(store, tmp_path / "a1.confinia")
    b = Settings(title="Check", side=Side.B, base=base.sha256, base_number=1)
    said = change_set([Delta(S1, replace(S1, position_b=(standing(0, 4000),)))], b)
    write_document(tmp_path / "b1.confinia", said)
    new = Project(settings, apply(layers_of(base), [Delta(S2, replace(S2, section="Decided"))]))
    write_document(tmp_path / "base-2.confinia", base_of(new, 2, base.sha256))
    gone = Project(settings, layers_with(replace(S2, section="Decided")))
    write_document(tmp_path / "gone-2.confinia", base_of(gone, 2, base.sha256))
    return tmp_path


def run(*words):
    """The exit code of one verb."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return left.value.code


def test_a_change_set_is_taken_back_and_squashed_with_its_inverse_nothing_is_left(desk, capsys):
    assert run("invert", "base.confinia", "a1.confinia", "-o", "back.confinia", "-m", "Withdrawn") == 0
    assert "Wrote back.confinia: a working paper of side A, 3 operations" in capsys.readouterr().out
    assert run("squash", "base.confinia", "back.confinia", "a1.confinia", "-o", "both.confinia", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [file["operations"] for file in told["files"]] == [0]
    assert run("invert", "base.confinia", "back.confinia", "-o", "again.confinia") == 0
    assert read_change_set(desk / "again.confinia").changes == read_change_set(desk / "a1.confinia").changes


def test_squash_tells_what_the_later_link_no_longer_says(desk, capsys):
    with Store.open(desk / "a.gpkg") as store:
        store.commit("Take back", [Delta(DRAWN, None)])
        write_changes(store, desk / "a2.confinia")
    assert run("squash", "base.confinia", "a2.confinia", "a1.confinia", "-o", "both.confinia") == 0
    told = capsys.readouterr().out
    assert f"no longer: change set 1 of side A, operation 3 on alternative line {DRAWN.id}: taken back" in told
    assert read_change_set(desk / "both.confinia").changes == read_change_set(desk / "a2.confinia").changes


def test_pick_previews_before_it_writes(desk, capsys):
    words = ("pick", "base.confinia", "a1.confinia", "--position", "agreed", "-o", "part.confinia")
    assert run(*words, "--dry-run") == 0
    assert "1 edit chosen, 0 more they lean on, 3 remain." in (told := capsys.readouterr().out)
    assert "chosen    segment S-1: what is said from 0 m to 4,000 m" in told
    assert told.endswith("Nothing was written.\n")
    assert not (desk / "part.confinia").exists()
    assert run(*words, "--rest", "rest.confinia") == 0
    assert run("squash", "base.confinia", "part.confinia", "rest.confinia", "-o", "whole.confinia") == 0
    assert read_change_set(desk / "whole.confinia").changes == read_change_set(desk / "a1.confinia").changes


def test_pick_names_the_kinds_when_it_is_asked_for_one_that_there_is_not(desk, capsys):
    assert run("pick", "base.confinia", "a1.confinia", "--kind", "post", "--dry-run") == 2
    assert "no kind of edit called post; those are position, segment, turning_point" in capsys.readouterr().err


def test_where_the_rest_cannot_have_its_name_nothing_is_written(desk, capsys):
    words = ("pick", "base.confinia", "a1.confinia", "--position", "agreed", "-o", "part.confinia")
    assert run(*words, "--rest", "a1.confinia") == 2
    assert "a1.confinia is one of the documents given" in capsys.readouterr().err
    assert not (desk / "part.confinia").exists()


@pytest.mark.parametrize("box", [("46", "40", "45", "42"), ("45", "42", "46", "40"), ("nan", "40", "46", "42")])
def test_a_box_with_its_sides_in_another_order_is_refused(desk, capsys, box):
    assert run("pick", "base.confinia", "a1.confinia", "--box", *box, "--dry-run") == 2
    assert "west, south, east, north" in capsys.readouterr().err


def test_what_has_a_name_is_not_told_by_its_identifier(desk, capsys):
    sheet = Source(id=id_of(90), title="Sheet 0", offered_by=Side.A)
    seen = annotation(70, S1.id, Side.A, "Տեսանք Dərə")
    cited = replace(DRAWN, sources=(sheet.id,), label="Ridge")
    with Store.open(desk / "a.gpkg") as store:
        named = replace(S2, section="North", origin=sheet.id, attributes=(("h", 1),))
        was = replace(S2, section="North")
        store.commit("Cite", [Delta(None, sheet), Delta(None, seen), Delta(DRAWN, cited)])
        store.commit("Read", [Delta(was, named)])
        write_changes(store, desk / "a2.confinia")
    assert run("rebase", "a.gpkg", "base-2.confinia") == 0
    told = capsys.readouterr().out
    assert "note Տեսանք Dərə, added" in told
    assert "segment S-2: origin" in told
    assert "Sheet 0" in told
    assert "h: 1" in told
    assert run("pick", "base.confinia", "a2.confinia", "--kind", "annotation", "--kind", "variant", "--dry-run") == 0
    told += capsys.readouterr().out
    assert "alternative line Ridge, added" in told
    assert not any(feature.id in told for feature in (sheet, seen, cited, S1, S2))


def test_what_leans_on_something_that_is_gone_says_on_what(desk, capsys):
    with Store.open(desk / "a.gpkg") as store:
        store.commit("Note", [Delta(None, annotation(70, S1.id, Side.A, "Seen"))])
    assert run("rebase", "a.gpkg", "gone-2.confinia") == 0
    told = next(line for line in capsys.readouterr().out.splitlines() if "note Seen, added" in line)
    assert told.endswith("it leans on segment S-1, which is no longer there")


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        (("--feature", "S-2"), ["section"]),
        (("--kind", "variant"), ["exists"]),
        (("--kind", "segment", "--except"), ["exists"]),
        (("--box", "44.9", "40.99", "45.1", "41.2", "--kind", "position"), ["position_a"]),
        (("--area", "area.geojson", "--kind", "position"), ["position_a"]),
        (("--against", "b1.confinia", "--verdict", "same"), ["position_a"]),
        (("--against", "b1.confinia", "--relation", "identical"), ["position_a"]),
        (("--position", "disputed", "--kind", "variant"), []),
    ],
)
def test_pick_chooses_by_name_kind_place_and_status(desk, capsys, asked, chosen):
    ring = [[44.9, 40.99], [45.1, 40.99], [45.1, 41.2], [44.9, 41.2], [44.9, 40.99]]
    (desk / "area.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    assert run("pick", "base.confinia", "a1.confinia", *asked, "--json", "--dry-run") == 0
    assert [each["part"] for each in json.loads(capsys.readouterr().out)["chosen"]] == chosen


def test_pick_says_what_is_wrong_with_the_question(desk, capsys):
    assert run("pick", "base.confinia", "a1.confinia") == 2
    assert "Say what to pick" in capsys.readouterr().err
    assert run("pick", "base.confinia", "a1.confinia", "--verdict", "same") == 2
    assert "name the other side's change set" in capsys.readouterr().err
    assert run("pick", "base.confinia", "a1.confinia", "--kind", "marker", "-o", "x.confinia") == 2
    assert "Nothing in the change set is chosen so" in capsys.readouterr().err


def test_a_document_given_is_not_written_over(desk, capsys):
    before = (desk / "a1.confinia").read_bytes()
    assert run("invert", "base.confinia", "a1.confinia", "-o", "a1.confinia") == 2
    assert "is one of the documents given" in capsys.readouterr().err
    words = ("--kind", "variant", "-o", "x.confinia", "--rest", "x.confinia")
    assert run("pick", "base.confinia", "a1.confinia", *words) == 2
    assert (desk / "a1.confinia").read_bytes() == before


def test_evidence_goes_along_with_the_source_that_cites_it_and_no_other(desk):
    scan, stray = b"a scan of the sheet", b"another scan"
    base = read_base(desk / "base.confinia")
    sheets = [
        Source(id=id_of(40 + n), title=f"Sheet {n}", offered_by=Side.A, sha256=sha256(data).hexdigest())
        for n, data in enumerate((scan, stray))
    ]
    settings = Settings(title="Check", side=Side.A, base=base.sha256, base_number=1)
    made = change_set([Delta(None, sheet) for sheet in sheets], settings)
    beside = {sha256(data).hexdigest(): data for data in (scan, stray)}
    (desk / "cited.confinia").write_bytes(sealed(made.data, (), beside))
    words = ("--feature", "Sheet 0", "-o", "part.confinia", "--rest", "rest.confinia")
    assert run("pick", "base.confinia", "cited.confinia", *words) == 0
    for file, data in (("part.confinia", scan), ("rest.confinia", stray)):
        assert opened((desk / file).read_bytes()).members.evidence == {sha256(data).hexdigest(): data}


def test_rebase_shows_the_list_and_does_nothing_without_confirm(desk, capsys):
    assert run("rebase", "a.gpkg", "base-2.confinia", "--exit-code") == 1
    told = capsys.readouterr().out
    assert "1 change: carried, but the new base says something else there" in told
    assert "Decided" in told
    assert "3 changes: carried unchanged" in told
    assert "Nothing was done." in told
    with Store.open(desk / "a.gpkg") as store:
        assert store.settings.base_number == 1


def test_rebase_with_confirm_moves_the_project_and_the_chain_goes_on(desk, capsys):
    assert run("rebase", "a.gpkg", "base-2.confinia", "--confirm") == 0
    assert "The project starts from base 2 now, with 3 operations on it." in capsys.readouterr().out
    assert run("changes", "a.gpkg", "-o", "a2.confinia") == 0
    second, first = read_change_set(desk / "a2.confinia"), read_change_set(desk / "a1.confinia")
    assert (second.sequence, second.previous) == (2, first.sha256)
    assert run("verify", "base.confinia", "base-2.confinia", "a1.confinia", "a2.confinia") == 0


def test_what_cannot_be_carried_is_left_out_by_name_into_a_file(desk, capsys):
    assert run("rebase", "a.gpkg", "gone-2.confinia", "--confirm") == 2
    assert "3 of the changes cannot be carried to base 2. Leave them out" in capsys.readouterr().err
    assert run("rebase", "a.gpkg", "gone-2.confinia", "--confirm", "--leave-out-all") == 2
    assert "Say where to write what is left out" in capsys.readouterr().err
    words = ("--confirm", "--leave-out-all", "--left-out", "left.confinia", "--json")
    assert run("rebase", "a.gpkg", "gone-2.confinia", *words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["operations"], told["counts"]["cannot"], len(told["left_out_ids"])) == (1, 3, 3)
    left = read_change_set(desk / "left.confinia")
    assert left.sha256 == told["left_out"]
    assert {change.kind for change in left.changes} == {Kind.SEGMENT, Kind.VARIANT}
    assert run("rebase", "a.gpkg", "--left-out", "again.confinia") == 0
    assert (desk / "again.confinia").read_bytes() == (desk / "left.confinia").read_bytes()


def test_a_base_of_another_lineage_is_refused(desk, capsys):
    other = base_of(Project(Settings(title="Check", side=Side.A), layers_with(S2)))
    after = base_of(Project(Settings(title="Check", side=Side.A), layers_with(S2)), 2, other.sha256)
    write_document(desk / "other.confinia", after)
    assert run("rebase", "a.gpkg", "other.confinia") == 7
    assert "does not follow joint base 1 of the project" in capsys.readouterr().err
