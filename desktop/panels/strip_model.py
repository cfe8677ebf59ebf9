"""What the strip shows and what is chosen on it: one part of the project's line, kept in step with the session."""

from collections.abc import Callable, Sequence

from desktop.dialogs.figures import kilometres
from desktop.jobs import JobRunner
from desktop.panels.strip_drag import Drag
from desktop.panels.strip_posts import Posts
from desktop.panels.strip_run import NO_RUN, Run, parts_of, run_of, said_anew
from desktop.selection import Selection
from desktop.session import Session
from geodata.cancel import Progress
from geodata.changes.delta import Delta
from geodata.geometry.stretch import standing_at
from geodata.model.feature import Kind
from geodata.model.project import Project
from geodata.model.segment import Segment, Standing
from geodata.model.status import Side

_ON_THE_STRIP = {Kind.SEGMENT, Kind.TURNING_POINT, Kind.MARKER, Kind.ROUTE, Kind.VARIANT}

MANY = 1000
"""Segments and routes from which on posts are found in a worker."""

Span = tuple[int, int]
"""From where to where on the run, in millimetres."""


class StripModel:
    """One part of the line, what stands on it, and the selection told in places of the run."""

    def __init__(
        self,
        session: Session,
        selection: Selection,
        jobs: JobRunner | None = None,
        found: Callable[[], object] | None = None,
        laid_out: Callable[[], object] | None = None,
    ) -> None:
        """Show nothing before `reload`.

        With `jobs` a long part is laid out off the window's thread, and `laid_out` is told; then its posts are found
        there too, and `found` is told.
        """
        self._session, self._selection = session, selection
        self._finding = jobs.latest() if jobs else None
        self._found, self._laid_out = found, laid_out
        self._name = ""
        self.run: Run = NO_RUN
        self.posts: Posts | None = None

    def reload(self) -> None:
        """Take the project anew: the part of what is selected, else the first."""
        parts = self._parts()
        segment = self.selected_segment()
        wanted = segment.part if segment else None
        self._show(parts, wanted if wanted in parts else next(iter(parts), ""))

    def show_part(self, name: str) -> None:
        """Show another part of the line."""
        self._show(self._parts(), name)

    def turn_part(self, step: int) -> bool:
        """Show the part so many places further on; return whether there is another."""
        names = list(self._parts())
        if len(names) < 2:
            return False
        here = names.index(self._name) if self._name in names else 0
        self.show_part(names[(here + step) % len(names)])
        return True

    def follow(self, deltas: list[Delta]) -> bool:
        """Take changes in; return whether the run's geometry is another."""
        touched = {delta.key[0] for delta in deltas} & _ON_THE_STRIP
        if not touched:
            return False
        edited = self._said_of(deltas)
        if edited is None:
            return self._show_after()
        self.run = said_anew(self.run, edited, self._session.project)
        if touched - {Kind.SEGMENT, Kind.VARIANT}:
            self._find_posts()
        return False

    def selected_segment(self) -> Segment | None:
        """Return the segment the selection names."""
        if self._selection.kind is not Kind.SEGMENT or not self._session.is_open:
            return None
        found = self._session.project.layers[Kind.SEGMENT].get(self._selection.first or "")
        return found if isinstance(found, Segment) else None

    def selected_index(self) -> int | None:
        """Return which segment of the run is selected."""
        return self.run.places.get(self._selection.first or "") if self._selection.kind is Kind.SEGMENT else None

    def selected(self) -> Span | None:
        """Return where the selected segment lies."""
        index = self.selected_index()
        return None if index is None else self.run.reach(index)

    def chosen(self) -> Span | None:
        """Return where the chosen stretch lies."""
        stretch, index = self._selection.stretch, self.selected_index()
        if stretch is None or index is None:
            return None
        start = self.run.reach(index)[0]
        return start + stretch.start.at, start + stretch.end.at

    def span_of(self, ids: list[str]) -> Span | None:
        """Return from where to where these segments lie, those that are on the run."""
        places = [self.run.reach(self.run.places[id_]) for id_ in ids if id_ in self.run.places]
        return (min(p[0] for p in places), max(p[1] for p in places)) if places else None

    def select(self, index: int) -> None:
        """Select a segment of the run."""
        self._selection.select(Kind.SEGMENT, (self.run.segments[index].id,))

    def choose(self, drag: Drag) -> None:
        """Choose the stretch that was drawn; without length, none."""
        stretch = drag.stretch(self.run, self._session.project)
        self._selection.choose_stretch(self.run.segments[drag.index].id, stretch)

    def unchoose(self) -> None:
        """Let go of the chosen stretch; the segment stays selected."""
        if self._selection.stretch is not None and self._selection.first:
            self._selection.choose_stretch(self._selection.first, None)

    def drag_from(self, index: int, at: float, reach: float) -> Drag:
        """Return a drag that starts on a segment at a place of the run and catches within `reach` millimetres."""
        posts = self.posts.on(index) if self.posts else []
        return Drag(self.run, index, posts, at, reach)

    def said_at(self, at: int) -> dict[Side, Standing]:
        """Return what the sides say at a place of the run."""
        index = self.run.index_at(at)
        segment, along = self.run.segments[index], at - self.run.reach(index)[0]
        return {side: said for side in Side if (said := standing_at(segment, side, along)) is not None}

    def place(self, at: int) -> tuple[Segment, int]:
        """Return the segment at a place of the run and the chainage on it in millimetres."""
        index = self.run.index_at(at)
        return self.run.segments[index], at - self.run.reach(index)[0]

    @property
    def method(self) -> str:
        """How chainage is measured, in words; empty while no project is open."""
        return self._session.project.settings.profile.method if self._session.is_open else ""

    def length(self) -> str:
        """Return the length of the part as people read it."""
        return kilometres(self.run.length)

    def _show(self, parts: dict[str, list[Segment]], name: str) -> None:
        segments, self._name = parts.get(name, []), name
        if self._finding is None or len(segments) < MANY:
            if self._finding is not None:
                self._finding.cancel()
            self._take_run(run_of(name, segments, self._session.project) if segments else NO_RUN)
        else:
            self.run, self.posts = NO_RUN, None
            self._finding.run(_run, name, segments, self._session.project, done=self._take_run_later)

    def _take_run(self, run: Run) -> None:
        self.run = run
        self._find_posts()

    def _take_run_later(self, run: Run) -> None:
        """Take a run that was laid out meanwhile, unless the project is another by now."""
        if self._session.is_open:
            self._take_run(run)
            if self._laid_out is not None:
                self._laid_out()

    def _show_after(self) -> bool:
        """Show the same part after a change of what there is, or the first one; return whether anything moved."""
        parts, before = self._parts(), self.run
        self._show(parts, self._name if self._name in parts else next(iter(parts), ""))
        return _moved(before, self.run)

    def _said_of(self, deltas: list[Delta]) -> dict[int, Segment] | None:
        """Return what was only said anew of segments of the run, or None when something lies elsewhere now."""
        edited: dict[int, Segment] = {}
        for old, new in ((delta.old, delta.new) for delta in deltas if delta.key[0] is Kind.SEGMENT):
            if not isinstance(old, Segment) or not isinstance(new, Segment) or _laid(old) != _laid(new):
                return None
            if new.id in self.run.places:
                edited[self.run.places[new.id]] = new
        return edited if self.run.segments else None

    def _find_posts(self) -> None:
        self.posts = None
        if not self.run.segments:
            return
        project = self._session.project
        if self._finding is None or len(self.run.segments) + len(project.layers[Kind.ROUTE]) < MANY:
            self.posts = Posts(self.run, project)
        else:
            self._finding.run(_posts, self.run, project, done=self._take_posts)

    def _take_posts(self, posts: Posts) -> None:
        if posts.run.name == self.run.name and len(posts.run.segments) == len(self.run.segments):
            self.posts = posts
            if self._found is not None:
                self._found()

    def _parts(self) -> dict[str, list[Segment]]:
        return parts_of(self._session.project) if self._session.is_open else {}


def _laid(segment: Segment) -> tuple[object, ...]:
    """What decides where on the strip a segment lies."""
    return segment.part, segment.order, segment.line


def _posts(run: Run, project: Project, progress: Progress) -> Posts:
    progress.token.check()
    return Posts(run, project)


def _run(name: str, segments: Sequence[Segment], project: Project, progress: Progress) -> Run:
    progress.token.check()
    return run_of(name, segments, project)


def _moved(before: Run, after: Run) -> bool:
    """Whether the run's geometry is another, not only what is said of it."""
    if len(before.segments) != len(after.segments):
        return True
    pairs = zip(before.segments, after.segments, strict=True)
    return any(old.line is not new.line and old.line != new.line for old, new in pairs)
