"""Keys and signatures from the command line, and what the other side types where it has only unzip and minisign."""

import io
import json
import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geodata.cli import cli
from geodata.errors import ConfiniaError, FileForeign, HashMismatch, NotFound, Refused, SignatureRefused
from geodata.io import key_files
from geodata.io.sample import base_file, change_set_file
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.signing_keys import PASSPHRASE, key, needs_minisign, pair

PROGRAM = Path(sys.executable).with_name("confinia-data")


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(cli, [str(each) for each in arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def answer(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a project of side A, keys of both sides, and the sample's documents."""
    monkeypatch.chdir(tmp_path)
    Store.create(tmp_path / "a.gpkg", Settings(title="Sarysu", side=Side.A)).close()
    Path("pass.txt").write_text(f"{PASSPHRASE}\n", "utf-8")
    for side in Side:
        Path(f"{side.lower()}.key").write_bytes(pair(side)[0])
        Path(f"{side.lower()}.pub").write_text(f"untrusted comment: whatever\n{key(side).text}\n", "utf-8")
        Path(f"{side.lower()}1.confinia").write_bytes(change_set_file(side).read_bytes())
    Path("base.confinia").write_bytes(base_file().read_bytes())
    return tmp_path


def sign(file: str, which: str = "a", *more: str) -> Any:
    return answer("sign", file, "--key", f"{which}.key", "--passphrase-file", "pass.txt", *more)


def test_a_new_key_is_for_its_owner_only_and_the_public_one_lies_beside_it(desk: Path):
    made = answer("key", "new", "chair.key", "--side", "B", "--label", "Sədr", "--passphrase-file", "pass.txt")
    assert made["public_key"] == "chair.pub"
    if os.name == "posix":
        assert stat.S_IMODE(Path("chair.key").stat().st_mode) == 0o600
    shown = answer("key", "show", "chair.pub")
    assert {name: shown[name] for name in ("id", "fingerprint", "words")} == {
        name: made[name] for name in ("id", "fingerprint", "words")
    }
    assert shown["claimed"] == {"side": "B", "label": "Sədr"}
    assert [len(words) for words in shown["words"].values()] == [12] * 4


@pytest.mark.parametrize("taken", ["x.key", "x.pub"])
def test_a_key_is_never_written_over(desk: Path, taken: str):
    Path(taken).write_text("precious", "utf-8")
    with pytest.raises(FileForeign, match="never written over"):
        run("key", "new", "x.key", "--side", "A", "--passphrase-file", "pass.txt")
    assert Path(taken).read_text("utf-8") == "precious"
    assert [path.name for path in Path().glob("x.*")] == [taken]


def test_a_public_key_that_cannot_be_written_leaves_no_secret_one(desk: Path, monkeypatch: pytest.MonkeyPatch):
    Path("x.pub").symlink_to("nowhere/else")  # not there, and yet in the way
    with pytest.raises(FileForeign):
        key_files.write_pair(Path("x.key"), PASSPHRASE, Side.A)
    assert not Path("x.key").exists()


def test_an_empty_passphrase_is_refused(desk: Path):
    Path("empty.txt").write_text("\n", "utf-8")
    with pytest.raises(Refused, match="needs a passphrase"):
        run("key", "new", "x.key", "--side", "A", "--passphrase-file", "empty.txt")
    assert not Path("x.key").exists()


def test_pinning_tells_the_words_and_listing_what_was_noted(desk: Path):
    pinned = answer("key", "pin", "a.gpkg", "b.pub", "--side", "B", "--because", "by telephone, 3 May")
    assert pinned["words"] == answer("key", "show", "b.pub")["words"]
    assert answer("key", "pin", "a.gpkg", "b.pub", "--side", "B")["again"] is True
    listed = answer("key", "list", "a.gpkg")
    assert [one["id"] for one in listed["keys"]] == [key(Side.B).id]
    assert [one["whence"] for one in listed["history"]] == ["by telephone, 3 May"]


def test_a_key_that_says_it_is_of_the_other_side_is_not_pinned(desk: Path):
    answer("key", "new", "x.key", "--side", "A", "--passphrase-file", "pass.txt")
    with pytest.raises(Refused, match="says that it is of side A"):
        run("key", "pin", "a.gpkg", "x.pub", "--side", "B")


def test_a_retired_key_stays_in_the_list(desk: Path):
    run("key", "pin", "a.gpkg", "b.pub", "--side", "B")
    answer("key", "retire", "a.gpkg", key(Side.B).id.upper(), "--last", "3", "--because", "left the office")
    (one,) = answer("key", "list", "a.gpkg")["keys"]
    assert (one["state"], one["last"]) == ("retired", 3)
    with pytest.raises(NotFound):
        run("key", "retire", "a.gpkg", "0" * 16, "--last", "3")


def test_signing_keeps_the_hash_and_signing_again_changes_nothing(desk: Path):
    before = answer("verify", "a1.confinia")["files"][0]["sha256"]
    first = sign("a1.confinia")
    data = Path("a1.confinia").read_bytes()
    assert (first["sha256"], first["again"], first["side"]) == (before, False, "A")
    assert sign("a1.confinia")["again"] is True
    assert Path("a1.confinia").read_bytes() == data


def test_writing_the_same_document_again_keeps_its_signatures(desk: Path):
    project = answer("sample", "valley", "--side", "A")["project"]
    first = answer("changes", project, "-o", "a9.confinia", "--message", "to be signed")
    sign("a9.confinia")
    data = Path("a9.confinia").read_bytes()
    assert answer("changes", project, "-o", "a9.confinia", "--message", "to be signed")["sha256"] == first["sha256"]
    assert Path("a9.confinia").read_bytes() == data
    answer("changes", project, "-o", "a9.confinia", "--message", "another")
    assert answer("signatures", "a9.confinia")["signatures"] == []


def test_both_sides_sign_a_base_in_either_order_to_the_same_bytes(desk: Path):
    Path("other.confinia").write_bytes(Path("base.confinia").read_bytes())
    for which in "ab":
        sign("base.confinia", which)
    for which in "ba":
        sign("other.confinia", which)
    assert Path("base.confinia").read_bytes() == Path("other.confinia").read_bytes()
    listed = answer("signatures", "base.confinia")["signatures"]
    assert [(one["side"], one["state"]) for one in listed] == [("A", "not checked"), ("B", "not checked")]


@pytest.mark.parametrize(
    ("file", "which", "more", "words"),
    [
        ("b1.confinia", "a", (), "secret key of side A; side B signs with its own"),
        ("b1.confinia", "a", ("--side", "A"), "document is of side B"),
        ("base.confinia", "a", ("--side", "B"), "secret key of side A"),
    ],
)
def test_no_side_signs_for_the_other(desk: Path, file: str, which: str, more: tuple[str, ...], words: str):
    before = Path(file).read_bytes()
    with pytest.raises(Refused, match=words):
        sign(file, which, *more)
    assert Path(file).read_bytes() == before


def test_a_key_file_that_names_no_side_signs_a_base_only_for_a_side_that_is_said(desk: Path):
    _, rest = Path("a.key").read_bytes().split(b"\n", 1)
    Path("a.key").write_bytes(b"untrusted comment: minisign encrypted secret key\n" + rest)
    with pytest.raises(Refused, match="--side"):
        sign("base.confinia")
    assert sign("base.confinia", "a", "--side", "A")["side"] == "A"


def test_a_wrong_passphrase_is_not_repeated_and_nothing_is_signed(desk: Path):
    Path("pass.txt").write_text("wrong horse", "utf-8")
    before = Path("a1.confinia").read_bytes()
    with pytest.raises(Refused, match="does not open this secret key") as refused:
        sign("a1.confinia")
    assert "horse" not in str(refused.value)
    assert Path("a1.confinia").read_bytes() == before


def test_a_public_key_does_not_sign(desk: Path):
    with pytest.raises(Refused, match="not the file of a secret key"):
        run("sign", "a1.confinia", "--key", "a.pub", "--passphrase-file", "pass.txt")


def test_signatures_are_checked_with_the_pinned_keys(desk: Path):
    assert run("signatures", "a1.confinia", "--project", "a.gpkg").return_value == 1
    sign("a1.confinia")
    assert run("signatures", "a1.confinia", "--project", "a.gpkg").return_value == 1
    run("key", "pin", "a.gpkg", "a.pub", "--side", "A", "--label", "head of group")
    done = run("signatures", "a1.confinia", "--project", "a.gpkg")
    assert done.return_value == 0
    assert "good, by a pinned key, active: head of group" in done.stdout
    assert "Signing proves who exported, and nothing more." in done.stdout


def test_a_signature_with_a_key_that_held_no_longer_is_refused(desk: Path):
    sign("a1.confinia")
    run("key", "pin", "a.gpkg", "a.pub", "--side", "A")
    run("key", "retire", "a.gpkg", key().id, "--last", "0")
    with pytest.raises(SignatureRefused, match="cannot sign number 1"):
        run("signatures", "a1.confinia", "--project", "a.gpkg")


def test_a_document_altered_after_signing_leaves_with_its_own_exit_code(desk: Path):
    sign("a1.confinia")
    data = Path("a1.confinia").read_bytes()
    at = data.index(b"side A\n")
    Path("a1.confinia").write_bytes(data[: at + 5] + b"B" + data[at + 6 :])
    with pytest.raises(HashMismatch):
        run("signatures", "a1.confinia")
    forged = subprocess.run([PROGRAM, "signatures", "a1.confinia"], capture_output=True, text=True, encoding="utf-8")
    assert (forged.returncode, forged.stdout) == (6, "")


@needs_minisign
def test_the_commands_that_are_told_verify_the_document_without_this_program(desk: Path):
    sign("base.confinia", "a")
    sign("base.confinia", "b")
    Path("elsewhere").mkdir()
    for one in answer("signatures", desk / "base.confinia")["signatures"]:
        for public in desk.glob("*.pub"):
            Path("elsewhere", public.name).write_bytes(public.read_bytes())
        for command in one["check_with"]:
            done = subprocess.run(command, shell=True, cwd="elsewhere", capture_output=True, text=True)
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        assert f"for side {one['side']}" in done.stdout


def test_without_a_terminal_nobody_is_asked(desk: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("typed\n"))
    with pytest.raises(Refused, match="--passphrase-file"):
        run("sign", "a1.confinia", "--key", "a.key")


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own is a matter of Unix")
@pytest.mark.parametrize(("second", "made"), [(PASSPHRASE, True), ("another", False)])
def test_a_passphrase_is_typed_twice_and_never_seen(desk: Path, second: str, made: bool):
    seen = typed_into([str(PROGRAM), "key", "new", "t.key", "--side", "A"], [PASSPHRASE, second])
    assert PASSPHRASE not in seen
    assert Path("t.key").exists() is made


def typed_into(command: list[str], lines: list[str]) -> str:
    """Return what a terminal shows of a command that asks for lines, each typed when it asks; then it is given up."""
    inside = "import pty, sys; pty.spawn(sys.argv[1:])"
    terminal = [sys.executable, "-c", inside, *command]
    seen = ""
    with subprocess.Popen(terminal, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for line, question in zip([*lines, "\x04"], ["Passphrase: ", "confirmation: ", "Passphrase: "], strict=True):
            asked = ""
            while not asked.endswith(question) and (data := running.stdout.read(1)):
                asked += data.decode("latin-1")
            seen += asked
            with suppress(BrokenPipeError):  # it made the key and has left
                running.stdin.write(f"{line}\n".encode())
        seen += running.stdout.read().decode("latin-1")
    return seen.encode("latin-1").decode()


def test_every_refusal_about_keys_is_a_sentence(desk: Path):
    Path("noise.pub").write_bytes(bytes(range(256)))
    for arguments in (
        ("key", "show", "noise.pub"),
        ("key", "show", "nowhere.pub"),
        ("key", "show", "."),
        ("sign", "a1.confinia", "--key", "noise.pub"),
        ("sign", "a1.confinia", "--key", "a.key", "--passphrase-file", "noise.pub"),
        ("sign", "a.key", "--key", "a.key", "--passphrase-file", "pass.txt"),
        ("signatures", "a.gpkg"),
    ):
        with pytest.raises(ConfiniaError, match=r"\.$"):
            run(*arguments)


def test_a_key_is_changed_by_a_record_that_both_keys_sign(desk: Path):
    project = answer("sample", "valley", "--side", "A")["project"]
    answer("key", "new", "next.key", "--side", "A", "--passphrase-file", "pass.txt")
    run("key", "pin", project, "a.pub", "--side", "A")
    made = answer(
        "key", "record", project, "next.pub", "--act", "change", "--replaces", key().id, "-o", "record.confinia"
    )
    with pytest.raises(SignatureRefused, match="signature of the new key"):
        run("key", "take", project, "record.confinia")
    sign("record.confinia", "next")
    with pytest.raises(SignatureRefused, match="not signed with the old key"):
        run("key", "take", project, "record.confinia")
    sign("record.confinia", "a")
    assert [one["state"] for one in answer("key", "take", project, "record.confinia")["changed"]] == [
        "retired",
        "active",
    ]
    assert answer("key", "take", project, "record.confinia")["changed"] == []
    after = answer("changes", project, "-o", "a2.confinia", "--message", "with the new key")
    assert (after["sequence"], after["previous"]) == (made["sequence"] + 1, made["sha256"])
    sign("a2.confinia", "a")
    with pytest.raises(SignatureRefused, match="cannot sign number 3"):
        run("signatures", "a2.confinia", "--project", project)
