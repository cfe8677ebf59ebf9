"""Between the project and a map: what changed is drawn again, what is selected glows, what is clicked is selected."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.jobs import JobRunner
from desktop.map.canvas import MapCanvas
from desktop.map.features import ProjectLayers
from desktop.map.layers import DrawLayer
from desktop.map.pick import Hit
from desktop.selection import Selection
from desktop.session import Session
from geodata.cancel import Progress
from geodata.geometry.measure import cut
from geodata.geometry.world import world_of
from geodata.model.feature import Kind
from geodata.model.profile import WGS84
from geodata.model.project import Project
from geodata.model.reference import ReferenceLayer
from geodata.model.segment import Segment


class MapLink(QObject):
    """Keeps one map at one with the open project and the selection."""

    first_drawn = Signal()  # the layers of a project are on the map for the first time since it was opened

    def __init__(self, session: Session, selection: Selection, jobs: JobRunner, canvas: MapCanvas) -> None:
        """Link them for the life of the map."""
        super().__init__(canvas)
        self._session, self._selection, self._canvas = session, selection, canvas
        self._layers = ProjectLayers()
        self._references: list[ReferenceLayer] = []
        self._channel = jobs.latest(self.tr("Laying out the map"))
        self._fresh = True
        self._profile = WGS84
        session.opened.connect(self._open)
        session.closed.connect(self._close)
        session.changed.connect(lambda _: self._draw())
        session.settings_changed.connect(self._follow_profile)
        session.references_changed.connect(self._read_references)
        selection.changed.connect(self._select)
        selection.stretch_chosen.connect(self.glow)
        selection.shown.connect(canvas.zoom_to_features)
        canvas.picked.connect(self._pick)
        canvas.boxed.connect(self._pick_many)

    def _open(self) -> None:
        self._layers, self._fresh = ProjectLayers(), True
        self._profile = self._session.project.settings.profile
        self._read_references()

    def _follow_profile(self) -> None:
        """Draw all of it anew where the joint profile changed: another one puts the same numbers elsewhere."""
        profile = self._session.project.settings.profile
        if profile != self._profile:
            self._profile, self._layers = profile, ProjectLayers()
            self._draw()

    def _close(self) -> None:
        self._channel.cancel()
        self._references = []
        self._canvas.set_layers([])
        self._canvas.highlight()

    def _read_references(self) -> None:
        self._references = self._session.references()
        self._draw()

    def _draw(self) -> None:
        self._channel.run(_laid_out, self._layers, self._session.project, self._references, done=self._show, keep=True)

    def _show(self, layers: list[DrawLayer]) -> None:
        if not self._session.is_open:
            return
        filled = [layer for layer in layers if len(layer)]
        kept = [] if self._fresh else list(self._canvas.scene.layers)
        self._canvas.set_layers(arranged(filled, kept))
        if self._fresh and filled:
            self._canvas.zoom_to_all()
            self.first_drawn.emit()
        self._fresh = not filled
        self._canvas.select(self._selection.ids)
        self.glow()

    def _select(self) -> None:
        self._canvas.select(self._selection.ids)
        self.glow()

    def glow(self) -> None:
        """Let the chosen stretch glow, or nothing."""
        stretch, id_ = self._selection.stretch, self._selection.first
        segment = self._session.project.layers[Kind.SEGMENT].get(id_ or "") if self._session.is_open else None
        if stretch is None or not isinstance(segment, Segment):
            self._canvas.highlight()
        else:
            line = cut(segment.line, stretch.start.at, stretch.end.at)
            self._canvas.highlight(world_of(self._session.project.settings.profile).degrees(line.xy))

    def _pick(self, hits: Sequence[Hit], add: bool) -> None:
        own = [hit for hit in hits if hit.layer in _KINDS]
        if own:
            self._choose(Kind(own[0].layer), [own[0].id], add)
        elif not add:
            self._selection.clear()

    def _pick_many(self, hits: Sequence[Hit], add: bool) -> None:
        """Of what lies in a box, the segments; where there are none, what there is most of."""
        kinds = Counter(hit.layer for hit in hits if hit.layer in _KINDS)
        if not kinds:
            return
        kind = Kind.SEGMENT if Kind.SEGMENT in kinds else kinds.most_common(1)[0][0]
        self._choose(Kind(kind), [hit.id for hit in hits if hit.layer == kind], add)

    def _choose(self, kind: Kind, ids: list[str], add: bool) -> None:
        kept = self._selection.ids if add and self._selection.kind is kind else ()
        if len(ids) == 1 and ids[0] in kept:
            self._selection.select(kind, tuple(id_ for id_ in kept if id_ != ids[0]))
        else:
            self._selection.select(kind, tuple(dict.fromkeys([*ids, *kept])))


def arranged(layers: Sequence[DrawLayer], before: Sequence[DrawLayer]) -> list[DrawLayer]:
    """Return new layers in the order, visibility and opacity that layers of the same ids had before."""
    old = {layer.id: (place, layer) for place, layer in enumerate(before)}
    places: dict[str, float] = {}
    last = -1.0
    for layer in layers:
        last = old[layer.id][0] if layer.id in old else last + 0.001
        places[layer.id] = last
    shown = [
        layer.shown(old[layer.id][1].visible).faded(old[layer.id][1].opacity) if layer.id in old else layer
        for layer in layers
    ]
    return sorted(shown, key=lambda layer: places[layer.id])


_KINDS = {kind.value for kind in Kind}


def _laid_out(
    layers: ProjectLayers, project: Project, references: list[ReferenceLayer], progress: Progress
) -> list[DrawLayer]:
    progress.token.check()
    return layers.layers(project, references)
