"""What the command line asks for. Nothing of Qt is imported before a window is wanted."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from geodata import __version__
from geodata.offline import stay_offline

NO_DISPLAY = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    wanted = _parser().parse_args(arguments)
    stay_offline()
    if wanted.sample_journey is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from desktop.demonstration import perform

        return perform(wanted.sample_journey)
    if not _has_display():
        sys.stderr.write("There is no display here, so no window can open; confinia-data does everything without.\n")
        return NO_DISPLAY
    from desktop.app.program import run

    return run(wanted.project, sample=wanted.sample)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="confinia",
        description="One border, two lists of claims, one map. Opens a project; confinia-data does the same headless.",
    )
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help="a project file to open")
    parser.add_argument("--sample", action="store_true", help="open your working copy of the sample project")
    parser.add_argument(
        "--sample-journey",
        type=Path,
        metavar="DIR",
        help="perform the sample journey without a display and leave its documents and screenshots in DIR",
    )
    parser.add_argument("--version", action="version", version=f"Confinia {__version__}")
    return parser


def _has_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
