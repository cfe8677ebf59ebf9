"""The verbs receive, received, attachments, verify with keys, and what changes and base say before anything leaves."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.cli import main
from geodata.io.documents import write_container
from geodata.io.store import Store
from geodata.model.source import Source
from geodata.model.status import Side
from tests.geodata.exchange import BASE, chain, receiving_project, signed, signed_chain, work, written
from tests.geodata.signing_keys import PASSPHRASE, key, pair
from tests.geodata.strategies import id_of

SHEET = b"scan of a sheet"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with side A's project, both sides' key files and side B's chain as signed files."""
    monkeypatch.chdir(tmp_path)
    with receiving_project(Path("a.gpkg")) as store:
        store.commit("Mark", [work(5000, Side.A)])
        cited = Source(id=id_of(90), title="Sheet", offered_by=Side.A, sha256=sha256(SHEET).hexdigest())
        store.commit("Cite", [Delta(None, cited)])
    written(tmp_path, signed_chain())
    write_container(tmp_path / "base.confinia", signed(BASE, 0))
    (tmp_path / "a.key").write_bytes(pair(Side.A)[0])
    (tmp_path / "words").write_text(PASSPHRASE + "\n", "utf-8")
    (tmp_path / "sheet.jpg").write_bytes(SHEET)
    for name, held in (("a.pub", key(Side.A)), ("b.pub", key(Side.B))):
        (tmp_path / name).write_text(f"untrusted comment: a key\n{held.text}\n")
    return tmp_path


def run(*words):
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return left.value.code


def told(capsys, *words):
    capsys.readouterr()
    code = run(*words, "--json")
    return code, json.loads(capsys.readouterr().out)


CHAIN = ("b1.confinia", "b2.confinia", "b3.confinia", "b4.confinia")
BOTH = ("--key", "a.pub", "--key", "b.pub")
SIGN = ("--key", "a.key", "--passphrase-file", "words")


def test_a_chain_is_received_and_acknowledged_with_a_signed_receipt(desk, capsys):
    assert run("receive", "a.gpkg", *CHAIN, "-o", "receipt.confinia", *SIGN) == 0
    out = capsys.readouterr().out
    assert "accepted b4.confinia: change set 4 of side B." in out
    assert "Wrote receipt.confinia: receipt of side A for 4 documents." in out
    code, facts = told(
        capsys, "verify", "receipt.confinia", *CHAIN, "base.confinia", "--key", "a.pub", "--key", "b.pub"
    )
    assert code == 0, facts
    assert {each["file"]: [one["state"] for one in each["signatures"]] for each in facts["files"]}["b3.confinia"] == [
        "good",
        "good",
    ]
    assert "receipt.confinia: side A accepted b1.confinia." in [link["sentence"] for link in facts["links"]]


def test_receiving_again_says_that_nothing_changed(desk, capsys):
    run("receive", "a.gpkg", *CHAIN)
    capsys.readouterr()
    assert run("receive", "a.gpkg", *reversed(CHAIN)) == 0
    assert "Everything was here before; nothing changed." in capsys.readouterr().out


def test_received_lists_what_came_what_left_and_what_is_missing(desk, capsys):
    run("changes", "a.gpkg", "-o", "a1.confinia")
    run("receive", "a.gpkg", "b1.confinia", "b4.confinia")
    code, facts = told(capsys, "received", "a.gpkg")
    assert code == 0
    assert [(each["sequence"], each["outcome"]) for each in facts["received"]] == [(1, "accepted"), (4, "received")]
    assert facts["missing"] == [[2, 3]]
    assert [(each["sequence"], each["acknowledged"]) for each in facts["sent"]] == [(1, False)]
    assert run("received", "a.gpkg") == 0
    out = capsys.readouterr().out
    assert "not yet" in out
    assert "Missing in the chain of side B: 2 to 3." in out


def test_each_kind_of_refusal_has_its_exit_code_and_the_others_are_received(desk, capsys):
    other = signed(replace(chain()[0], message="First week, corrected"), 0)
    write_container(desk / "other.confinia", other)
    broken = desk / "b4.confinia"
    broken.write_bytes(broken.read_bytes()[:-1])
    assert run("receive", "a.gpkg", "nothing.confinia", "b2.confinia") == 2
    assert run("receive", "a.gpkg", "b4.confinia", "b1.confinia") == 4
    assert run("receive", "a.gpkg", "other.confinia") == 10
    assert "REFUSED  other.confinia" in capsys.readouterr().out
    assert len(told(capsys, "received", "a.gpkg")[1]["received"]) == 3


def test_a_person_refuses_with_a_reason_and_takes_it_back(desk, capsys):
    assert run("receive", "a.gpkg", "--refuse", "b1.confinia", "Another map: not here") == 2
    assert told(capsys, "received", "a.gpkg")[1]["received"][0]["why"] == "Another map: not here"
    assert run("receive", "a.gpkg", "--refuse", "b1.confinia", "") == 0
    assert told(capsys, "received", "a.gpkg")[1]["received"][0]["outcome"] == "accepted"


def test_receive_wants_something_to_do(desk, capsys):
    assert run("receive", "a.gpkg") == 2
    assert "Name the files that came" in capsys.readouterr().err


