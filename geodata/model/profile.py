"""The joint profile: what both sides fix before they exchange a number. It travels with every document and has a hash.

Which reference system, which operation from every other one, what one step of the grid is, from which distance on a
difference counts, in which languages, and how the sides are called and in which order.
"""

from enum import StrEnum

from msgspec import Struct

from geodata.model.grid import WGS84_DEGREES, JointGrid, Unit
from geodata.model.names import Name


class PinnedOperation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The one way from a source's reference system to the joint one.

    `source` is the EPSG code or WKT2 that a source states; `code` the EPSG operation, empty where somebody wrote the
    parameters; `accuracy_mm` as published, None when nobody stated it; `pipeline` is what PROJ runs, from x east and
    y north of the source to x east and y north of the joint system. Where code and pipeline differ the pipeline counts.
    """

    source: str
    pipeline: str
    code: str = ""
    name: str = ""
    accuracy_mm: int | None = None


class Tolerances(Struct, frozen=True, kw_only=True):
    """Up to which distance in millimetres a difference is of which tier.

    T0 is identical, T1 rounding, T2 transformation, T3 the accuracy of maps, T4 whatever lies farther apart.
    """

    rounding_mm: int = 100
    transformation_mm: int = 7_000
    map_mm: int = 50_000

    def tier(self, millimetres: int, identical: bool = False) -> "Tier":
        """Return the tier of a distance; T0 only for what is the same number for number."""
        if identical:
            return Tier.T0
        steps = ((self.rounding_mm, Tier.T1), (self.transformation_mm, Tier.T2), (self.map_mm, Tier.T3))
        return next((tier for limit, tier in steps if millimetres <= limit), Tier.T4)


class Tier(StrEnum):
    """How far two readings lie apart, in the words of the joint profile; none of them means agreed."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"


class SideOrder(StrEnum):
    """Whose name stands first."""

    BY_SESSION = "by_session"
    BY_ALPHABET = "by_alphabet"


class JointProfile(Struct, frozen=True, kw_only=True):
    """What both sides fixed. `crs` is an EPSG code or WKT2 with degrees or metres as `unit` says.

    With BY_SESSION A stands first in sessions of odd number and B in those of even number; with BY_ALPHABET the names
    of the sides decide, in the language that is shown. `languages` are ISO 639-1 codes, all of equal rank.
    """

    crs: str
    unit: Unit
    ellipsoid: str
    operations: tuple[PinnedOperation, ...] = ()
    tolerances: Tolerances = Tolerances()
    languages: tuple[str, ...] = ()
    names_a: tuple[Name, ...] = ()
    names_b: tuple[Name, ...] = ()
    order: SideOrder = SideOrder.BY_SESSION

    @property
    def grid(self) -> JointGrid:
        """The grid on which the coordinates of its documents lie."""
        return JointGrid(crs=self.crs, unit=self.unit)

    @property
    def method(self) -> str:
        """How lengths and areas are measured, in words that stand beside each of them."""
        return f"geodesic, {self.ellipsoid}"

    def operation(self, source: str) -> PinnedOperation | None:
        """Return the operation pinned for a source's reference system, None where none is."""
        return next((pinned for pinned in self.operations if pinned.source == source), None)

    def tier(self, millimetres: int, identical: bool = False) -> Tier:
        """Return the tier of a distance; T0 only for what is the same number for number."""
        return self.tolerances.tier(millimetres, identical)


WGS84 = JointProfile(crs=WGS84_DEGREES.crs, unit=WGS84_DEGREES.unit, ellipsoid="WGS 84")
"""Longitude and latitude of WGS 84, with nothing pinned: what a project has until its sides fix more."""
