"""The worst files at the door of every verb that reads one: a sentence, an exit code, and nothing touched."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from geodata.cli import main
from geodata.errors import DocumentRefused, FileTrouble
from geodata.io.store import Store
from geodata.io.store_documents import Kept
from tests.geodata.hostile_files import CONTAINERS, DOCUMENTS, ON_ITS_BASE, golden
from tests.geodata.signing_keys import PASSPHRASE, pair
from tests.geodata.strategies import id_of

WORST = (
    "deflated",
    "overlapping",
    "up and away",
    "symlink",
    "two gigabytes",
    "swapped members",
    "21 signatures",
    "deep",
    "doubled key",
    "identifier as a field",
)
CODES = {kind.exit_code for kind in (DocumentRefused, FileTrouble, *DocumentRefused.__subclasses__())}
VERBS = (
    "verify X",
    "verify base.confinia b1.confinia X",
    "compare X b1.confinia",
    "compare b1.confinia X --json",
    "compare a1.confinia b1.confinia --base X",
    "merge X a1.confinia b1.confinia -o out.confinia",
    "merge base.confinia a1.confinia X -o out.confinia",
    "merge base.confinia a1.confinia b1.confinia --earlier X -o out.confinia",
    "sign X --key a.key --passphrase-file words.txt",
    "signatures X",
    "signatures X --project a.gpkg",
    "words X",
    "attachments X -o folder",
    "new c.gpkg --side A --base X",
    "profile show X",
    "profile write X -o profile.json",
    "profile adopt a.gpkg X",
    "profile differences X base.confinia",
    "invert X a1.confinia -o out.confinia",
    "invert base.confinia X -o out.confinia",
    "squash base.confinia a1.confinia X -o out.confinia",
    "pick base.confinia X --kind segment -o out.confinia",
    "rebase a.gpkg X",
)


def run(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of one verb, and what it said about trouble."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    out, err = capfd.readouterr()
    return int(left.value.code or 0), err or out


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    """A folder with a project of side A on the golden base, and what both sides handed over."""
    monkeypatch.chdir(tmp_path)
    for name in ("base", "a1", "b1"):
        (tmp_path / f"{name}.confinia").write_bytes(golden(name))
    assert run(capfd, "new", "a.gpkg", "--side", "A", "--base", "base.confinia")[0] == 0
    (tmp_path / "a.key").write_bytes(pair()[0])
    (tmp_path / "words.txt").write_text(PASSPHRASE, encoding="utf-8")
    return tmp_path


def state(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*.*"))
    }


def bad(name: str) -> bytes:
    makers: dict[str, Callable[[], bytes]] = {**CONTAINERS, **DOCUMENTS, **ON_ITS_BASE}
    return makers[name]()


@pytest.mark.parametrize("verb", VERBS)
def test_the_worst_files_are_refused_by_every_verb_and_nothing_is_touched(desk, capfd, verb):
    for name in WORST:
        (desk / "x.confinia").write_bytes(bad(name))
        before = state(desk)
        code, said = run(capfd, *verb.replace("X", "x.confinia").split())
        assert code in CODES, (name, code, said)
        assert "Traceback" not in said
        assert state(desk) == before, name
        if not verb.startswith("verify"):
            assert len(said.splitlines()) == 1, (name, said)
            assert said.endswith(".\n"), (name, said)


@pytest.mark.parametrize("name", WORST)
def test_of_a_file_that_cannot_be_read_a_project_keeps_the_hash_and_the_reason_for_its_receipt(desk, capfd, name):
    (desk / "x.confinia").write_bytes(bad(name))
    before = held(desk)
    for _ in range(2):
        code, said = run(capfd, "receive", "a.gpkg", "x.confinia")
        assert code in CODES, (name, code, said)
        assert "Traceback" not in said
    after = held(desk)
    (unread,) = after.pop(Kept.UNREAD)
    assert unread.sha256 == sha256(bad(name)).hexdigest()
    assert unread.data.decode() in said
    assert before.pop(Kept.UNREAD) == []
    assert after == before


def held(folder: Path) -> dict[object, object]:
    with Store.open(folder / "a.gpkg", read_only=True) as store:
        kept: dict[object, object] = {role: list(store.kept(role)) for role in Kept}
        layers = {kind: dict(layer) for kind, layer in store.load().layers.items()}
        return {**kept, "layers": layers, "history": list(store.history()), "keys": store.pinned_keys()}


@pytest.mark.parametrize("name", ON_ITS_BASE)
def test_a_change_set_that_cannot_be_on_its_base_is_refused_by_every_verb_that_lays_it(desk, capfd, name):
    (desk / "x.confinia").write_bytes(bad(name))
    before = state(desk)
    for verb in (
        "verify base.confinia x.confinia",
        "merge base.confinia x.confinia b1.confinia -o out.confinia",
        "compare x.confinia b1.confinia --base base.confinia",
        "invert base.confinia x.confinia -o out.confinia",
    ):
        code, said = run(capfd, *verb.split())
        assert code in CODES, (verb, code, said)
        assert "Traceback" not in said
    assert state(desk) == before


def test_a_line_is_not_drawn_from_a_document(desk, capfd):
    (desk / "x.confinia").write_bytes(bad("deflated"))
    before = state(desk)
    for verb in (f"draw a.gpkg {id_of(1)} x.confinia", "draw a.gpkg V-1 x.confinia", "split x.confinia x.confinia"):
        code, said = run(capfd, *verb.split())
        assert (1 < code < 70, "Traceback" in said) == (True, False), (verb, said)
    assert state(desk) == before
