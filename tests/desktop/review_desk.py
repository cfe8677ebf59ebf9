"""A desk to review at: a world in which the sides differ in every way, its files, and the workspace that shows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from desktop.jobs import JobRunner
from desktop.review.workspace import ReviewWorkspace
from desktop.session import Session
from geodata.changes.delta import Delta
from geodata.io.documents import write_document
from geodata.io.starting import start_project_on
from geodata.model.line import Line
from geodata.model.route import Mode, Route
from geodata.model.status import Position, Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import annotation, id_of, layers_with, line, segment, standing, variant
from tests.geodata.worlds import World, world

S1 = segment(1, order=1)
S2 = segment(2, line=line((45.1, 41.0), (45.1, 40.95), (45.1, 40.9)), order=2)
OLD = TurningPoint(id=id_of(9), point=S2.line.end, label="109", height="193.2")
GOES = TurningPoint(id=id_of(8), point=(45_200_000_000, 41_000_000_000), label="108")
ROAD = Route(id=id_of(3), source_id="R-7", code="R-7", mode=Mode.ROAD, line=line((44.98, 40.955), (45.03, 40.955)))
METRE = 9_000


def point(number: int, metres: int, label: str) -> TurningPoint:
    """A turning point so many metres north of a place."""
    return TurningPoint(id=id_of(number), point=(45_000_000_000, 40_800_000_000 + metres * METRE), label=label)


def moved_middle(east: int) -> Line:
    """The second segment's line with its middle vertex so many grid steps to the east."""
    xy = S2.line.xy.copy()
    xy[1, 0] += east
    return Line(xy, S2.line.grid)


def made() -> World:
    """Both say the same and other things, claim other lines, give one point another height, remove against change."""
    a = [
        Delta(S1, replace(S1, position_a=(standing(0, 5000),))),
        Delta(None, variant(31, 4200, 8000, Side.A, S1)),
        Delta(S2, replace(S2, line=moved_middle(4_000_000))),
        Delta(OLD, replace(OLD, height="195.3")),
        Delta(GOES, None),
        Delta(None, point(41, 0, "12")),
        Delta(None, annotation(51, id_of(2), Side.A, "Seen from the ridge.")),
    ]
    b = [
        Delta(S1, replace(S1, position_b=(standing(0, 4200), standing(4200, 5000, Position.REJECTS, "Ridge")))),
        Delta(None, variant(32, 4200, 8000, Side.B, S1)),
        Delta(S2, replace(S2, line=moved_middle(-4_000_000))),
        Delta(OLD, replace(OLD, height="194.6")),
        Delta(GOES, replace(GOES, label="108 bis")),
        Delta(None, point(42, 1, "12")),
    ]
    return world(layers_with(S1, S2, OLD, GOES, ROAD), a, b)


def laid_out(folder: Path) -> tuple[Path, Path]:
    """Both change sets as files, with their base beside them."""
    whole = made()
    for name, document in (("base", whole.base), ("a1", whole.a), ("b1", whole.b)):
        write_document(folder / f"{name}.confinia", document)
    return folder / "a1.confinia", folder / "b1.confinia"


class Desk:
    """The workspace with the comparison of that world, and the session whose project is open."""

    def __init__(self, folder: Path) -> None:
        """Lay the files out in a folder; nothing is compared yet."""
        self.folder, self.files = folder, laid_out(folder)
        self.jobs = JobRunner()
        self.session = Session(self.jobs)
        self.workspace = ReviewWorkspace(self.session, self.jobs)
        self.comparing = self.workspace.comparing
        self.agenda = self.comparing.agenda

    def compare(self) -> None:
        """Compare both files, with everything measured and drawn."""
        self.workspace.compare(*self.files)
        self.settle()

    def settle(self) -> None:
        """Wait for jobs, and for those that they start."""
        for _ in range(3):
            self.jobs.wait()

    def open_project(self, side: Side) -> None:
        """Open a project of one side on the base, in which that side did what its change set says of points."""
        store = start_project_on(self.folder / f"{side}.gpkg", side, made().base)
        number = 41 if side is Side.A else 42
        store.commit("add", [Delta(None, point(number, 0, "12"))])
        self.session.adopt(store, store.load())

    def told(self) -> str:
        """What the right of the review says, without its table."""
        return "\n".join(one.text() for one in self.comparing.fields.findChildren(type(self.workspace.start.said)))


@contextmanager
def review_desk(qtbot, folder: Path) -> Iterator[Desk]:
    """A desk on the screen."""
    desk = Desk(folder)
    qtbot.addWidget(desk.workspace)
    desk.workspace.resize(1400, 900)
    with qtbot.waitActive(desk.workspace):
        desk.workspace.show()
    yield desk
    desk.session.close()
    desk.jobs.close()
