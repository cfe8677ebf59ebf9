"""The reader of plain Python, made of what resources/formats/ says alone, agrees with the program on every document."""

import ast
import random
from pathlib import Path

import pytest
from hypothesis import given

from geodata.changes.codec import canonical, record
from geodata.changes.container import pack, unpack
from geodata.changes.delta import apply
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import deltas_of
from geodata.changes.documents.document import document_of, kind_word, packed
from geodata.changes.documents.merge_document import state_hash
from geodata.changes.merging.merge import merge
from geodata.changes.verifying.verify import Checked, verified
from tests.geodata import plain_reader
from tests.geodata.golden import make
from tests.geodata.worlds import world, worlds

GOLDEN = sorted(make.HERE.glob("*.confinia"))
REFUSAL = Exception
"""Whatever it raises."""


def records(base):
    return {(one["kind"], one["id"]): one for one in plain_reader.read(packed(base))[0]["features"]}


def test_it_is_at_most_150_lines_of_the_standard_library():
    text = Path(plain_reader.__file__).read_text("utf-8")
    assert len(text.splitlines()) <= 150
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported.isdisjoint({"geodata", "tests", "msgspec", "numpy", "cryptography", "minisign"})


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_it_reads_every_golden_document_as_the_program_does(file):
    told, identity, _ = plain_reader.read(file.read_bytes())
    ours = document_of(file.read_bytes())
    assert (identity, told["document"]) == (ours.sha256, kind_word(ours))
    assert plain_reader.canonical(told) == ours.data
    if isinstance(ours, Base):
        assert [one["id"] for one in told["features"]] == [feature.id for feature in ours.features]
    assert [item["id"] for item in told.get("open", [])] == [item.id for item in getattr(ours, "open", ())]


def test_it_finds_that_the_golden_documents_hang_together():
    said = list(plain_reader.together(file.read_bytes() for file in GOLDEN))
    assert sum("fits its base" in line for line in said) == 5
    assert sum("open:" in line for line in said) == 4
    assert verified([Checked(file.name, document_of(file.read_bytes())) for file in GOLDEN]).problem is None


@given(worlds())
def test_it_lays_a_change_set_on_its_base_as_the_program_does(made):
    found = world(*made)
    layers = layers_of(found.base)
    for changes in (found.a, found.b):
        told, _, _ = plain_reader.read(packed(changes))
        _, state = plain_reader.laid(records(found.base), told["changes"])
        assert state == state_hash(apply(layers, deltas_of(changes, layers)))


@given(worlds())
def test_it_comes_to_the_state_that_a_merge_names(made):
    found = world(*made)
    merged = merge(found.base, found.a, found.b).document
    told, _, _ = plain_reader.read(packed(merged))
    assert plain_reader.laid(records(found.base), told["changes"])[1] == merged.state
    assert len(told["open"]) == len(merged.open)


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_it_refuses_a_flipped_bit_wherever_it_is(file):
    data = file.read_bytes()
    for bit in random.Random(11).sample(range(8 * len(data)), 60):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(REFUSAL):
            plain_reader.read(bytes(changed))


def broken_link(told):
    told["previous"] = "0" * 64


def other_number(told):
    told["sequence"] += 1


def other_line(told):
    told["changes"][4]["line"]["sha256"] = "0" * 64


def other_run(told):
    told["changes"][4]["line"]["runs"] = [[1, [0, 0], [1, 1]]]


def other_start(told):
    told["changes"][1]["old"] = {"label": "TP 9"}


@pytest.mark.parametrize("change", [broken_link, other_number, other_line, other_run, other_start])
def test_it_refuses_what_does_not_hang_together(change):
    told = record(document_of((make.HERE / "a3.confinia").read_bytes()))
    assert told["changes"][4]["kind"] == "route"
    change(told)
    others = [file.read_bytes() for file in GOLDEN if file.stem in ("base", "a1", "key-a2")]
    with pytest.raises(ValueError, match=r"link|hash|run|start|one number|line"):
        list(plain_reader.together([*others, pack(canonical(told))]))


def test_it_refuses_a_signature_that_is_of_another_document():
    held = unpack((make.HERE / "a3.confinia").read_bytes())
    other = unpack((make.HERE / "a1.confinia").read_bytes())
    with pytest.raises(ValueError, match="of another document"):
        plain_reader.read(pack(other.document, held.attachments))
