"""A small journey in a process of its own: a list in SK-42 becomes points and a line, a joint base and a GeoJSON."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

CATALOGUE = """\
№;B;L;H
1;41°11'20,5";45°03'12,4";812,5
2;41°11'29,0";45°03'40,1";809,0
3;41°10'02,7";45°04'55,3";790,25
4;40°59'58,1";45°06'00,0";744,0
"""

SK42 = ("--crs", "EPSG:4284", "--operation", "EPSG:15865", "--height-system", "Baltic 1977")
VERBS = (
    ("new", "a.gpkg", "--side", "A", "--title", "İkinci ı, Երկրորդ, Вторая"),
    ("points", "a.gpkg", "list.csv", "--as", "turning-points", "--line", "segment", *SK42, "--json"),
    ("list", "a.gpkg", "segments"),
    ("list", "a.gpkg", "turning-points", "--json"),
    ("base", "a.gpkg", "-o", "base.confinia", "--json"),
    ("export", "a.gpkg", "--to", "geojson", "-o", "view.geojson", "--json"),
)

BEFORE = """
import locale
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass  # this machine does not have it; the variables are set all the same
"""

PROGRAM = """
import json, sys
import geodata.cli
sys.stdout.reconfigure(encoding="utf-8")

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"a socket: {event}")

sys.addaudithook(refuse)
geodata.cli.stay_offline()
for verb in json.loads(sys.argv[1]):
    code = geodata.cli.cli.main(verb, standalone_mode=False)
    assert not code, (verb, code)
"""

LOCALES = ("az_AZ", "hy_AM", "ru_RU", "tr_TR")
DOCUMENTS = ("base.confinia", "view.geojson")


def journey(folder: Path, before: str = BEFORE, **environment: str) -> dict[str, bytes]:
    """What the verbs print and write in a process of its own, once `before` has run in it."""
    folder.mkdir()
    (folder / "list.csv").write_text(CATALOGUE, "utf-8")
    told = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(ROOT), **environment}
    told.pop("PYTHONHASHSEED", None) if "PYTHONHASHSEED" not in environment else None
    command = [sys.executable, "-X", "utf8", "-c", before + PROGRAM, json.dumps(VERBS)]
    done = subprocess.run(command, cwd=folder, capture_output=True, env=told)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return {"said": done.stdout, **{name: (folder / name).read_bytes() for name in DOCUMENTS}}


def made_locales(folder: Path) -> Path:
    """Return a folder of the languages' locales, made where the machine has what they are made of."""
    if shutil.which("localedef"):
        for name in LOCALES:
            made = ["localedef", "--no-archive", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
            subprocess.run(made, capture_output=True)  # answers 1 for a mere warning
    return folder


def speaking(name: str, locales: Path) -> dict[str, str]:
    """The environment of a machine that speaks a language."""
    return {"LC_ALL": f"{name}.UTF-8", "LANG": f"{name}.UTF-8", "LOCPATH": str(locales)}