def test_verify_takes_the_keys_of_a_project_and_says_who_signed(desk, capsys):
    assert run("verify", *CHAIN, "base.confinia", "--project", "a.gpkg") == 0
    out = capsys.readouterr().out
    assert f"signed for side B with key {key(Side.B).id}: good" in out
    assert out.endswith("All is well.\n")
    assert run("verify", *CHAIN, "base.confinia", "--key", "a.pub") == 1
    assert "without a good signature by the keys given: b1.confinia" in capsys.readouterr().out
    assert run("verify", *CHAIN, "base.confinia") == 0
    assert "Signatures were not checked." in capsys.readouterr().out


def test_verify_names_a_gap_and_breaks_at_it_only_when_the_whole_chain_is_asked_for(desk, capsys):
    assert run("verify", "b1.confinia", "b4.confinia") == 0
    assert "Of the chain of side B, 2 to 3 were not given." in capsys.readouterr().out
    assert run("verify", "b1.confinia", "b4.confinia", "--whole") == 10


def test_verify_says_the_same_whatever_the_order_of_files(desk, capsys):
    found = []
    for order in (CHAIN, CHAIN[::-1]):
        run("verify", *order, "base.confinia")
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]


def test_two_files_of_one_name_are_told_apart(desk, capsys):
    (desk / "usb").mkdir()
    write_container(desk / "usb" / "b1.confinia", signed(replace(chain()[0], message="Another"), 0))
    assert run("verify", "b1.confinia", "usb/b1.confinia") == 10
    assert "b1.confinia and usb/b1.confinia are both number 1" in capsys.readouterr().out


def test_what_would_leave_is_said_in_full_and_nothing_is_written(desk, capsys):
    before = (desk / "a.gpkg").read_bytes()
    words = ("changes", "a.gpkg", "--dry-run", "-m", "First week", "--attach", "sheet.jpg", *SIGN)
    assert run(*words) == 0
    out = capsys.readouterr().out
    assert 'message: "First week"' in out
    segment = chain()[0].changes[0].id
    assert any(line.strip().startswith("1. segment") and f"{segment}, changed" in line for line in out.splitlines())
    assert f"{sha256(SHEET).hexdigest()}  15 bytes" in out
    assert f"Signed by side A with key {key(Side.A).id}." in out
    assert "sheet.jpg" not in out
    code, facts = told(capsys, *words)
    assert (code, facts["would_leave"]["message"], facts["signed"]["side"]) == (0, "First week", "A")
    assert (desk / "a.gpkg").read_bytes() == before
    run("changes", "a.gpkg", "-o", "a1.confinia", "-m", "First week", "--attach", "sheet.jpg", *SIGN)
    assert (desk / "a1.confinia").stat().st_size == facts["bytes"]


def test_base_is_previewed_too(desk, capsys):
    assert run("base", "a.gpkg", "--next", "--dry-run") == 0
    assert "joint base 2" in capsys.readouterr().out
    assert run("base", "a.gpkg", "--next") == 2
    assert "--dry-run" in capsys.readouterr().err


def test_attachments_are_written_under_their_hash(desk, capsys):
    run("changes", "a.gpkg", "-o", "a1.confinia", "--attach", "sheet.jpg")
    (desk / "out").mkdir()
    assert run("attachments", "a1.confinia", "-o", "out") == 0
    assert [path.name for path in (desk / "out").iterdir()] == [sha256(SHEET).hexdigest()]
    assert run("attachments", "b1.confinia", "-o", "out") == 0
    assert "There is no evidence in this file." in capsys.readouterr().out


def test_attaching_what_no_source_cites_is_refused_by_name(desk, capsys):
    (desk / "letter.txt").write_text("not for them")
    assert run("changes", "a.gpkg", "-o", "a1.confinia", "--attach", "letter.txt") == 2
    assert "letter.txt is cited by no source" in capsys.readouterr().err
    assert not (desk / "a1.confinia").exists()
    with Store.open(Path("a.gpkg"), read_only=True) as store:
        assert store.exports() == []


@pytest.mark.parametrize("verb", ["receive", "received", "attachments", "verify", "changes"])
def test_help_needs_none_of_the_slow_libraries(verb):
    code = (
        "import sys\nfrom geodata.cli import cli\n"
        f"cli.main(['{verb}', '--help'], standalone_mode=False)\n"
        "assert not {'numpy', 'msgspec', 'shapely', 'pyproj', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_verify_needs_no_data_frames(desk):
    code = (
        "import sys\nfrom geodata.cli import cli\n"
        "cli.main(['verify', 'base.confinia', 'b1.confinia'], standalone_mode=False)\n"
        "assert not {'pandas', 'geopandas', 'pyogrio', 'sqlite3', 'networkx', 'folium'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_file_entered_as_a_source_may_go_along_as_evidence(desk, capsys):
    (desk / "photo.jpg").write_bytes(b"another scan")
    assert run("changes", "a.gpkg", "-o", "a1.confinia", "--attach", "photo.jpg") == 2
    assert "enter it as a source first (source --file)" in capsys.readouterr().err
    assert run("source", "a.gpkg", "Photograph", "--file", "photo.jpg") == 0
    code, answer = told(capsys, "changes", "a.gpkg", "-o", "a1.confinia", "--attach", "photo.jpg")
    assert code == 0
    assert [each["sha256"] for each in answer["evidence"]] == [sha256(b"another scan").hexdigest()]
