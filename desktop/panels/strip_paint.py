"""How the strip is drawn: axis, lanes, posts and what is chosen on them. Only what is in sight is touched."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from desktop.dialogs.colours import faded
from desktop.dialogs.figures import kilometres, metres
from desktop.dialogs.words import word
from desktop.panels.strip_posts import Post, PostKind
from desktop.panels.strip_row import placed
from desktop.panels.strip_run import SAID, Lane, Run, Spans
from desktop.panels.strip_view import StripView
from desktop.theme import Colours
from geodata.geometry.written import THIN
from geodata.model.status import Delimitation, Position, Side

_DASH, _DASH_DOT, _SOLID = (1.6, 0.8), (3.0, 1.0, 0.6, 1.0), ()
_BAR, _THIN = 6.0, 2.5
_BESIDE = 36.0  # pixels to the right of the run in which its last words may stand
_CHOSEN, _DRAWN = 36, 56
_TELL = 4.0
"""Pixels from which a span is drawn with its dashes; shorter ones are a plain block of its colour."""


Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of the strip lie, in pixels from the top; `text` is the height of a line of text."""

    text: float

    @property
    def axis(self) -> float:
        """The line of the kilometre axis."""
        return self.text * 2 + 18

    def lane(self, lane: Lane) -> float:
        """The middle of a lane."""
        return self.axis + 20 + list(Lane).index(lane) * (self.text + 9)

    @property
    def posts(self) -> float:
        """The middle of the row in which the posts stand."""
        return self.lane(Lane.JOINT) + self.text + 12

    @property
    def height(self) -> float:
        """All of it."""
        return self.posts + self.text


@dataclass(frozen=True, eq=False)
class Picked:
    """What is chosen or pointed at: stretches as (from, to) in millimetres of the run, places in millimetres."""

    segment: tuple[int, int] | None = None
    stretch: tuple[int, int] | None = None
    drawn: tuple[int, int] | None = None
    caught: int | None = None
    hover: int | None = None
    cursor: int | None = None


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything one picture of the strip is made of."""

    run: Run
    view: StripView
    posts: list[Post]
    picked: Picked
    title: str
    hint: str
    colours: Colours
    lane_names: dict[Lane, str]
    rows: Rows = field(default_factory=lambda: Rows(16))


def paint(painter: QPainter, scene: Scene, width: float) -> None:
    """Draw the strip."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _heading(painter, scene, width)
    if not scene.run.segments:
        return
    painter.save()
    painter.setClipRect(QRectF(scene.view.left - 8, 0, width - scene.view.left, scene.rows.height + 4))
    _bands(painter, scene)
    _axis(painter, scene)
    _ends_of_segments(painter, scene)
    for lane in Lane:
        _lane(painter, scene, lane)
    for side, spans in scene.run.variants.items():
        _claim(painter, scene, side, spans)
    _posts(painter, scene)
    _pointer(painter, scene)
    painter.restore()
    _names_of_lanes(painter, scene)


def _heading(painter: QPainter, scene: Scene, width: float) -> None:
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(scene.colours.muted))
    box = QRectF(12, 4, width - 24, scene.rows.text + 6)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, scene.title)
    font.setBold(False)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, scene.hint)


def _names_of_lanes(painter: QPainter, scene: Scene) -> None:
    painter.setPen(QColor(scene.colours.text))
    for lane, name in scene.lane_names.items():
        box = QRectF(12, scene.rows.lane(lane) - 12, scene.view.left - 20, 24)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)


def _bands(painter: QPainter, scene: Scene) -> None:
    top, bottom = scene.rows.axis + 4, scene.rows.lane(Lane.JOINT) + 12
    colours = scene.colours
    picked = scene.picked
    if picked.segment:
        painter.fillRect(_box(scene, picked.segment, top, bottom), QColor(colours.hover))
    for place, alpha in ((picked.stretch, _CHOSEN), (picked.drawn, _DRAWN)):
        if place:
            box = _box(scene, place, top, bottom)
            painter.fillRect(box, faded(colours.focus, alpha))
            painter.setPen(QPen(QColor(colours.focus), 1))
            painter.drawLines([QLineF(box.topLeft(), box.bottomLeft()), QLineF(box.topRight(), box.bottomRight())])


def _box(scene: Scene, place: tuple[int, int], top: float, bottom: float) -> QRectF:
    """The box of a stretch, cut off a little outside what is in sight: numbers far outside make no edge."""
    low, high = scene.view.left - 20, scene.view.left + scene.view.width + 20
    first, last = (min(max(scene.view.x(at), low), high) for at in place)
    return QRectF(first, top, max(last - first, 1.0), bottom - top)


