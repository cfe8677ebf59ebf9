"""Sources of readings between two sides: each side's own, the same where both read the same file, never the other's."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.comparison import Verdict
from geodata.changes.delta import Delta, apply
from geodata.changes.documents.base import Base, base_of, layers_of
from geodata.changes.documents.changeset import ChangeSet, change_set, deltas_of
from geodata.changes.documents.document import decoded, packed
from geodata.errors import DocumentRefused
from geodata.io.loading import Loaded, load
from geodata.io.mapping import Mapping, Target
from geodata.io.statement import Statement
from geodata.model.feature import Kind
from geodata.model.project import Project, Settings
from geodata.model.source import Source, SourceKind
from geodata.model.status import Side
from tests.geodata.source_files import IDS, lines, project, write, write_csv

SEGMENTS = Mapping(target=Target.SEGMENTS, id="line_id")
POINTS = Mapping(target=Target.TURNING_POINTS, id="id", crs="EPSG:4326")


@pytest.fixture
def joint(tmp_path: Path) -> Base:
    """Return a base of four lines that were read from a file before there was one."""
    loaded = load(write(tmp_path / "lines.gpkg", lines(), {"line_id": IDS}), SEGMENTS, project())
    return base_of(Project(project().settings, apply(project().layers, loaded.deltas)))


def held(joint: Base, side: Side) -> Project:
    """Return the project of a side that starts from the base."""
    return Project(Settings(title="T", side=side, base=joint.sha256), layers_of(joint))


def points(folder: Path) -> Path:
    """Write two points."""
    return write_csv(folder / "points.csv", [["id", "lat", "lon"], ["1", "40", "45"], ["2", "40.1", "45.1"]])


def told(into: Project, loaded: Loaded) -> ChangeSet:
    """Return the change set of a side that loaded something."""
    return change_set(loaded.deltas, into.settings)


def test_a_base_holds_the_source_of_its_lines_which_is_offered_by_nobody_alone(joint: Base) -> None:
    (source,) = (one for one in joint.features if isinstance(one, Source))
    assert source.offered_by is None
    assert {getattr(one, "origin", source.id) for one in joint.features} == {source.id}
    assert decoded(joint.data) == joint
    assert len(packed(joint)) > 0


def test_what_a_side_reads_after_the_base_is_its_own_and_is_accepted(tmp_path: Path, joint: Base) -> None:
    into = held(joint, Side.B)
    changes = told(into, load(points(tmp_path), POINTS, into))
    assert decoded(changes.data).data == changes.data
    (source,) = (delta.new for delta in deltas_of(changes, layers_of(joint)) if isinstance(delta.new, Source))
    assert source.offered_by is Side.B


def test_both_sides_that_read_the_same_file_offer_the_same_source(tmp_path: Path, joint: Base) -> None:
    path = points(tmp_path)
    a, b = (told(into, load(path, POINTS, into)) for into in (held(joint, Side.A), held(joint, Side.B)))
    assert {item.verdict for item in compare(a, b, joint).items} == {Verdict.SAME}
    other = replace(POINTS, statement=Statement(type=SourceKind.MEASUREMENT))
    into = held(joint, Side.B)
    differing = compare(a, told(into, load(path, other, into)), joint).items
    assert [item.kind for item in differing if item.verdict is Verdict.DIFFERENT] == [Kind.SOURCE]


@pytest.mark.parametrize("offered_by", [None, Side.A])
def test_a_side_adds_no_source_in_the_name_of_both_or_of_the_other(joint: Base, offered_by: Side | None) -> None:
    forged = Source(id="11111111-1111-4111-8111-111111111111", title="Forged", offered_by=offered_by)
    with pytest.raises(DocumentRefused, match="belongs to the other side"):
        change_set([Delta(None, forged)], held(joint, Side.B).settings)


def test_a_side_does_not_restate_what_came_with_the_base_nor_what_the_other_read(tmp_path: Path, joint: Base) -> None:
    (source,) = (one for one in joint.features if isinstance(one, Source))
    settings = held(joint, Side.B).settings
    for new in (replace(source, duty_year=1979), replace(source, offered_by=Side.B), None):
        with pytest.raises(DocumentRefused):
            deltas_of(change_set([Delta(source, new)], settings), layers_of(joint))
    into = held(joint, Side.A)
    loaded = load(points(tmp_path), POINTS, into)
    further = apply(into.layers, loaded.deltas)
    restated = Delta(loaded.origin, replace(loaded.origin, duty_year=1979))
    with pytest.raises(DocumentRefused, match="belongs to the other side"):
        deltas_of(change_set([restated], settings), further)
    assert deltas_of(change_set([restated], into.settings), further) == [restated]
