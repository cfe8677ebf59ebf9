"""Render: a scene and a view make an image. A pure function, run in a worker thread, stopped by its token."""

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.map import brush
from desktop.map.areas import draw_area
from desktop.map.geometry import Parts
from desktop.map.labels import Labels
from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats, to_degrees, to_plane
from desktop.map.ragged import Integers, Truths
from desktop.map.runs import Rect, Runs, clipped, dashed, places, specks
from desktop.map.scene import Scene
from desktop.map.spacing import as_dot, at_scale, standing
from desktop.map.style import ALL, FEW, Fill, Look, Ornament, Spot, Stroke, Theme
from desktop.map.view import View
from geodata.cancel import CancelToken, Progress
from geodata.model.reference import Shape

MARGIN = 24.0
"""Pixels beyond the image within which things are still drawn: half the widest sign, and a label's offset."""
GLOW = 7.0
"""Pixels by which the mark of a selected line is wider than the line."""
_THIN = 1.0
_OF_WEIGHT = 2.0  # pixels from which on a line is not to be hidden by names
_GENERALISED = 3.0  # so much farther a line may lie from what is there where its wiggles would break up its dashes
_VEIL = "#a0"
_NET = 6_000  # so many lines in one picture have no course that a band could show
_STEPS = (30, 20, 10, 5, 2, 1, 1 / 2, 1 / 6, 1 / 12, 1 / 30, 1 / 60, 1 / 120, 1 / 360, 1 / 720, 1 / 1800, 1 / 3600)


