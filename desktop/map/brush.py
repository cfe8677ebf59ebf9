"""Brushes: runs and points of a style onto a painter. Everything here may be called in a worker thread.

Two facts of Qt's raster engine decide how (measured with 6.11): a pen of one pixel takes any path quickly, a wider pen
takes a path of many strokes in quadratic time, so paths are short. And numpy reaches a QPainterPath quickest through a
QDataStream, many paths in one stream.
"""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.map.plane import Floats
from desktop.map.ragged import Integers, offsets_of, spans
from desktop.map.runs import Runs
from desktop.map.style import Colour, Sign, Spot
from geodata.cancel import CancelToken

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])  # one element of a QPainterPath in a QDataStream
_WORDS = _ELEMENT.itemsize // 4
_IN_ONE_THIN_PATH = 600
_IN_ONE_WIDE_PATH = 8
_LONGEST_WIDE_RUN = 96
_IN_ONE_STREAM = 128


def draw_runs(painter: QPainter, runs: Runs, colour: Colour, width: float, token: CancelToken, flat: bool) -> None:
    """Draw polylines with one pen; raise Cancelled when the token says so."""
    if not len(runs):
        return
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if flat else Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path in paths(runs.xy, runs.offsets, token, thin=width <= 1):
        painter.drawPath(path)


def paths(xy: Floats, offsets: Integers, token: CancelToken, thin: bool) -> Iterator[QPainterPath]:
    """Give polylines as painter paths of bounded size: long ones broken, short ones put together."""
    pieces = offsets if thin else None
    if pieces is None:
        xy, pieces = _broken(xy, offsets, _LONGEST_WIDE_RUN)
    bounds = _groups(pieces, _IN_ONE_THIN_PATH if thin else _IN_ONE_WIDE_PATH)
    yield from _read(xy, pieces, bounds, token)


def _read(xy: Floats, offsets: Integers, bounds: Integers, token: CancelToken) -> Iterator[QPainterPath]:
    """Give the runs between bounds as paths, some thousand paths to a stream so that memory stays small."""
    for first in range(0, len(bounds) - 1, _IN_ONE_STREAM):
        token.check()
        mine = bounds[first : first + _IN_ONE_STREAM + 1]
        begin = offsets[mine[0]]
        block = xy[begin : offsets[mine[-1]]]
        stream = QDataStream(_written(block, offsets[mine[0] : mine[-1] + 1] - begin, mine - mine[0]))
        for _ in range(len(mine) - 1):
            path = QPainterPath()
            stream >> path
            yield path


def closed_path(xy: Floats, offsets: Integers) -> QPainterPath:
    """Return rings as one path in which a ring within a ring is a hole."""
    path = QPainterPath()
    if len(xy):
        stream = QDataStream(_written(xy, offsets, np.array([0, len(offsets) - 1])))
        stream >> path
    path.setFillRule(Qt.FillRule.OddEvenFill)
    return path


def draw_spots(painter: QPainter, at: Floats, spot: Spot, token: CancelToken, grown: float = 0.0) -> None:
    """Draw one sign at each of (n, 2) pixels."""
    if not len(at):
        return
    pen = QPen(QColor(spot.colour), spot.rim) if spot.rim else QPen(Qt.PenStyle.NoPen)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(spot.fill))
    outline = _outline(spot.sign) * (spot.radius + grown)
    xy = (at[:, None, :] + outline[None]).reshape(-1, 2)
    offsets = np.arange(len(at) + 1, dtype=np.int64) * len(outline)
    for path in _read(xy, offsets, np.arange(len(at) + 1, dtype=np.int64), token):
        painter.drawPath(path)


def _outline(sign: Sign) -> Floats:
    if sign is Sign.SQUARE:
        return np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]], np.float64)
    if sign is Sign.DIAMOND:
        return np.array([[0, -1], [1, 0], [0, 1], [-1, 0], [0, -1]], np.float64)
    turn = np.linspace(0, 2 * np.pi, 25)
    return np.column_stack([np.cos(turn), np.sin(turn)])


def _broken(xy: Floats, offsets: Integers, longest: int) -> tuple[Floats, Integers]:
    """Return the same lines in pieces of at most `longest` legs; a piece starts where the one before it ends."""
    lengths = np.diff(offsets)
    if not len(lengths) or lengths.max() <= longest + 1:
        return xy, offsets
    counts = np.maximum(-(-(lengths - 1) // longest), 1)
    turn = spans(np.zeros(len(counts), np.int64), counts)
    starts = np.repeat(offsets[:-1], counts) + turn * longest
    ends = np.minimum(starts + longest + 1, np.repeat(offsets[1:], counts))
    return xy[spans(starts, ends - starts)], offsets_of(ends - starts)


def _groups(offsets: Integers, most: int) -> Integers:
    """Return the numbers of the runs at which a new path begins, and the number of runs."""
    full = offsets[:-1] // most
    begins = np.flatnonzero(np.concatenate([[True], full[1:] != full[:-1]]))
    return np.append(begins, len(offsets) - 1)


def _written(xy: Floats, offsets: Integers, bounds: Integers) -> QByteArray:
    """Return the paths as a QDataStream holds them: count, elements, start of the last figure, fill rule."""
    elements = np.empty(len(xy), _ELEMENT)
    elements["kind"] = 1
    elements["kind"][offsets[:-1]] = 0
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    cuts = offsets[bounds]
    counts = np.diff(cuts)
    begins = offsets_of(counts * _WORDS + 3)
    words = np.empty(int(begins[-1]), ">i4")
    body = np.ones(len(words), np.bool_)
    for frame in (begins[:-1], begins[1:] - 2, begins[1:] - 1):
        body[frame] = False
    words[begins[:-1]] = counts
    words[body] = elements.view(">i4")
    words[begins[1:] - 2] = offsets[bounds[1:] - 1] - cuts[:-1]
    words[begins[1:] - 1] = Qt.FillRule.WindingFill.value
    return QByteArray(words.tobytes())
