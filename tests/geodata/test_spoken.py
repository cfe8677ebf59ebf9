"""A hash in words: the list itself, that words come back as bytes, and what is said of a word that is not one."""

import json
import unicodedata
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geodata.changes.spoken import LANGUAGES, heard, spoken
from geodata.cli import cli
from geodata.errors import NotFound, Refused
from geodata.resources import resource

GOLDEN = Path(__file__).parent / "golden"
LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "hy": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
}
HASH = "00ff7f80" + 28 * "01"
AZERBAIJANI_CAPITALS = str.maketrans("iı", "İI")


def listed(language: str) -> list[str]:
    lines = resource("words", "fingerprint.txt").read_bytes().decode().split("\n")
    assert lines.pop() == ""
    return [line.split("\t")[LANGUAGES.index(language)] for line in lines]


def apart(one: str, other: str) -> int:
    """Letters to change, add or leave out to make one word of the other."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row = row, [i]
        for j, another in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != another)))
    return row[-1]


def test_the_list_has_a_line_for_each_byte_and_a_word_for_each_language() -> None:
    lines = resource("words", "fingerprint.txt").read_bytes().decode().removesuffix("\n").split("\n")
    assert len(lines) == 256
    assert {len(line.split("\t")) for line in lines} == {len(LANGUAGES)}


def test_the_list_is_in_the_order_of_its_first_language() -> None:
    assert listed("en") == sorted(listed("en"))


def test_the_list_is_the_one_that_others_may_have_on_paper() -> None:
    found = sha256(resource("words", "fingerprint.txt").read_bytes()).hexdigest()
    assert found in resource("formats", "words.md").read_text(encoding="utf-8")


def test_the_description_of_the_list_gives_its_own_words() -> None:
    described = resource("formats", "words.md").read_text(encoding="utf-8")
    for byte in bytes.fromhex(HASH)[:4]:
        row = [f"`{byte:02x}`", str(byte + 1), *(listed(language)[byte] for language in LANGUAGES)]
        assert f"| {' | '.join(row)} |" in described


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_one_word_in_the_letters_of_its_language(language: str) -> None:
    for word in listed(language):
        assert word
        assert set(word) <= set(LETTERS[language]), word
        assert unicodedata.is_normalized("NFC", word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_words_of_a_language_differ_in_at_least_two_letters(language: str) -> None:
    near = [pair for pair in combinations(listed(language), 2) if apart(*pair) < 2]
    assert near == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_words_of_a_language_begin_alike(language: str) -> None:
    beginnings = [word[:4] for word in listed(language)]
    assert len(set(beginnings)) >= 253


@given(st.binary(min_size=32, max_size=32), st.integers(1, 32), st.sampled_from(LANGUAGES))
def test_words_come_back_as_the_bytes_they_were(data: bytes, words: int, language: str) -> None:
    assert heard(spoken(data.hex(), words, language), language) == data[:words]


def test_the_same_hash_is_the_same_things_in_each_language() -> None:
    assert spoken(HASH, 4) == ("accordion", "zebra", "lemon", "lightning")
    assert spoken(HASH, 4, "ru") == ("аккордеон", "зебра", "лимон", "молния")
    assert spoken(HASH, 4, "hy") == ("ակորդեոն", "զեբր", "կիտրոն", "կայծակ")
    assert spoken(HASH, 4, "az") == ("akkordeon", "zebr", "limon", "ildırım")


def test_no_word_means_different_things_in_two_languages() -> None:
    for language in LANGUAGES:
        assert heard(listed(language)) == bytes(range(256))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_understood_in_capitals_and_among_spaces(language: str) -> None:
    every = bytes(range(256))
    assert heard([f"\t {word.upper()} " for word in listed(language)], language) == every
    assert heard([word.title() for word in listed(language)], language) == every
    assert heard([unicodedata.normalize("NFD", word) for word in listed(language)], language) == every


def test_the_capitals_of_azerbaijani_are_those_of_its_own_alphabet() -> None:
    capitals = [word.translate(AZERBAIJANI_CAPITALS).upper() for word in listed("az")]
    assert any("İ" in word for word in capitals)
    assert heard(capitals, "az") == bytes(range(256))


def test_a_word_that_is_not_in_the_list_is_named_with_the_nearest() -> None:
    with pytest.raises(NotFound, match=r'"lantrn" is not one of the words.*lantern'):
        heard(["lake", " lantrn "], "en")
    with pytest.raises(NotFound, match="fənər"):
        heard(["fener"], "az")
    with pytest.raises(NotFound, match="ask for the digits"):
        heard(["qqqqqq"], "hy")


def test_what_is_no_hash_has_no_words() -> None:
    for wrong in ("", "ff", HASH.upper(), HASH + "0", "g" + HASH[1:]):
        with pytest.raises(Refused, match="64 digits"):
            spoken(wrong, 6)
    for number in (0, 33, -1):
        with pytest.raises(Refused, match="1 to 32"):
            spoken(HASH, number)
    with pytest.raises(Refused, match="none in tr"):
        spoken(HASH, 6, "tr")


def test_the_command_line_says_a_hash_in_words() -> None:
    told = CliRunner().invoke(cli, ["words", HASH.upper(), "--words", "3"])
    assert told.exit_code == 0
    assert told.output.splitlines() == [
        f"sha256 {HASH}",
        "language  words",
        "en        accordion zebra lemon",
        "ru        аккордеон зебра лимон",
        "hy        ակորդեոն զեբր կիտրոն",
        "az        akkordeon zebr limon",
    ]


def test_the_command_line_says_a_document_by_its_own_hash() -> None:
    told = CliRunner().invoke(cli, ["words", str(GOLDEN / "base.confinia"), "--language", "hy", "--json"])
    answer = json.loads(told.output)
    assert answer["words"] == {"hy": list(spoken(answer["sha256"], 6, "hy"))}


def test_the_command_line_checks_what_was_heard() -> None:
    same = CliRunner().invoke(cli, ["words", HASH, "--heard", "AKKORDEON զեբր Limon"])
    assert same.exit_code == 0
    assert "are of this hash" in same.output
    other = CliRunner().invoke(cli, ["words", HASH, "--heard", "zebr limon"], standalone_mode=False)
    assert other.return_value == 1
    assert "NOT" in other.output
