"""The height system that a person states of a list: in words, or as the code of a vertical reference system."""

import re

from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.errors import Refused

_CODE = re.compile(r"(EPSG):?\s*(\d{4,6})", re.IGNORECASE)


def check_height_system(stated: str) -> None:
    """Raise Refused for an EPSG code that is no vertical reference system; words are kept as they are."""
    found = _CODE.fullmatch(stated.strip())
    if found is None:
        return
    try:
        known = CRS.from_epsg(int(found[2]))
    except CRSError:
        raise Refused(f"{stated} is no reference system known here; Baltic 1977 heights are EPSG:5705.") from None
    if not known.is_vertical:
        raise Refused(f"{stated} is {known.name} and no height system; Baltic 1977 heights are EPSG:5705.")
