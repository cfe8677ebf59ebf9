"""Hostile documents: each is refused with one sentence, whatever is done to it, and nothing else ever happens."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.changes.container import pack, unpack
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.changes.documents.document import decoded, document_of, opened
from geodata.changes.documents.merge_document import Merge, merged_layers
from geodata.changes.signing.signing import check_all
from geodata.errors import ConfiniaError, DocumentRefused, SignatureRefused
from tests.geodata import plain_reader
from tests.geodata.golden import make, throwaway_key
from tests.geodata.hostile_files import CONTAINERS, DOCUMENTS, ON_ITS_BASE, golden

GOLDEN = sorted(file.stem for file in make.HERE.glob("*.confinia"))
BASE = document_of(golden("base"))
FLIPS = 10_000
LONGEST_SENTENCE = 900

assert isinstance(BASE, Base)


def is_a_sentence(problem: ConfiniaError) -> bool:
    said = str(problem)
    return said[:1].isupper() and said.endswith(".") and "\n" not in said and len(said) <= LONGEST_SENTENCE


@pytest.mark.parametrize("name", [*CONTAINERS, *DOCUMENTS])
def test_a_hostile_file_is_refused_with_a_sentence(name):
    with pytest.raises(DocumentRefused) as refusal:
        document_of({**CONTAINERS, **DOCUMENTS}[name]())
    assert is_a_sentence(refusal.value)


@pytest.mark.parametrize("name", ON_ITS_BASE)
def test_a_change_set_that_cannot_be_on_its_base_is_refused_with_a_sentence(name):
    changes = document_of(ON_ITS_BASE[name]())
    with pytest.raises(DocumentRefused) as refusal:
        deltas_of(changes, layers_of(BASE))
    assert is_a_sentence(refusal.value)


@pytest.mark.parametrize("name", CONTAINERS)
def test_the_plain_reader_refuses_the_same_containers(name):
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it raises is a refusal
        plain_reader.read(CONTAINERS[name]())


@pytest.mark.parametrize("name", ON_ITS_BASE)
def test_the_plain_reader_refuses_the_same_change_sets_on_their_base(name):
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it raises is a refusal
        list(plain_reader.together([golden("base"), ON_ITS_BASE[name]()]))


def test_ten_thousand_flipped_bits_in_documents_of_every_kind_are_each_refused():
    chance = random.Random(1927)
    for turn in range(FLIPS):
        data = bytearray(golden(GOLDEN[turn % len(GOLDEN)]))
        bit = chance.randrange(8 * len(data))
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DocumentRefused) as refusal:
            opened(bytes(data))
        assert is_a_sentence(refusal.value)


@pytest.mark.parametrize("name", ["a3", "key-a2"])
def test_a_flipped_bit_in_a_signed_document_packed_anew_breaks_its_signature(name):
    held = unpack(golden(name))
    chance = random.Random(1929)
    for _ in range(300):
        data, beside = bytearray(held.document), {each: bytearray(kept) for each, kept in held.attachments.items()}
        part = data if chance.random() < 0.5 else beside[min(each for each in beside if each.startswith("s"))]
        bit = chance.randrange(8 * len(part))
        part[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DocumentRefused):
            signed_by(pack(bytes(data), {each: bytes(kept) for each, kept in beside.items()}))


def signed_by(container):
    found = opened(container)
    document = found.document
    kind = document.__struct_config__.tag
    return check_all(found.members.signatures, document.data, kind, document.sha256, [throwaway_key.PUBLIC])


@pytest.mark.parametrize("known", [True, False])
def test_a_signature_laid_beside_another_document_is_refused_even_if_nobody_knows_its_key(known):
    held = unpack(golden("a3"))
    found = opened(pack(unpack(golden("a1")).document, held.attachments))
    keys = [throwaway_key.PUBLIC] if known else []
    with pytest.raises(SignatureRefused, match="of another document"):
        check_all(found.members.signatures, found.document.data, "changes", found.document.sha256, keys)


def test_a_signature_under_the_number_of_another_key_is_refused():
    held = unpack(golden("a3"))
    name = next(name for name in held.attachments if name.startswith("signature"))
    with pytest.raises(SignatureRefused, match="names another key"):
        signed_by(pack(held.document, {"signature-a-0000000000000001.minisig": held.attachments[name]}))
    with pytest.raises(SignatureRefused, match="for side A"):
        signed_by(pack(held.document, {name.replace("-a-", "-b-"): held.attachments[name]}))


# --- what a hand can do to JSON -------------------------------------------------------------------------------------

PLAIN = {name: json.loads(unpack(golden(name)).document) for name in GOLDEN}
NAMES = ["zz", "", "id", "kind", "line", "further", "position_b", "delimitation", "names", "new", "old", "é"]
VALUES = [
    None, True, False, 0, -1, 1, 2**53 - 1, 2**53, 2**64, -(2**63), 10**12, 1.5, "", "x", "A", "B", "\u202e", "\0",
    "a" * 300, "segment", "confinia/1.1", "EPSG:4326", "0" * 64, "6d0c0a50-0000-4000-8000-000000000001",
    [], {}, [[]], {"a": 1}, [1, 2], [0, [], []], ["x", True],
]  # fmt: skip


def places(value):
    """Each member and entry of a value: the object or list that holds it, and its name or place there."""
    for name, held in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, name
        if isinstance(held, dict | list):
            yield from places(held)


def disturbed(plain, draw):
    """Drop, double, retitle, exchange or replace one member or entry."""
    holder, name = draw(st.sampled_from(list(places(plain))))
    what = draw(st.sampled_from(["drop", "replace", "retitle", "double", "exchange"]))
    if what == "drop":
        del holder[name]
    elif what == "retitle" and isinstance(holder, dict):
        holder[draw(st.sampled_from(NAMES))] = holder.pop(name)
    elif what == "double" and isinstance(holder, list):
        holder.insert(name, holder[name])
    elif what == "exchange":
        other, there = draw(st.sampled_from(list(places(plain))))
        holder[name] = json.loads(json.dumps(other[there]))
    else:
        holder[name] = draw(st.sampled_from(VALUES))


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_whatever_is_done_to_the_json_of_a_document_only_a_sentence_comes_of_it(data):
    plain = json.loads(json.dumps(PLAIN[data.draw(st.sampled_from(GOLDEN))]))
    for _ in range(data.draw(st.integers(1, 3))):
        disturbed(plain, data.draw)
    if data.draw(st.booleans()):
        plain["format"] = "confinia/1.1"
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    said = None
    try:
        document = decoded(written)
        laid(document)
    except ConfiniaError as problem:
        said = problem
    assert is_a_sentence(said) if said else document.data == written


def laid(document):
    """Do with a document what a receiver does first."""
    if isinstance(document, ChangeSet):
        deltas_of(document, layers_of(BASE))
    elif isinstance(document, Merge):
        merged_layers(document, BASE)
    elif isinstance(document, Base):
        deltas_of(document_of(golden("b1")), layers_of(document))
