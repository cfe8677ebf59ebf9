"""What is said of a sheet's name while it is typed: how it is read, and whether what is loaded lies on that sheet."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from geodata.errors import Refused
from geodata.geometry import sheets
from geodata.geometry.crs import WORLD, Floats, OperationNeeded
from geodata.geometry.sheet_names import read_sheet
from geodata.geometry.systems import way_between
from geodata.model.profile import WGS84, JointProfile
from geodata.model.reference import Columns

translate = QCoreApplication.translate

_MARGIN = 0.002
"""Degrees, about 200 m: as much as a sheet's edge may be off where no operation to its datum is pinned."""


def sheet_said(printed: str, profile: JointProfile = WGS84, columns: Columns | None = None) -> str:
    """Return what a sheet's name is read as and whether places in degrees of WGS 84 lie on it; why not, if it cannot.

    Empty for no name.
    """
    if not printed:
        return ""
    try:
        sheet = read_sheet(printed)
    except Refused as problem:
        return problem.sentence
    scale = f"1:{int(sheet.scale):,}".replace(",", "\u202f")
    read = translate("Sheet", "Read as {0}, {1}.").format(sheet.designation, scale)
    return " ".join(filter(None, (read, _lying(sheet, profile, columns) if columns is not None else "")))


def _lying(sheet: sheets.Sheet, profile: JointProfile, columns: Columns) -> str:
    if not len(columns.xy):
        return ""
    places, margin = _on_sk42(columns.xy, profile)
    west, south, east, north = sheet.bounds
    low, high = np.array([west, south]) - margin, np.array([east, north]) + margin
    inside = int(((places >= low) & (places <= high)).all(axis=1).sum())
    if inside == len(places):
        return translate("Sheet", "What is read lies on it.")
    if inside:
        said = translate("Sheet", "{0} of the {1} places that are read lie on it.")
        return said.format(inside, len(places))
    longitude, latitude = np.median(places, axis=0).tolist()
    try:
        there = sheets.sheet_of(longitude, latitude, sheet.scale).designation
    except Refused:
        return translate("Sheet", "What is read lies nowhere near it.")
    return translate("Sheet", "What is read does not lie on it but on {0}.").format(there)


def _on_sk42(degrees: Floats, profile: JointProfile) -> tuple[Floats, float]:
    """The places on the datum by which sheets are cut, and how many degrees they may be off."""
    try:
        return way_between(WORLD, sheets.CRS, profile).carry(degrees), 0.0
    except (OperationNeeded, Refused):
        return degrees, _MARGIN
