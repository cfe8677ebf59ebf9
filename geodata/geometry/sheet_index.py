"""Which map sheets a line of the record passes, by chainage: the index from the line to the paper."""

import numpy as np
from msgspec import Struct

from geodata.geometry import sheets
from geodata.geometry.measure import running
from geodata.geometry.sheets import Scale, Sheet
from geodata.geometry.systems import way_between
from geodata.model.line import Line
from geodata.model.profile import JointProfile


class SheetStretch(Struct, frozen=True, kw_only=True):
    """A sheet and what a line has on it: from and to in millimetres of chainage."""

    sheet: Sheet
    start: int
    end: int


def sheets_of_line(
    line: Line, profile: JointProfile, scale: int = Scale.K100, pin: str = ""
) -> tuple[SheetStretch, ...]:
    """Return the sheets that a line passes, in order; together they are the whole line, without a gap.

    Raise OperationNeeded where nothing says how the joint system lies to SK-42 (`pin` may say so), Refused where sheets
    have no names.
    """
    way = way_between(profile.crs, sheets.CRS, profile, pin)
    passages = sheets.sheets_along(way.carry(line.grid.native(line.xy)), scale)
    along = running([line])[0]
    ends = np.rint(np.interp([one.end for one in passages], np.arange(len(line)), along)).astype(np.int64).tolist()
    return tuple(
        SheetStretch(sheet=passage.sheet, start=start, end=end)
        for passage, start, end in zip(passages, [0, *ends], ends, strict=False)
    )
