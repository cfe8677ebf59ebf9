"""Two sides on a real stretch of line, on two machines of different language, time zone and hash seed: equal bytes."""

import json
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.geodata.journey_alone import made_locales, speaking
from tests.journeys.two_machines import REGION, Claims, Machine, claims, layer, routes

pytestmark = pytest.mark.skipif(not REGION.exists(), reason="the region's layers are not beside the project")

BOTH = ("base.confinia", "a1.confinia", "b1.confinia")
PASS = ("--passphrase-file", "passphrase.txt")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Machine, Machine]:
    """Both laptops after the exchange: each side drew its claim, changed routes, signed, handed over and received."""
    folder = tmp_path_factory.mktemp("stick")
    locales = made_locales(folder)
    worlds = (("a", "hy_AM", "America/St_Johns", "1"), ("b", "az_AZ", "Asia/Tokyo", "77"))
    a, b = (
        Machine(folder / side, {**speaking(language, locales), "TZ": zone, "PYTHONHASHSEED": seed})
        for side, language, zone, seed in worlds
    )
    drawn = claims()
    for machine in (a, b):
        machine.folder.mkdir()
        (machine.folder / "passphrase.txt").write_text("a long walk by the river\n", "utf-8")
    started(a, b, drawn)
    for machine, side, lines in ((a, "a", drawn.a), (b, "b", drawn.b)):
        layer(machine.folder / "claim.geojson", {id_: points for id_, (_, points) in lines.items()})
        routes(machine.folder / "routes.geojson", side)
        project = f"{side}.gpkg"
        machine.run(
            *(["draw", project, on, "claim.geojson", "--id", id_, "--label", id_] for id_, (on, _) in lines.items()),
            ["import", project, "routes.geojson", "--as", "routes", "--id", "id", "--name", "name", "--update"],
            ["note", project, "W-2", f"Only for side {side}: ախր, ıı, щё", "--private"],
            ["changes", project, "-o", f"{side}1.confinia", "-m", "The whole claim", "--key", f"{side}.key", *PASS],
        )
    b.take(a, "a1.confinia")
    a.take(b, "b1.confinia")
    return a, b


def started(a: Machine, b: Machine, drawn: Claims) -> None:
    """Keys made and pinned on both machines, and both projects on one signed base."""
    for machine, side in ((a, "a"), (b, "b")):
        machine.run(["key", "new", f"{side}.key", "--side", side.upper(), *PASS])
    a.take(b, "b.pub")
    b.take(a, "a.pub")
    layer(a.folder / "work.geojson", drawn.work)
    routes(a.folder / "routes.geojson", "")
    a.run(
        ["new", "a.gpkg", "--side", "A", "--title", "Line of work"],
        ["import", "a.gpkg", "work.geojson", "--as", "segments", "--id", "id"],
        ["import", "a.gpkg", "routes.geojson", "--as", "routes", "--id", "id", "--name", "name"],
        ["base", "a.gpkg", "-o", "base.confinia", "--key", "a.key", *PASS],
    )
    b.take(a, "base.confinia")
    b.run(["new", "b.gpkg", "--side", "B", "--base", "base.confinia"])
    for machine, project in ((a, "a.gpkg"), (b, "b.gpkg")):
        machine.run(*(["key", "pin", project, f"{side}.pub", "--side", side.upper()] for side in "ab"))


def test_both_machines_find_every_file_whole_signed_and_fitting(machines: tuple[Machine, Machine]) -> None:
    said = [machine.answer("verify", *BOTH, "--key", "a.pub", "--key", "b.pub") for machine in machines]
    assert said[0] == said[1]
    assert said[0]["ok"]


def test_what_arrived_is_acknowledged_with_a_signed_receipt(machines: tuple[Machine, Machine]) -> None:
    a, b = machines
    for machine, project, came, receipt, key in (
        (a, "a.gpkg", "b1.confinia", "receipt-a.confinia", "a.key"),
        (b, "b.gpkg", "a1.confinia", "receipt-b.confinia", "b.key"),
    ):
        machine.run(["receive", project, came, "-o", receipt, "--key", key, *PASS])
    a.take(b, "receipt-b.confinia")
    assert waiting(a) == [False]
    a.run(["receive", "a.gpkg", "receipt-b.confinia"])
    assert waiting(a) == [True]


