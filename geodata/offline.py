"""Staying offline, and by oneself: what another installation says of PROJ and GDAL in the environment is not heard."""

import locale
import os
from collections.abc import MutableMapping
from contextlib import suppress

_HEARD = ("CPL_", "GDAL_", "GPX_", "LIBKML_", "OGR_", "OSR_", "PROJ_", "SHAPE_", "SQLITE_", "VSI_")
"""How the variables begin that GDAL and PROJ listen to."""

_OURS = {
    "GDAL_CONFIG_FILE": os.devnull,  # else the one in the home folder is read
    "PROJ_NETWORK": "OFF",
    "PROJ_SKIP_READ_USER_WRITABLE_DIRECTORY": "YES",  # grids that others fetched there would offer other operations
}


def stay_offline(environment: MutableMapping[str, str] = os.environ) -> None:
    """Keep PROJ off the network and both away from another installation's settings; call it before they are imported.

    The same project and the same file give the same numbers on every computer.
    """
    for name in [each for each in environment if each.startswith(_HEARD)]:
        del environment[name]
    environment.update(_OURS)
    keep_letters_plain()


def keep_letters_plain() -> None:
    """Let C libraries tell capital letters as in no language, whatever the machine speaks.

    GDAL looks up its own words without regard to case, and where I is not the capital of i, as in Azerbaijani and
    Turkish, it does not find them. Python, and Qt when it starts, take the letters of the machine's language.
    """
    for name in ("C", "C.UTF-8"):  # the second is better, and not everywhere
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
