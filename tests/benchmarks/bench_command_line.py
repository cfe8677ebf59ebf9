"""How soon the command line answers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measurement import Measurement, spread

PROGRAM = Path(sys.executable).with_name("confinia-data")


def measurements() -> Iterator[Measurement]:
    """The help of the whole program and of one verb."""
    for arguments in (["--help"], ["compare", "--help"]):
        command = [str(PROGRAM), *arguments]
        figure = spread(lambda command=command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        yield Measurement(" ".join(arguments), figure, " ".join(["confinia-data", *arguments]))
