"""Session: the open project. The only object that may change it, by one way: deltas, durable, then `changed`."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, JobRunner, there
from desktop.opening import opened_project
from geodata.cancel import Progress
from geodata.changes import gestures
from geodata.changes.delta import Delta, apply
from geodata.errors import ConfiniaError, Refused
from geodata.io.journal import Entry
from geodata.io.offered_lines import Offered
from geodata.io.originals import Original
from geodata.io.store import Store
from geodata.model.annotation import NoteKind
from geodata.model.feature import Feature
from geodata.model.line import Line
from geodata.model.project import Project, Settings
from geodata.model.reference import ReferenceLayer
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Reason, View
from geodata.model.stretch import Stretch
from geodata.model.variant import Variant

T = TypeVar("T")


class Session(QObject):
    """The open project, or none. Readers ask `project`; writers call a verb and hear `changed`."""

    opened = Signal()
    closed = Signal()
    changed = Signal(object)  # list[Delta]; Signal(list) would hand over a copy
    references_changed = Signal()
    settings_changed = Signal()
    refused = Signal(
        str
    )  # a sentence that somebody must see: why a gesture was not carried out, what came from outside

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        """Start with no project; long work goes through `jobs`."""
        super().__init__(parent)
        self._jobs = jobs
        self._store: Store | None = None
        self._project: Project | None = None
        self._references: list[ReferenceLayer] = []
        self._busy = False

    @property
    def is_open(self) -> bool:
        """Whether there is a project."""
        return self._store is not None

    @property
    def busy(self) -> bool:
        """Whether a large gesture is being written; nothing else can be changed meanwhile."""
        return self._busy

    @property
    def store(self) -> Store:
        """The project file; raise Refused when none is open."""
        if self._store is None:
            raise Refused("Open a project first.")
        return self._store

    @property
    def project(self) -> Project:
        """Everything the project holds, as it is now; raise Refused when none is open."""
        if self._project is None:
            raise Refused("Open a project first.")
        return self._project

    @property
    def can_write(self) -> bool:
        """Whether gestures can be carried out."""
        return self._store is not None and not self._store.read_only and not self._busy

    def adopt(self, store: Store, project: Project, references: Sequence[ReferenceLayer] = ()) -> None:
        """Take an opened project file, what it holds and what lies beneath in place of the one before."""
        self.close()
        self._store, self._project, self._references = store, project, list(references)
        self.opened.emit()
        if store.outside:
            text = self.tr("Another program changed {0} features of this project; the history shows it as one gesture.")
            self.refused.emit(text.format(len(store.outside)))

    def open(self, path: Path, read_only: bool = False) -> None:
        """Open a project on this thread; raise FileTrouble. Use `open_later` where somebody waits."""
        self.adopt(*opened_project(path, read_only, Progress()))

    def open_later(
        self, path: Path, read_only: bool = False, failed: Callable[[ConfiniaError], None] | None = None
    ) -> Job:
        """Open a project off the window's thread and return the job that does it."""
        return self._jobs.run(
            opened_project,
            path,
            read_only,
            done=lambda opened: self.adopt(*opened),
            failed=failed or self._say,
            label=self.tr("Opening {0}").format(path.name),
        )

    def create(self, path: Path, settings: Settings, features: tuple[Feature, ...] = ()) -> None:
        """Make a new project file and open it; raise FileTrouble."""
        store = Store.create(path, settings, features)
        self.adopt(store, store.load())

    def close(self) -> None:
        """Close the project, if there is one."""
        if self._store is None:
            return
        if self._busy:
            self._jobs.wait()  # what is being written is written whole, or was stopped
        store, self._store, self._project, self._references = self._store, None, None, []
        trouble = _closed(store)
        self.closed.emit()
        if trouble is not None:
            self.refused.emit(trouble.sentence)

    def mark(
        self,
        segment: Segment,
        stretch: Stretch,
        view: View,
        note: str = "",
        reason: Reason = Reason.UNSTATED,
        sources: tuple[str, ...] = (),
    ) -> bool:
        """Record the own side's view of a stretch; return whether anything changed."""
        label = self.tr("Mark {0} of {1} as {2}").format(_span(stretch), segment.source_id or segment.id, view.value)
        return self._push(label, lambda: gestures.mark(self.project, segment, stretch, view, note, reason, sources))

    def cite(self, segment: Segment, stretch: Stretch, source: str) -> bool:
        """Cite a source for what the own side says of a stretch."""
        label = self.tr("Cite a source on {0} of {1}").format(_span(stretch), segment.source_id or segment.id)
        return self._push(label, lambda: gestures.cite(self.project, segment, stretch, source))

    def write_note(
        self,
        target: str,
        text: str,
        stretch: Stretch | None = None,
        private: bool = False,
        kind: NoteKind = NoteKind.REMARK,
    ) -> bool:
        """Write a note on a feature, shared or private."""
        label = self.tr("Write a private note") if private else self.tr("Write a note")
        return self._push(label, lambda: gestures.write_note(self.project, target, text, stretch, private, kind))

    def add_source(self, source: Source) -> bool:
        """Enter a source into the register."""
        label = self.tr("Enter source {0}").format(source.title)
        return self._push(label, lambda: gestures.add_source(self.project, source))

    def draw_variant(
        self,
        segment: Segment,
        line: Line,
        label: str = "",
        basis: str = "",
        sources: tuple[str, ...] = (),
        read: Offered | None = None,
    ) -> bool:
        """Put the own side's alternative line for a stretch on the table; `read` is the file's line that it is."""
        said = self.tr("Draw {0}'s line on {1}").format(self.project.settings.side, segment.source_id or segment.id)
        origin = read.origin if read else None
        draw = partial(gestures.draw_variant, self.project, segment, line, label, basis, sources, origin)
        return self._push(said, draw, read.originals if read else lambda _: ())

    def say_same(self, one: str, other: str, name: str) -> bool:
        """Record the own side's word that two identifiers mean one thing, which is called `name`."""
        label = self.tr("Say that {0} is one thing under two identifiers").format(name)
        return self._push(label, lambda: gestures.say_same(self.project, one, other))

    def withdraw_variant(self, variant: Variant) -> bool:
        """Take the own side's variant off the table."""
        return self._push(
            self.tr("Withdraw line {0}").format(variant.label or variant.id[:8]),
            lambda: gestures.withdraw_variant(self.project, variant),
        )

    def state_straight(self, feature: Feature, value: str) -> bool:
        """Say what the legs of a line are: "geodesic", "natural", an EPSG code, or "" for nothing said."""
        named = getattr(feature, "source_id", "") or feature.id[:8]
        label = self.tr("State what is straight in {0}").format(named)
        return self._push(label, lambda: gestures.state_straight(self.project, feature, value))

    def remove(self, feature: Feature) -> bool:
        """Remove a feature of one's own."""
        kind = feature.__struct_config__.tag
        return self._push(self.tr("Remove {0}").format(kind), lambda: gestures.remove(self.project, feature))

    def load(
        self,
        label: str,
        deltas: list[Delta],
        done: Callable[[], object] | None = None,
        ended: Callable[[], object] | None = None,
        originals: Iterable[Original] = (),
    ) -> Job | None:
        """Take many features in, written off the window's thread; `changed` follows when they are durable.

        `originals` are their coordinates as they were read. `done` is called after that; `ended` last, also when it
        failed or was stopped. Return the job, None when the project cannot be changed now.
        """

        def finish(_: object) -> None:
            self._busy = False
            self._follow(deltas)
            if done is not None:
                done()

        write = partial(Store.commit, originals=originals)
        return self._work(write, label, deltas, done=finish, ended=ended, label=label)

    def load_reference(
        self,
        layer: ReferenceLayer,
        done: Callable[[], object] | None = None,
        ended: Callable[[], object] | None = None,
    ) -> Job | None:
        """Keep a layer that merely lies beneath, written off the window's thread; return as `load` does."""

        def finish(_: object) -> None:
            self._busy = False
            self._lay_beneath(layer)
            if done is not None:
                done()

        label = self.tr("Load {0}").format(layer.name)
        return self._work(_keep_reference, layer, done=finish, ended=ended, label=label)

    def hand_over(
        self,
        write: Callable[..., T],
        *args: object,
        done: Callable[[T], object],
        failed: Callable[[ConfiniaError], object] | None = None,
        label: str = "",
    ) -> None:
        """Run `write(store, *args, Progress)` off the window's thread: a document is written and remembered.

        Nothing else is written to the project meanwhile; `done` gets its answer.
        """

        def finish(answer: T) -> None:
            self._busy = False
            self._project = Project(self.store.settings, self.project.layers)
            self.settings_changed.emit()
            if there(done):
                done(answer)

        self._work(write, *args, done=finish, failed=failed, label=label)

    def _work(
        self,
        function: Callable[..., T],
        *args: object,
        done: Callable[[T], object],
        failed: Callable[[ConfiniaError], object] | None = None,
        ended: Callable[[], object] | None = None,
        label: str = "",
    ) -> Job | None:
        """Run `function(store, *args, Progress)`, alone: the project is busy until it ended, however that was."""
        if not self.can_write:
            self._say(Refused(self.tr("The project cannot be changed now.")))
            if ended is not None:
                ended()
            return None
        self._busy = True

        def release() -> None:
            self._busy = False
            if ended is not None:
                ended()

        return self._jobs.run(
            function, self.store, *args, done=done, failed=failed or self._say, ended=release, label=label
        )

    def add_reference(self, layer: ReferenceLayer) -> None:
        """Keep a layer that merely lies beneath; raise FileTrouble."""
        self.store.add_reference(layer)
        self._lay_beneath(layer)

    def remove_reference(self, name: str) -> None:
        """Take a layer out that lies beneath; raise FileTrouble."""
        self.store.remove_reference(name)
        self._references = [layer for layer in self._references if layer.name != name]
        self.references_changed.emit()

    def references(self) -> list[ReferenceLayer]:
        """Return the layers that lie beneath."""
        return list(self._references)

    def _lay_beneath(self, layer: ReferenceLayer) -> None:
        self._references = [*(other for other in self._references if other.name != layer.name), layer]
        self.references_changed.emit()

    def adopt_base(self, sha256: str, number: int, data: bytes) -> None:
        """Take the working state as the joint base; raise FileTrouble."""
        self.store.adopt_base(sha256, number, data)
        self._project = Project(self.store.settings, self.project.layers)
        self.settings_changed.emit()

    def history(self) -> list[Entry]:
        """Return every gesture in order."""
        return self.store.history() if self.is_open else []

    def undo(self) -> None:
        """Take the last gesture back."""
        self._step(Store.undo)

    def redo(self) -> None:
        """Bring back the gesture taken back last."""
        self._step(Store.redo)

    def _push(
        self,
        label: str,
        gesture: Callable[[], list[Delta]],
        originals: Callable[[list[Delta]], Iterable[Original]] = lambda _: (),
    ) -> bool:
        """Carry a gesture out: deltas, durable, then heard; a refusal is a sentence, not a crash."""
        try:
            deltas = gesture()
            if not deltas:
                return False
            if not self.can_write:
                raise Refused(self.tr("The project cannot be changed now."))
            apply(self.project.layers, deltas)  # what does not start from here must not reach the file
            self.store.commit(label, deltas, originals=originals(deltas))
        except ConfiniaError as problem:
            self._say(problem)
            return False
        self._follow(deltas)
        return True

    def _step(self, step: Callable[[Store], list[Delta] | None]) -> None:
        try:
            deltas = step(self.store) if self.can_write else None
        except ConfiniaError as problem:
            self._say(problem)
            return
        if deltas:
            self._follow(deltas)

    def _follow(self, deltas: list[Delta]) -> None:
        project = self.project
        self._project = Project(project.settings, apply(project.layers, deltas))
        self.changed.emit(deltas)

    def _say(self, problem: ConfiniaError) -> None:
        if self._store is not None and not self._store.path.exists():
            gone = self.tr(
                "{0} is no longer where it was opened; put it back there. Until then nothing can be written."
            )
            self.refused.emit(gone.format(self._store.path.name))
        else:
            self.refused.emit(problem.sentence)


def _closed(store: Store) -> ConfiniaError | None:
    """Close a project file; return what kept it from being made one plain file."""
    try:
        store.close()
    except ConfiniaError as problem:
        return problem
    return None


def _keep_reference(store: Store, layer: ReferenceLayer, progress: Progress) -> None:
    progress.step("Writing the project", 0, 0)
    store.add_reference(layer)


def _span(stretch: Stretch) -> str:
    return f"{stretch.start.at / 1e6:,.3f}-{stretch.end.at / 1e6:,.3f} km"