def _axis(painter: QPainter, scene: Scene) -> None:
    view, y = scene.view, scene.rows.axis
    step, places = view.ticks()
    decimals = next((d for d in (0, 1, 2, 3) if step % 10 ** (6 - d) == 0), 4)
    painter.setPen(QPen(QColor(scene.colours.unexamined), 1))
    painter.drawLines([QLineF(view.x(at), y - 2, view.x(at), y + 6) for at in places])
    small = [at + step * n // 2 for at in places for n in (-1, 1)]
    painter.drawLines([QLineF(view.x(at), y, view.x(at), y + 4) for at in small if 0 <= at <= scene.run.length])
    painter.setPen(QColor(scene.colours.muted))
    for at in places:
        text = f"{at / 1e6:,.{decimals}f}".replace(",", THIN) + THIN + "km"
        painter.drawText(QPointF(view.x(at) + 3, y - 4), text)


def _ends_of_segments(painter: QPainter, scene: Scene) -> None:
    low, high = scene.run.index_at(scene.view.first), scene.run.index_at(scene.view.last)
    if (high - low) * 12 > scene.view.width:
        return
    top, bottom = scene.rows.lane(Lane.A) - 9, scene.rows.lane(Lane.JOINT) + 9
    painter.setPen(QPen(QColor(scene.colours.line), 1))
    xs = scene.view.xs(scene.run.starts[low : high + 2])
    painter.drawLines([QLineF(x, top, x, bottom) for x in xs.tolist()])


def _lane(painter: QPainter, scene: Scene, lane: Lane) -> None:
    view, y = scene.view, scene.rows.lane(lane)
    painter.setPen(QPen(QColor(scene.colours.unexamined), 1))
    painter.drawLine(QLineF(view.x(max(view.first, 0)), y, view.x(min(view.last, scene.run.length)), y))
    spans = scene.run.lanes[lane].between(view.first, view.last)
    starts, ends = view.xs(spans.starts), view.xs(spans.ends)
    for code in np.unique(spans.said).tolist():
        here, short = spans.said == code, ends - starts < _TELL
        pen = _pen(code, scene.colours)
        long = np.flatnonzero(here & ~short)
        pairs = list(zip(starts[long].tolist(), ends[long].tolist(), strict=True))
        _told(painter, scene, y, pairs, pen, word(SAID[code]))
        _blocks(painter, starts[here & short], y, pen)


def _told(painter: QPainter, scene: Scene, y: float, spans: list[Pair], pen: QPen, text: str) -> None:
    """Draw spans; one that is long enough is interrupted by its word, as on a map: readable in grey as well."""
    measure = QFontMetricsF(painter.font())
    half = measure.horizontalAdvance(text) / 2 + 6
    left, right = scene.view.left - 8, scene.view.left + scene.view.width + 8
    lines, boxes = [], []
    for start, end in spans:
        start, end = max(start, left - 32), min(end, right + 32)
        middle = (max(start, left) + min(end, right)) / 2
        if min(end, right) - max(start, left) < half * 2 + 36:
            lines.append(QLineF(start, y, end, y))
        else:
            lines += [QLineF(start, y, middle - half, y), QLineF(end, y, middle + half, y)]
            boxes.append(QRectF(middle - half, y - measure.height() / 2, half * 2, measure.height()))
    painter.setPen(pen)
    painter.drawLines(lines)
    painter.setPen(QColor(scene.colours.text))
    for box in boxes:
        painter.fillRect(QRectF(box.left(), y - 1, box.width(), 2), _under(scene, box.center().x()))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _under(scene: Scene, x: float) -> QColor:
    """The colour beneath the lane's own thin line, to interrupt that as well."""
    at, picked, colours = scene.view.at(x), scene.picked, scene.colours
    inside = picked.segment is not None and picked.segment[0] <= at <= picked.segment[1]
    ground = QColor(colours.hover if inside else colours.panel)
    for place, alpha in ((picked.stretch, _CHOSEN), (picked.drawn, _DRAWN)):
        if place is not None and place[0] <= at <= place[1]:
            ground = _over(ground, QColor(colours.focus), alpha / 255)
    return ground


def _over(ground: QColor, veil: QColor, share: float) -> QColor:
    low, high = (np.array((c.red(), c.green(), c.blue())) for c in (ground, veil))
    return QColor(*np.rint(low + (high - low) * share).astype(int).tolist())


def _blocks(painter: QPainter, starts: npt.NDArray[np.float64], y: float, pen: QPen) -> None:
    """Short spans, one block for each pixel that has any: twenty thousand of them are no more than the width."""
    half = pen.widthF() / 2
    for x in np.unique(np.floor(starts)).tolist():
        painter.fillRect(QRectF(x, y - half, _TELL / 2, pen.widthF()), pen.color())


def _pen(code: int, colours: Colours) -> QPen:
    said = SAID[code]
    colour, width, dash = _LOOKS[type(said)](said, colours)
    pen = QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if dash:
        pen.setDashPattern([part * (_BAR / width) for part in dash])
    return pen


Looks = tuple[str, float, tuple[float, ...]]


def _position_look(said: Position, colours: Colours) -> Looks:
    if said in (Position.REJECTS, Position.PROPOSES):
        return colours.disputed, _BAR, _DASH
    if said is Position.RESERVED:
        return colours.agreed, _BAR, _DASH_DOT
    return (colours.agreed, _BAR, _SOLID) if said is Position.ACCEPTS else (colours.unexamined, _THIN, _SOLID)


def _joint_look(said: Delimitation, colours: Colours) -> Looks:
    if said.decided or said is Delimitation.AGREED_EXPERT:
        return colours.agreed, _BAR, _SOLID
    return colours.one_sided, _THIN, _DASH_DOT


_LOOKS: dict[type, Callable[..., Looks]] = {
    Position: _position_look,
    Delimitation: _joint_look,
}


def _claim(painter: QPainter, scene: Scene, side: Side, spans: Spans) -> None:
    lane, colour = (Lane.A, scene.colours.claim_a) if side is Side.A else (Lane.B, scene.colours.claim_b)
    y = scene.rows.lane(lane) + 8
    pen = QPen(QColor(colour), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([5, 1.5] if side is Side.A else [1.5, 1.5])
    painter.setPen(pen)
    seen = (spans.ends > scene.view.first) & (spans.starts < scene.view.last)
    low, high = scene.view.left - 40, scene.view.left + scene.view.width + 40
    starts = np.maximum(scene.view.xs(spans.starts[seen]), low).tolist()
    ends = np.minimum(scene.view.xs(spans.ends[seen]), high).tolist()
    painter.drawLines([QLineF(start, y, end, y) for start, end in zip(starts, ends, strict=True)])


def _posts(painter: QPainter, scene: Scene) -> None:
    y, measure = scene.rows.posts, QFontMetricsF(painter.font())
    right = scene.view.left + scene.view.width + _BESIDE
    for one in placed(scene.posts, scene.view.x, measure.horizontalAdvance, right):
        painter.setPen(QPen(QColor(scene.colours.agreed), 1.6))
        painter.setBrush(QColor(scene.colours.panel))
        if one.dot:
            _dot(painter, scene, one.x, y)
            continue
        if one.marked:
            _diamond(painter, one.x, y, 7)
        _SIGNS[one.post.kind](painter, one.x, y)
        plain = one.post.kind is PostKind.TURNING_POINT
        painter.setPen(QColor(scene.colours.text if plain else scene.colours.muted))
        painter.drawText(QPointF(one.word_x, y + measure.ascent() / 2 - 1), one.word)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _dot(painter: QPainter, scene: Scene, x: float, y: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scene.colours.muted))
    painter.drawEllipse(QPointF(x, y), 1.4, 1.4)


def _ring(painter: QPainter, x: float, y: float) -> None:
    painter.drawEllipse(QPointF(x, y), 4, 4)


def _diamond(painter: QPainter, x: float, y: float, reach: float = 5) -> None:
    corners = (x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _cross(painter: QPainter, x: float, y: float) -> None:
    painter.drawLines([QLineF(x - 4, y - 4, x + 4, y + 4), QLineF(x - 4, y + 4, x + 4, y - 4)])


_SIGNS: dict[PostKind, Callable[[QPainter, float, float], None]] = {
    PostKind.TURNING_POINT: _ring,
    PostKind.MARKER: _diamond,
    PostKind.CROSSING: _cross,
}


def _pointer(painter: QPainter, scene: Scene) -> None:
    picked, rows = scene.picked, scene.rows
    top, bottom = rows.axis - 2, rows.lane(Lane.JOINT) + 12
    if picked.cursor is not None:
        painter.setPen(QPen(QColor(scene.colours.focus), 2))
        painter.drawLine(QLineF(scene.view.x(picked.cursor), top, scene.view.x(picked.cursor), bottom))
    if picked.caught is not None:
        x = scene.view.x(picked.caught)
        painter.setPen(QPen(QColor(scene.colours.focus), 2))
        painter.drawLine(QLineF(x, top, x, bottom))
        painter.drawEllipse(QPointF(x, rows.posts), 7, 7)
    if picked.drawn:
        start, end = picked.drawn
        _flag(painter, scene, (start + end) // 2, metres(end - start))
    elif picked.hover is not None:
        x = scene.view.x(picked.hover)
        painter.setPen(QPen(QColor(scene.colours.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, top, x, bottom))
        _flag(painter, scene, picked.hover, kilometres(picked.hover))


def _flag(painter: QPainter, scene: Scene, at: int, text: str) -> None:
    measure = QFontMetricsF(painter.font())
    wide, left = measure.horizontalAdvance(text) + 12, scene.view.left
    x = min(max(scene.view.x(at) - wide / 2, left), left + scene.view.width - wide)
    box = QRectF(x, scene.rows.axis - measure.height() - 4, wide, measure.height() + 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scene.colours.action))
    painter.drawRoundedRect(box, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(scene.colours.on_action))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
