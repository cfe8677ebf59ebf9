"""The verb that says a hash in words, to be read aloud and checked in another language."""

import re
from pathlib import Path

import click

from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import JSON

LANGUAGES = ("en", "ru", "hy", "az")
_HASH = re.compile(r"[0-9A-Fa-f]{64}")


@click.command()
@click.argument("hash_or_file")
@click.option("--words", "number", type=click.IntRange(1, 32), default=6, show_default=True, help="How many words.")
@click.option("--language", type=click.Choice(["all", *LANGUAGES]), default="all", show_default=True)
@click.option("--heard", "said", default="", help="Words that were heard, in any language: are they of this hash?")
@JSON
def words(hash_or_file: str, number: int, language: str, said: str, as_json: bool) -> int:
    """Say HASH_OR_FILE in words: a SHA-256 of 64 digits, or a document, which is known by its SHA-256.

    Each word is one byte, and the same thing in each language. Exit code 1: other words were heard.
    """
    from geodata.changes.spoken import spoken

    sha256 = _hash_of(hash_or_file)
    lines = {one: spoken(sha256, number, one) for one in (LANGUAGES if language == "all" else (language,))}
    same = _same(sha256, said) if said else True
    if as_json:
        say_json({"sha256": sha256, "words": lines, **({"same": same} if said else {})})
    else:
        say(f"sha256 {sha256}")
        say_table(("language", "words"), [(one, " ".join(told)) for one, told in lines.items()])
        if said:
            say("The words heard are of this hash." if same else "The words heard are NOT of this hash.")
    return 0 if same else 1


def _hash_of(named: str) -> str:
    """The hash itself, or that of the document in the file."""
    if _HASH.fullmatch(named):
        return named.lower()
    from geodata.io.documents import read_document

    return read_document(Path(named)).sha256


def _same(sha256: str, said: str) -> bool:
    """Whether the words heard are the first ones of a hash."""
    from geodata.changes.spoken import heard

    told = said.split()
    return bool(told) and bytes.fromhex(sha256).startswith(heard(told))
