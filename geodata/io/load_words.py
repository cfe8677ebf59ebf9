"""Words of others for our closed vocabularies: what a road, a railway or a pillar is called in the sources we meet."""

from enum import StrEnum
from typing import TypeVar

from geodata.model.marker import MarkerKind
from geodata.model.route import Mode, RouteState
from geodata.model.turning_point import TurningPointKind

W = TypeVar("W", bound=StrEnum)

BY_HEADING = {"railway": Mode.RAIL, "highway": Mode.ROAD}
"""Columns as OpenStreetMap heads them: whatever they hold, it is a railway or a road."""

_MODES = {
    Mode.RAIL: "railway rail_line narrow_gauge light_rail tram subway monorail funicular train железная_дорога жд "
    "երկաթուղի dəmiryolu dəmir_yolu",
    Mode.ROAD: "highway motorway trunk primary secondary tertiary unclassified residential track street дорога "
    "автодорога ճանապարհ yol",
    Mode.FIBRE: "fiber optical_fibre optical_fiber cable telecom communication",
    Mode.POWER: "electricity line power_line minor_line лэп",
    Mode.GAS: "pipeline gas_pipeline газопровод",
    Mode.WATER: "canal river waterway water_main водовод",
}
_STATES = {
    RouteState.OPERATING: "open in_use active working in_operation operational действует",
    RouteState.CLOSED: "disused not_in_use закрыта",
    RouteState.DISMANTLED: "abandoned razed removed demolished разобрана",
    RouteState.BUILDING: "construction under_construction строится",
    RouteState.PLANNED: "plan",
    RouteState.PROPOSED: "proposal",
}
_MARKERS = {MarkerKind.MAIN: "pillar основной", MarkerKind.AUXILIARY: "post sign вспомогательный"}
_TURNING_POINTS = {TurningPointKind.TRIPOINT: "tri-point trijunction", TurningPointKind.ORDINARY: "turning_point"}


def _vocabulary(words: type[W], others: dict[W, str]) -> dict[str, W]:
    return {word.value: word for word in words} | {
        each: word for word, listed in others.items() for each in listed.split()
    }


MODES = _vocabulary(Mode, _MODES)
STATES = _vocabulary(RouteState, _STATES)
MARKERS = _vocabulary(MarkerKind, _MARKERS)
TURNING_POINTS = _vocabulary(TurningPointKind, _TURNING_POINTS)
WORDS = {"mode": set(MODES), "state": set(STATES), "type": set(MARKERS) | set(TURNING_POINTS)}
"""Every word known for a field."""


def plain(text: str) -> str:
    """Return a word as the vocabularies spell it."""
    return "_".join(text.casefold().split())
