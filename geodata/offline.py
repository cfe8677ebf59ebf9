"""Staying offline, and by oneself: what another installation says of PROJ and GDAL in the environment is not heard."""

import os
from collections.abc import MutableMapping

_FOREIGN = ("PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "GDAL_DRIVER_PATH")


def stay_offline(environment: MutableMapping[str, str] = os.environ) -> None:
    """Keep PROJ off the network and away from another installation's data; call it before either is imported."""
    environment["PROJ_NETWORK"] = "OFF"
    for name in _FOREIGN:
        environment.pop(name, None)