def waiting(machine: Machine) -> list[bool]:
    """Of each change set that left a machine, whether the other side has acknowledged it."""
    sent = machine.answer("received", "a.gpkg")["sent"]
    return [one["acknowledged"] for one in sent if one["document"] == "changes"]


def test_both_machines_write_the_same_comparison_to_the_byte(machines: tuple[Machine, Machine]) -> None:
    for machine, order in zip(machines, (("a1", "b1"), ("b1", "a1")), strict=True):
        files = [f"{name}.confinia" for name in order]
        machine.run(
            ["compare", *files, "--html", "compared.html", "--geojson", "compared.geojson"],
        )
        (machine.folder / "compared.json").write_text(machine.run(["compare", *files, "--json"]), "utf-8")
        (machine.folder / "split.json").write_text(
            machine.run(["split", "a1.confinia", "b1.confinia", "--within", "50", "--json"]), "utf-8"
        )
    for name in ("compared.html", "compared.geojson", "compared.json", "split.json"):
        assert machines[0].read(name) == machines[1].read(name), name
    found = json.loads(machines[0].read("compared.json"))
    assert {item["segment"] for item in found["items"] if item["kind"] == "variant"} == segments(machines[0])


def segments(machine: Machine) -> set[str]:
    """The identifiers of the segments in a machine's project."""
    return {one["id"] for one in machine.answer("list", "a.gpkg", "segments")}


def test_every_metre_of_both_claims_is_in_one_part_of_the_split(machines: tuple[Machine, Machine]) -> None:
    split = machines[1].answer("split", "a1.confinia", "b1.confinia", "--within", "50")
    for side in "ab":
        ends: dict[int, list[tuple[float, float]]] = {}
        for part in split["parts"]:
            for span in part[side]:
                ends.setdefault(span["line"], []).append((span["from_m"], span["to_m"]))
        assert ends
        for spans in ends.values():
            spans.sort()
            assert spans[0][0] == 0.0
            assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_both_machines_merge_to_the_same_bytes_with_the_same_open_items(machines: tuple[Machine, Machine]) -> None:
    said: list[Any] = []
    for machine, order in zip(machines, (("a1", "b1"), ("b1", "a1")), strict=True):
        said.append(
            machine.answer("merge", "base.confinia", *(f"{name}.confinia" for name in order), "-o", "m.confinia")
        )
    assert machines[0].read("m.confinia") == machines[1].read("m.confinia")
    assert said[0] == said[1]
    merged = document(machines[0], "m.confinia")
    wanted = [sorted({name for change in item["a"] for name in change["new"]}) for item in merged["open"]]
    assert sorted(wanted) == [
        ["names", "origin"],
        ["origin"],
    ]  # two names, and two files it was read in
    runs = [change["line"]["runs"] for change in merged["changes"] if "line" in change]
    assert [[run[0] for run in each] for each in runs] == [[2, 9]]  # what A and what B moved of the other road
    assert machines[1].answer("verify", *BOTH, "m.confinia")["files"]


def document(machine: Machine, name: str) -> Any:
    """The document in a file, as JSON."""
    with zipfile.ZipFile(machine.folder / name) as opened:
        return json.loads(opened.read("document.json"))


def test_no_private_word_and_no_path_leaves_a_machine(machines: tuple[Machine, Machine]) -> None:
    for machine, names in ((machines[0], ("base.confinia", "a1.confinia")), (machines[1], ("b1.confinia",))):
        for name in names:
            data = machine.read(name)
            for word in ("Only for side", "ախր", "щё", str(machine.folder), "passphrase", "river"):
                assert word.encode() not in data
                assert json.dumps(word).strip('"').encode() not in data


def test_a_flipped_bit_is_refused_on_the_other_machine(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    data = bytearray(machines[1].read("a1.confinia"))
    data[len(data) // 2] ^= 4
    (machines[1].folder / "flipped.confinia").write_bytes(data)
    report = machines[1].answer("verify", "flipped.confinia", codes=(4, 5, 6, 9))
    assert not report["ok"]
