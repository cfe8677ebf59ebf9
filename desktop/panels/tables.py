"""The tables of the program: segments with their kilometres, routes, and notes."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.dialogs.words import word
from desktop.models.feature_table import Column
from desktop.models.sorting import Truths
from desktop.models.tally import PICTURES, Millimetres, Tally
from desktop.panels.parts import empty_state
from desktop.panels.table import Choice, TablePanel
from desktop.selection import Selection
from desktop.session import Session
from geodata.geometry.measure import lengths
from geodata.model.feature import Feature, Kind
from geodata.model.names import label_of
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment
from geodata.model.status import Picture, Side

translate = QCoreApplication.translate
Mask = Callable[[Sequence[Feature]], Truths]


def segments_table(session: Session, selection: Selection, tally: Tally) -> TablePanel:
    """Return the table of segments; its kilometres follow the tally."""
    columns = _segment_columns(tally)
    choices = [Choice(translate("Tables", "All segments"))] + [_with_picture(tally, picture) for picture in PICTURES]
    choices += [Choice(translate("Tables", "{0} has not marked").format(side), _unmarked_by(side)) for side in Side]
    empty = empty_state(
        translate("Tables", "The line will stand here, one row a segment."),
        translate("Tables", "Load a layer of border lines with File > Load a layer, or drop a file onto the window."),
    )
    kinds = (Kind.SEGMENT,)
    panel = TablePanel(session, selection, translate("Tables", "Segments"), kinds, columns, choices, empty)
    measured = [column.title for column in columns if column.figures]
    # after an edit the panel revises the rows itself; only when all is counted anew every row is
    tally.changed.connect(lambda ids: None if ids else panel.renew(measured))
    _linked(panel, selection)
    return panel


def routes_table(session: Session, selection: Selection) -> TablePanel:
    """Return the table of transport routes."""
    columns = [
        Column(translate("Tables", "Route"), lambda found: [_id(one) for one in _routes(found)]),
        Column(translate("Tables", "Names"), lambda found: [label_of(one.names, "") for one in _routes(found)]),
        Column(translate("Tables", "Mode"), lambda found: [one.mode.value for one in _routes(found)]),
        Column(translate("Tables", "State"), lambda found: [one.state.value for one in _routes(found)]),
        _kilometres(translate("Tables", "Length, km"), lambda found: lengths([one.line for one in _routes(found)])),
        Column(translate("Tables", "Code"), lambda found: [one.code for one in _routes(found)]),
        Column(translate("Tables", "Level"), lambda found: [one.level for one in _routes(found)]),
        Column(translate("Tables", "Gauge, mm"), lambda found: [one.gauge_mm or "" for one in _routes(found)]),
    ]
    choices = [Choice(translate("Tables", "All routes"))]
    choices += [
        Choice(translate("Tables", "mode: {0}").format(mode.value), _of_mode(mode)) for mode in (Mode.RAIL, Mode.ROAD)
    ]
    choices += [Choice(translate("Tables", "state: {0}").format(state.value), _in_state(state)) for state in RouteState]
    empty = empty_state(
        translate("Tables", "Roads, railways and lines will stand here."),
        translate("Tables", "Load a layer of routes with File > Load a layer; give it the role of routes."),
    )
    panel = TablePanel(session, selection, translate("Tables", "Routes"), (Kind.ROUTE,), columns, choices, empty)
    _linked(panel, selection)
    return panel


def kilometres(millimetres: int) -> str:
    """Return millimetres as kilometres without the unit, which stands in the heading."""
    return f"{millimetres / 1_000_000:,.3f}".replace(",", "\u202f") if millimetres else "\u2013"


def _segment_columns(tally: Tally) -> list[Column]:
    def parts(found: Sequence[Feature]) -> Millimetres:
        return tally.parts([feature.id for feature in found])

    def of(picture: Picture) -> Column:
        number = PICTURES.index(picture)
        title = translate("Tables", "{0}, km").format(picture.value)
        return _kilometres(title, lambda found: parts(found)[:, number])

    return [
        Column(translate("Tables", "Segment"), lambda found: [_id(one) for one in _segments(found)]),
        Column(
            translate("Tables", "Names"),
            lambda found: [label_of(one.names, "") if one.names else "" for one in _segments(found)],
        ),
        Column(translate("Tables", "Part"), lambda found: [one.part for one in _segments(found)]),
        Column(translate("Tables", "Section"), lambda found: [one.section for one in _segments(found)]),
        _kilometres(translate("Tables", "Length, km"), lambda found: parts(found).sum(axis=1)),
        *map(of, PICTURES),
        Column(translate("Tables", "A's position"), lambda found: [_position(one, Side.A) for one in _segments(found)]),
        Column(translate("Tables", "B's position"), lambda found: [_position(one, Side.B) for one in _segments(found)]),
        Column(translate("Tables", "Delimitation"), lambda found: [word(one.delimitation) for one in _segments(found)]),
    ]


def _kilometres(title: str, values: Callable[[Sequence[Feature]], Millimetres]) -> Column:
    tip = translate("Tables", "Geodesic, on the ellipsoid of the joint reference system")
    return Column(title, values, kilometres, figures=True, tip=tip)


def _with_picture(tally: Tally, picture: Picture) -> Choice:
    number = PICTURES.index(picture)

    def mask(found: Sequence[Feature]) -> Truths:
        chosen: Truths = tally.parts([feature.id for feature in found])[:, number] > 0
        return chosen

    return Choice(translate("Tables", "with {0} stretches").format(picture.value), mask)


def _unmarked_by(side: Side) -> Mask:
    return lambda found: _truths([not one.standings(side) for one in _segments(found)])


def _of_mode(mode: Mode) -> Mask:
    return lambda found: _truths([one.mode is mode for one in _routes(found)])


def _in_state(state: RouteState) -> Mask:
    return lambda found: _truths([one.state is state for one in _routes(found)])


def _truths(values: list[bool]) -> Truths:
    return np.array(values, dtype=np.bool_)


def _position(segment: Segment, side: Side) -> str:
    said = segment.standings(side)
    return ", ".join(dict.fromkeys(word(standing.position) for standing in said)) if said else ""


def _id(feature: Segment | Route) -> str:
    return feature.source_id or feature.id[:8]


def _segments(found: Sequence[Feature]) -> Sequence[Segment]:
    return cast(Sequence[Segment], found)


def _routes(found: Sequence[Feature]) -> Sequence[Route]:
    return cast(Sequence[Route], found)


def _linked(panel: TablePanel, selection: Selection) -> None:
    panel.shown_asked.connect(selection.show)
