"""In which two reference systems places are told, in which form, and with the map sheet of which scale.

The choice is the program's memory. What the joint profile of the open project leaves open is not told: no operation is
ever chosen here. Ways between systems are looked up once and kept, because the pointer asks a hundred times a second.
"""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.settings import Memory
from geodata.errors import Refused
from geodata.geometry import sheets
from geodata.geometry.crs import WORLD
from geodata.geometry.sheets import Scale
from geodata.geometry.systems import System, Way, system_of, way_between
from geodata.geometry.written import Form
from geodata.model.profile import WGS84, JointProfile

JOINT = "joint"
"""Stands for the joint reference system of the open project, whichever that is."""

OFFERED = (JOINT, "EPSG:4326", "EPSG:4284", "EPSG:28408", "EPSG:32638")
"""The systems to choose from; any other one is chosen by its code."""

_SHORT = {"EPSG:4326": "WGS 84", "EPSG:4284": "SK-42", "EPSG:28408": "SK-42 zone 8", "EPSG:32638": "UTM 38N"}


class Slot(IntEnum):
    """The two places of the status line."""

    FIRST = 0
    SECOND = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A system as it was chosen, by its code or JOINT, and the form of its degrees."""

    code: str
    form: Form = Form.DMS


@dataclass(frozen=True, slots=True)
class Told:
    """A place in one system: `text` is empty where nobody pinned an operation, a dash where it has no such place."""

    short: str
    text: str
    pinned: bool = True


_FIRST = {Slot.FIRST: Shown("EPSG:4326"), Slot.SECOND: Shown("EPSG:28408")}


class Whereabouts(QObject):
    """Tells a place of the map in two systems and by its sheet."""

    changed = Signal()

    def __init__(self, session: Session, memory: Memory, parent: QObject | None = None) -> None:
        """Follow the project's joint profile; remember what is chosen."""
        super().__init__(parent)
        self._session, self._memory = session, memory
        self._shown = {slot: _read(memory.word(f"pointer/{slot.name.lower()}")) or _FIRST[slot] for slot in Slot}
        self._scale = _scale(memory.word("pointer/sheet"))
        self._ways: dict[str, Way | None] = {}
        for signal in (session.opened, session.closed, session.settings_changed):
            signal.connect(self._forget)

    @property
    def is_open(self) -> bool:
        """Whether there is a project whose places can be told."""
        return self._session.is_open

    @property
    def profile(self) -> JointProfile:
        """The joint profile by which systems lie to one another."""
        return self._session.project.settings.profile if self._session.is_open else WGS84

    @property
    def scale(self) -> Scale:
        """The scale whose sheets are named."""
        return self._scale

    def shown(self, slot: Slot) -> Shown:
        """What stands in a place of the status line."""
        return self._shown[slot]

    def system(self, slot: Slot) -> System:
        """The reference system of a place of the status line."""
        return system_of(self.code_of(self._shown[slot].code))

    def code_of(self, code: str) -> str:
        """Return the code of a system, also of the joint one."""
        return self.profile.crs if code == JOINT else code

    def choose(self, slot: Slot, shown: Shown) -> None:
        """Tell places in another system or form from now on; raise Refused when it is no system to tell them in."""
        system_of(self.code_of(shown.code))
        self._shown[slot] = shown
        self._memory.keep_word(f"pointer/{slot.name.lower()}", f"{shown.form} {shown.code}")
        self.changed.emit()

    def choose_scale(self, scale: Scale) -> None:
        """Name the sheets of another scale from now on."""
        self._scale = scale
        self._memory.keep_word("pointer/sheet", str(int(scale)))
        self.changed.emit()

    def tell(self, slot: Slot, longitude: float, latitude: float, fine: bool = False) -> Told:
        """Return a place of the map, in degrees of WGS 84, as it is written in the system of a slot."""
        shown = self._shown[slot]
        system = system_of(self.code_of(shown.code))
        way = self._way(system.code)
        if way is None:
            return Told(short_name(system), "", pinned=False)
        if not (abs(longitude) <= 180 and abs(latitude) <= 90):
            return Told(short_name(system), "\u2013")
        east, north = way.carry_one(longitude, latitude)
        written = system.written(east, north, shown.form, fine) if _on_globe(east, north) else "\u2013"
        return Told(short_name(system), written)

    def sheet(self, longitude: float, latitude: float) -> str:
        """Return the name of the sheet of a place of the map; empty where it has none or no operation is pinned."""
        way = self._way(sheets.CRS)
        if way is None or not abs(longitude) <= 180:
            return ""
        try:
            return sheets.sheet_of(*way.carry_one(longitude, latitude), self._scale).designation
        except Refused:
            return ""

    def is_pinned(self, code: str) -> bool:
        """Whether something says how a system lies to WGS 84."""
        return self._way(system_of(self.code_of(code)).code) is not None

    def by(self, code: str) -> str:
        """Return the operation by which places come into a system; empty where none is needed or pinned."""
        way = self._way(system_of(self.code_of(code)).code)
        return way.by if way else ""

    def _way(self, code: str) -> Way | None:
        if code not in self._ways:
            try:
                self._ways[code] = way_between(WORLD, code, self.profile)
            except Refused:  # nothing is pinned, or nothing better than a rough guess is known
                self._ways[code] = None
        return self._ways[code]

    def _forget(self) -> None:
        self._ways.clear()
        self.changed.emit()


def short_name(system: System) -> str:
    """Return what a system is called where there is little room."""
    return _SHORT.get(system.code, system.code if system.code.startswith("EPSG:") else system.name[:24])


def _on_globe(east: float, north: float) -> bool:
    return abs(east) < 1e9 and abs(north) < 1e9  # false for what is infinite or no number, too


def _read(word: str) -> Shown | None:
    form, _, code = word.partition(" ")
    if form not in set(Form):
        return None
    try:
        return Shown(code if code == JOINT else system_of(code).code, Form(form))
    except Refused:
        return None


def _scale(word: str) -> Scale:
    return Scale(int(word)) if word in {str(int(scale)) for scale in Scale} else Scale.K100
