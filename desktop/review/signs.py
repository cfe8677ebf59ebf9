"""A small sign for each relation, told apart by its shape alone: in grey print and by everybody."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from desktop.theme import Colours
from geodata.changes.comparing.comparison import Relation, Verdict

_PEN = 1.6


def draw_sign(painter: QPainter, box: QRectF, relation: Relation, verdict: Verdict | None, colours: Colours) -> None:
    """Draw the sign of a relation into a box: A's stroke is always the upper one, B's the lower."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(colours, relation))
    if relation is Relation.ONE_SIDE:
        _one_side(painter, box, verdict)
    else:
        _SIGNS[relation](painter, box)
    painter.restore()


def sign_icon(relation: Relation, colours: Colours, size: int = 16) -> QIcon:
    """Return the sign of a relation as an icon."""
    picture = QPixmap(2 * size, 2 * size)
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(2)
    painter = QPainter(picture)
    draw_sign(painter, QRectF(1, 1, size - 2, size - 2), relation, None, colours)
    painter.end()
    return QIcon(picture)


def _pen(colours: Colours, relation: Relation) -> QPen:
    apart = (Relation.GEOMETRY, Relation.SAME_FIELD, Relation.DELETE_EDIT, Relation.DECIDED)
    colour = colours.disputed if relation in apart else colours.agreed
    return QPen(QColor(colours.one_sided if relation is Relation.ONE_SIDE else colour), _PEN)


def _strokes(painter: QPainter, box: QRectF) -> None:
    """Two strokes, one above the other: A's and B's."""
    for share in (0.36, 0.64):
        painter.drawLine(_level(box, share))


def _level(box: QRectF, share: float, start: float = 0.0, end: float = 1.0) -> QLineF:
    y = box.top() + share * box.height()
    return QLineF(box.left() + start * box.width(), y, box.left() + end * box.width(), y)


def _dashed(painter: QPainter) -> None:
    pen = QPen(painter.pen())
    pen.setDashPattern([1.4, 1.6])
    painter.setPen(pen)


def _one_side(painter: QPainter, box: QRectF, verdict: Verdict | None) -> None:
    own, other = (0.64, 0.36) if verdict is Verdict.ONLY_B else (0.36, 0.64)
    painter.drawLine(_level(box, own))
    pen = QPen(painter.pen())
    pen.setDashPattern([0.6, 2.4])
    painter.setPen(pen)
    painter.drawLine(_level(box, other))


def _coincident(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(_level(box, 0.36))
    _dashed(painter)
    painter.drawLine(_level(box, 0.64))


def _other_fields(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(_level(box, 0.36, 0.0, 0.45))
    painter.drawLine(_level(box, 0.64, 0.55, 1.0))


def _same_field(painter: QPainter, box: QRectF) -> None:
    _strokes(painter, box)
    painter.drawLine(QLineF(_at(box, 0.28, 0.92), _at(box, 0.72, 0.08)))


def _geometry(painter: QPainter, box: QRectF) -> None:
    painter.drawPolyline(QPolygonF([_at(box, 0, 0.25), _at(box, 0.5, 0.2), _at(box, 1, 0.85)]))
    _dashed(painter)
    painter.drawPolyline(QPolygonF([_at(box, 0, 0.85), _at(box, 0.5, 0.75), _at(box, 1, 0.2)]))


def _delete_edit(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(QLineF(_at(box, 0.1, 0.15), _at(box, 0.9, 0.85)))
    painter.drawLine(QLineF(_at(box, 0.1, 0.85), _at(box, 0.9, 0.15)))


def _decided(painter: QPainter, box: QRectF) -> None:
    painter.drawPolygon(QPolygonF([_at(box, 0.5, 0.06), _at(box, 1, 0.94), _at(box, 0, 0.94)]))
    painter.drawLine(QLineF(_at(box, 0.5, 0.42), _at(box, 0.5, 0.72)))


def _metadata(painter: QPainter, box: QRectF) -> None:
    painter.setBrush(painter.pen().color())
    for share in (0.18, 0.5, 0.82):
        painter.drawEllipse(_at(box, share, 0.5), 0.8, 0.8)


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


_SIGNS: dict[Relation, Callable[[QPainter, QRectF], None]] = {
    Relation.IDENTICAL: _strokes,
    Relation.COINCIDENT: _coincident,
    Relation.OTHER_FIELDS: _other_fields,
    Relation.SAME_FIELD: _same_field,
    Relation.GEOMETRY: _geometry,
    Relation.DELETE_EDIT: _delete_edit,
    Relation.DECIDED: _decided,
    Relation.METADATA: _metadata,
}