def paint(scene: Scene, view: View, ratio: float, progress: Progress) -> QImage:
    """Return the picture of a scene, `ratio` device pixels to a pixel of the view; raise Cancelled when stopped."""
    image = QImage(
        math.ceil(view.width * ratio), math.ceil(view.height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(scene.theme.ground))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Picture(painter, scene, view, ratio, progress.token).paint()
    finally:
        painter.end()  # an image must not go while it is painted on, also when the work was stopped
    return image


def draw_stroke(
    painter: QPainter, runs: Runs, stroke: Stroke, ground_mpp: float, theme: Theme, token: CancelToken
) -> None:
    """Draw polylines in a style at a ground scale in metres per pixel."""
    dense, width = ground_mpp > stroke.dense_from, stroke.width_at(ground_mpp)
    strokes = dashed(runs, stroke.dash) if stroke.dash else runs
    flat = bool(stroke.dash) or width <= _THIN or bool(stroke.core)
    if stroke.blends:
        mode = QPainter.CompositionMode
        painter.setCompositionMode(mode.CompositionMode_Screen if theme.dark else mode.CompositionMode_Multiply)
    brush.draw_runs(painter, strokes, stroke.colour_at(ground_mpp), width, token, flat)
    if stroke.core and not dense:
        brush.draw_runs(painter, strokes, stroke.core, stroke.core_width, token, flat)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    if stroke.ornament is not Ornament.NONE and ground_mpp <= stroke.ornaments_to:
        brush.draw_runs(painter, _ornaments(runs, stroke), stroke.colour, 1.3, token, True)


def draw_casing(
    painter: QPainter, runs: Runs, stroke: Stroke, ground_mpp: float, theme: Theme, token: CancelToken
) -> None:
    """Draw the band beneath lines: far away it shows their course at a glance, nearer it softens what runs along."""
    far = ground_mpp > ALL
    colour = theme.ribbon if far else _VEIL + theme.ground.removeprefix("#")
    brush.draw_runs(painter, runs, colour, stroke.width_at(ground_mpp) + 2 * stroke.casing, token, not far)


class _Picture:
    """One picture in the making."""

    def __init__(self, painter: QPainter, scene: Scene, view: View, ratio: float, token: CancelToken) -> None:
        self._painter = painter
        self._scene = scene
        self._view = view
        self._ratio = ratio
        self._token = token
        self._rect: Rect = (-MARGIN, -MARGIN, view.width + MARGIN, view.height + MARGIN)
        self._box = view.grown(int(MARGIN), int(MARGIN)).box
        self._labels = Labels(view, scene.theme, ratio)
        self._far = view.ground_mpp > FEW
        self._known: dict[str, Runs] = {}

    def paint(self) -> None:
        """Draw from the ground up, names last."""
        if self._scene.with_grid:
            self._grid()
        cased = False
        for layer in self._scene.visible:
            self._token.check()
            if not cased and _is_cased(self._scene.theme, layer):
                self._casings()
                cased = True
            if layer.opacity < 1:
                self._faded(layer)
            else:
                self._layer(layer)
        if self._scene.with_labels:
            self._labels.draw(self._painter, self._token)

    def _faded(self, layer: DrawLayer) -> None:
        """Draw a layer on a sheet of its own first: where its lines cross they must not add up."""
        below = self._painter
        image = QImage(below.device().width(), below.device().height(), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(self._ratio)
        image.fill(Qt.GlobalColor.transparent)
        self._painter = QPainter(image)
        try:
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._layer(layer)
        finally:
            self._painter.end()
            self._painter = below
        below.setOpacity(layer.opacity)
        below.drawImage(QRectF(0, 0, self._view.width, self._view.height), image)
        below.setOpacity(1.0)

    def _layer(self, layer: DrawLayer) -> None:
        chosen = layer.rows_of(self._scene.selected) if self._scene.selected else np.zeros(len(layer), np.bool_)
        if layer.geometry.shape is Shape.LINE:
            self._lines(layer, chosen)
            return
        seen = layer.geometry.seen(self._box, self._view.mpp)
        if not len(seen):
            return
        xy = self._view.to_screen(seen.xy)
        if layer.geometry.shape is Shape.POINT:
            self._points(layer, xy, seen.rows, chosen)
        else:
            self._areas(layer, xy, seen, chosen)

    def _runs(self, layer: DrawLayer) -> Runs:
        """Return what of a layer of lines is in the picture."""
        if layer.id not in self._known:
            self._known[layer.id] = self._runs_anew(layer)
        return self._known[layer.id]

    def _runs_anew(self, layer: DrawLayer) -> Runs:
        coarser = _GENERALISED if self._far and _is_cased(self._scene.theme, layer) else 1.0
        seen = layer.geometry.seen(self._box, self._view.mpp * coarser)
        begun = None if seen.begun is None else seen.begun / self._view.mpp
        runs = clipped(self._view.to_screen(seen.xy), seen.offsets, seen.rows, self._rect, begun)
        return runs.taken(specks(runs)) if len(runs) else runs

    def _casings(self) -> None:
        """Lay a band beneath all cased lines at once, so that none of them covers another."""
        theme = self._scene.theme
        for layer in self._scene.visible:
            if layer.opacity < 1 or not _is_cased(theme, layer):
                continue
            runs = self._runs(layer)
            if len(runs) > _NET:
                continue
            codes = layer.codes[runs.rows]
            for code, look in enumerate(layer.looks):
                style = theme.styles[look]
                if isinstance(style, Stroke) and style.casing:
                    draw_casing(
                        self._painter, runs.taken(codes == code), style, self._view.ground_mpp, theme, self._token
                    )

    def _lines(self, layer: DrawLayer, chosen: Truths) -> None:
        runs = self._runs(layer)
        if not len(runs):
            return
        self._glow(layer, runs, chosen)
        codes = layer.codes[runs.rows]
        for code, look in enumerate(layer.looks):
            style = self._scene.theme.styles[look]
            if isinstance(style, Stroke):
                mine = runs.taken(codes == code)
                draw_stroke(self._painter, mine, style, self._view.ground_mpp, self._scene.theme, self._token)
        if len(layer.labels) or any(_width(self._scene.theme, look) >= _OF_WEIGHT for look in layer.looks):
            self._labels.along(layer, runs, _is_cased(self._scene.theme, layer))

    def _glow(self, layer: DrawLayer, runs: Runs, chosen: Truths) -> None:
        if chosen.any():
            width = GLOW + max(_width(self._scene.theme, look) for look in layer.looks)
            lit = runs.taken(chosen[runs.rows])
            brush.draw_runs(self._painter, lit, self._scene.theme.glow, width, self._token, True)

    def _points(self, layer: DrawLayer, xy: Floats, rows: Integers, chosen: Truths) -> None:
        for code, look in enumerate(layer.looks):
            style = self._scene.theme.styles[look]
            if not isinstance(style, Spot):
                continue
            mine = layer.codes[rows] == code
            at, which = xy[mine], rows[mine]
            signs, dots = standing(layer, which, style, self._view, chosen[which])
            self._spots(layer, at[dots], which[dots], as_dot(style, self._scene.theme), chosen)
            self._spots(layer, at[signs], which[signs], at_scale(style, self._view.ground_mpp), chosen)

    def _spots(self, layer: DrawLayer, xy: Floats, rows: Integers, style: Spot, chosen: Truths) -> None:
        which = _one_for_each_pixel(xy, chosen[rows])
        xy, rows = xy[which], rows[which]
        lit = replace(style, fill=self._scene.theme.glow, rim=0.0)
        brush.draw_spots(self._painter, xy[chosen[rows]], lit, self._token, grown=5.0)
        brush.draw_spots(self._painter, xy, style, self._token)
        self._labels.beside(layer, xy, rows, style)

    def _areas(self, layer: DrawLayer, xy: Floats, seen: Parts, chosen: Truths) -> None:
        for code, look in enumerate(layer.looks):
            style = self._scene.theme.styles[look]
            if isinstance(style, Fill):
                which = np.flatnonzero(layer.codes[seen.rows] == code)
                mine = Parts(xy, seen.offsets, seen.rows).taken(which)
                draw_area(self._painter, mine, style, self._view, self._rect, self._token)
        runs = clipped(xy, seen.offsets, seen.rows, self._rect)
        self._glow(layer, runs, chosen)

    def _grid(self) -> None:
        """Draw meridians and parallels at a round distance of some 180 pixels."""
        low, high = to_degrees(np.array(self._box).reshape(2, 2))
        wanted = 180 * math.degrees(self._view.mpp / 6_378_137.0)
        step = min(_STEPS, key=lambda degrees: abs(math.log(degrees / wanted)))
        ends = []
        for lon in np.arange(math.ceil(low[0] / step), math.floor(high[0] / step) + 1) * step:
            ends += [(lon, low[1]), (lon, high[1])]
        for lat in np.arange(math.ceil(low[1] / step), math.floor(high[1] / step) + 1) * step:
            ends += [(low[0], lat), (high[0], lat)]
        if not ends or len(ends) > 400:
            return
        xy = np.floor(self._view.to_screen(to_plane(np.array(ends)))) + 0.5
        offsets = np.arange(0, len(xy) + 1, 2, dtype=np.int64)
        runs = clipped(xy, offsets, np.zeros(len(offsets) - 1, np.int64), self._rect)
        brush.draw_runs(self._painter, runs, self._scene.theme.grid, 1.0, self._token, True)


def _width(theme: Theme, look: Look) -> float:
    style = theme.styles[look]
    return style.width if isinstance(style, Stroke) else 0.0


def _is_cased(theme: Theme, layer: DrawLayer) -> bool:
    return any(isinstance(style := theme.styles[look], Stroke) and style.casing for look in layer.looks)


def _ornaments(runs: Runs, stroke: Stroke) -> Runs:
    at, along = places(runs, stroke.spacing)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    arms = [across] if stroke.ornament is Ornament.TICKS else [(along + across) * 0.75, (along - across) * 0.75]
    ends = [np.stack([at - arm * stroke.reach, at + arm * stroke.reach], axis=1) for arm in arms]
    xy = np.stack(ends, axis=1).reshape(-1, 2)
    offsets = np.arange(0, len(xy) + 1, 2, dtype=np.int64)
    return Runs(xy, offsets, np.zeros(len(offsets) - 1, np.int64), np.zeros(len(xy)))


def _one_for_each_pixel(xy: Floats, chosen: Truths) -> Integers:
    """Of points in one pixel the first is enough; the selected are drawn in any case."""
    cells = np.floor(xy).astype(np.int64)
    _, first = np.unique((cells[:, 0] << 32) + cells[:, 1], return_index=True)
    return np.union1d(first, np.flatnonzero(chosen))
