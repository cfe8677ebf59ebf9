"""Takes every measurement and writes them beside this file, with the machine they were taken on.

    python tests/benchmarks/run.py            all, written to RESULTS.md
    python tests/benchmarks/run.py NAME ...   only bench_NAME.py ..., printed

Each `bench_*.py` has a function `measurements()` that yields `Measurement`s.
"""

import importlib
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from measurement import Measurement

HERE = Path(__file__).parent
HEAD = ["# Measurements", "", "Written by `make bench`. Wall times: median (least to most).", ""]


def machine() -> str:
    """The machine in one line: cores, memory, system, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    when = time.strftime("%Y-%m-%d", time.gmtime())
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{when}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, {python}"


def taken(names: list[str]) -> Iterator[tuple[str, list[Measurement]]]:
    """The measurements of each file, under its first docstring line, each printed as it is taken."""
    for path in sorted(HERE.glob("bench_*.py")):
        if names and path.stem.removeprefix("bench_") not in names:
            continue
        module = importlib.import_module(path.stem)
        title = (module.__doc__ or path.stem).strip().splitlines()[0].rstrip(".")
        print(f"\n{title}", flush=True)
        rows = []
        for row in module.measurements():
            print(f"  {row.what}: {row.figure}    {row.command}", flush=True)
            rows.append(row)
        yield title, rows


def main(names: list[str]) -> None:
    """Measure, print, and write the results of a whole run."""
    print(machine())
    lines = [*HEAD, machine(), ""]
    for title, rows in taken(names):
        lines += [f"## {title}", "", "| what | figure | how |", "| --- | --- | --- |"]
        lines += [f"| {row.what} | {row.figure} | `{row.command}` |" for row in rows]
        lines.append("")
    if not names:
        (HERE / "RESULTS.md").write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
