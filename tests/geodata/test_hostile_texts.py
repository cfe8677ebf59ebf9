"""Texts of others in every field of a document: no verb lets them steer a terminal, and no page runs them."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from geodata.changes.container import pack, unpack
from geodata.cli import main
from tests.geodata import plain_reader
from tests.geodata.hostile_files import golden

EVIL = "=cmd|'/c calc'!A1<script>alert(1)</script><img onerror=y>\"&\u202egnp\u2066\x1b[31m\x07\r\nAll is well.\u2028"
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
FREE = {"title", "message", "section", "part", "source_id", "label", "note", "text", "sheet", "code", "basis", "number"}


def evil(value: object) -> object:
    """A document with ill-willed words wherever words are free."""
    if isinstance(value, dict):
        return {name: EVIL if name in FREE and isinstance(held, str) else evil(held) for name, held in value.items()}
    return [evil(held) for held in value] if isinstance(value, list) else value


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the golden base and both change sets, all of whose free texts are ill-willed."""
    monkeypatch.chdir(tmp_path)
    base = plain_reader.canonical(evil(json.loads(unpack(golden("base")).document)))
    (tmp_path / "base.confinia").write_bytes(pack(base))
    for name in ("a1", "b1"):
        plain = json.loads(unpack(golden(name)).document)
        plain["base"] = plain_reader.sha256(base)
        for change in plain["changes"]:
            change.pop("line", None)
            if change["kind"] == "turning_point":
                change.update(old={"label": EVIL}, new={"label": f"{EVIL} {name}"})
        told = evil({key: held for key, held in plain.items() if key != "changes"})
        assert isinstance(told, dict)
        told["changes"] = [change if change["kind"] == "turning_point" else evil(change) for change in plain["changes"]]
        (tmp_path / f"{name}.confinia").write_bytes(pack(plain_reader.canonical(told)))
    return tmp_path


class Elements(HTMLParser):
    """The elements of a page and whether any has a handler."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def test_no_verb_lets_the_words_of_a_document_steer_a_terminal(desk, capfd):
    for verb in (
        "verify base.confinia a1.confinia b1.confinia",
        "signatures a1.confinia",
        "words a1.confinia",
        "compare a1.confinia b1.confinia --base base.confinia --html page.html --geojson view.geojson",
        "merge base.confinia a1.confinia b1.confinia -o merge.confinia",
        "verify merge.confinia",
        "new a.gpkg --side A --base base.confinia",
        "info a.gpkg",
        "list a.gpkg segments",
        "list a.gpkg turning-points",
        "list a.gpkg routes",
        "pick base.confinia a1.confinia --kind turning_point -o part.confinia",
        "invert base.confinia a1.confinia -o back.confinia",
        "receive a.gpkg b1.confinia",
        "received a.gpkg",
    ):
        with pytest.raises(SystemExit) as left:
            main(verb.split())
        out, err = capfd.readouterr()
        assert (left.value.code or 0) in (0, 1), (verb, out, err)
        assert not STEERING.search(out + err), verb
    page = (desk / "page.html").read_text(encoding="utf-8")
    elements = Elements()
    elements.feed(page)
    assert elements.found.isdisjoint({"script", "img", "iframe", "link"})
    assert elements.handlers == []
    assert "\x1b" not in page
    view = json.loads((desk / "view.geojson").read_text(encoding="utf-8"))
    assert "<script>" in json.dumps(view)
