"""One way to write a value, and only that way is read."""

import json

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from geodata.changes.codec import DEEPEST, LARGEST, canonical, decode, feature_of, record
from geodata.errors import DocumentRefused, NotCanonical
from geodata.model.feature import Feature
from geodata.model.grid import WGS84_DEGREES
from geodata.model.marker import Marker
from geodata.model.segment import Segment
from tests.geodata.strategies import features, id_of, segment, standing

MARKER = Marker(id=id_of(1), point=(45_000_000_000, 41_000_000_000), number="7")
MARKER_BYTES = canonical(MARKER)


@given(features)
def test_what_was_written_reads_as_it_was(feature):
    assert decode(canonical(feature), Feature, WGS84_DEGREES) == feature


@given(features)
def test_a_record_describes_its_feature(feature):
    assert feature_of(record(feature), WGS84_DEGREES) == feature
    assert canonical(record(feature)) == canonical(feature)


@given(features)
def test_the_bytes_are_those_of_rfc_8785(feature):
    assert canonical(feature) == rfc8785.dumps(record(feature))
    plainly = json.dumps(record(feature), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(feature) == plainly.encode()


@given(features, st.data())
def test_bytes_with_one_bit_flipped_are_refused_or_mean_something_else(feature, data):
    written = canonical(feature)
    bit = data.draw(st.integers(0, len(written) * 8 - 1))
    flipped = bytearray(written)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        read = decode(bytes(flipped), Feature, WGS84_DEGREES)
    except DocumentRefused:
        return
    assert read != feature
    assert canonical(read) == bytes(flipped)


@given(features, st.data())
def test_a_document_that_is_cut_short_is_refused(feature, data):
    written = canonical(feature)
    with pytest.raises(DocumentRefused):
        decode(written[: data.draw(st.integers(0, len(written) - 1))], Feature, WGS84_DEGREES)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_with_a_sentence(noise):
    with pytest.raises(DocumentRefused) as refusal:
        decode(noise, Feature, WGS84_DEGREES)
    assert refusal.value.sentence.endswith(".")


def _respelled(old: bytes, new: bytes) -> bytes:
    assert old in MARKER_BYTES
    return MARKER_BYTES.replace(old, new, 1)


@pytest.mark.parametrize(
    "other",
    [
        _respelled(b'"number":"7"', b'"number":"7","number":"7"'),
        _respelled(b'"number":"7"', b'"number":"8","number":"7"'),
        _respelled(b',"number":"7"', b', "number":"7"'),
        MARKER_BYTES + b"\n",
        b" " + MARKER_BYTES,
        b"\xef\xbb\xbf" + MARKER_BYTES,
        _respelled(b'"number":"7"', b'"number":"\\u0037"'),
        _respelled(b"45000000000", b"45000000000.0"),
        _respelled(b"45000000000", b"4.5e10"),
        _respelled(b"[45", b"[+45"),
        _respelled(b"[45", b"[045"),
        _respelled(b'"number":"7"', b'"number":"7","colour":"white"'),
        _respelled(b'"number":"7"', b'"height":"","number":"7"'),
        json.dumps(dict(reversed(record(MARKER).items())), separators=(",", ":")).encode(),
    ],
)
def test_another_spelling_of_the_same_is_refused(other):
    with pytest.raises(DocumentRefused):
        decode(other, Marker)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"1e999", b"-1e999", b"0.5", b"true", b"null", b'"7"', b"-"])
def test_what_is_not_a_whole_number_is_no_coordinate(number):
    with pytest.raises(DocumentRefused):
        decode(_respelled(b"45000000000", number), Marker)


def test_a_name_that_is_not_composed_is_refused():
    with pytest.raises(NotCanonical):
        decode(canonical(Marker(id="1", point=(0, 0), number="e\u0301")), Marker)


def test_a_composed_name_after_an_escape_is_read():
    odd = Marker(id="1", point=(0, 0), number="\n\u0303")
    assert decode(canonical(odd), Marker) == odd


def test_half_a_character_is_refused():
    with pytest.raises(DocumentRefused):
        decode(_respelled(b'"7"', b'"\\ud800"'), Marker)
    with pytest.raises(DocumentRefused):
        decode(_respelled(b'"7"', b'"\xed\xa0\x80"'), Marker)


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1, 2**64, 10**40])
def test_a_number_that_other_readers_would_round_is_refused(number):
    with pytest.raises(DocumentRefused):
        decode(canonical(segment(attributes=(("osm", number),))), Segment, WGS84_DEGREES)


def test_the_largest_number_that_every_reader_keeps_is_read():
    held = segment(attributes=(("most", LARGEST), ("least", -LARGEST), ("text", "12345678901234567890")))
    assert decode(canonical(held), Segment, WGS84_DEGREES) == held


@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1)])
def test_a_document_nested_too_deep_is_refused_before_it_is_parsed(deep):
    with pytest.raises(DocumentRefused, match="deeper than 32 levels"):
        decode(deep, Feature, WGS84_DEGREES)


def test_brackets_inside_a_text_do_not_nest():
    held = segment(section="[" * 100 + '\\"' + "{" * 100)
    assert decode(canonical(held), Segment, WGS84_DEGREES) == held


@pytest.mark.parametrize("tail", [b'\\"', b'"', b"\\", b"a", b'","'])
def test_a_text_that_never_ends_is_refused_at_once(tail):
    with pytest.raises(DocumentRefused):
        decode(b'{"id":"' + tail * 1_000_000, Feature, WGS84_DEGREES)


def test_positions_that_overlap_are_refused_in_a_document_too():
    overlapping = record(segment(position_a=(standing(0, 5000),)))
    overlapping["position_a"] += record(segment(position_a=(standing(4000, 6000),)))["position_a"]
    with pytest.raises(DocumentRefused, match="overlap"):
        decode(msgspec.json.encode(overlapping, order="sorted"), Segment, WGS84_DEGREES)


def test_a_place_off_the_globe_is_refused():
    with pytest.raises(DocumentRefused, match="globe"):
        decode(canonical({"id": "1", "kind": "segment", "line": [0, 0, 181 * 10**9, 0]}), Segment, WGS84_DEGREES)
