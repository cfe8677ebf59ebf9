"""Documents that would swell: each is refused by the program itself within a gigabyte and few seconds of work."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.changes.codec import LARGEST_DOCUMENT, MOST_VALUES
from geodata.changes.container import LARGEST_CONTAINER, pack
from tests.geodata.hostile_files import document, zipped

GIGABYTE = 2**30
SECONDS = 10
"""Of processor time: twice what is promised, for machines that do other things besides."""

PROGRAM = """
import re, sys
from geodata.cli import main
try:
    main(sys.argv[1:])
finally:
    text = open("/proc/self/status").read()
    print("most kB", re.search(r"VmHWM:\\s+(\\d+)", text)[1], file=sys.stderr)
"""
MARKER = (
    b'{"id":"%08d","kind":"marker","new":{"id":"%08d","kind":"marker","point":[45000000000,41000000000]},"op":"add"}'
)


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def verified(path: Path, *more: str) -> tuple[int, str, int]:
    """The exit code of `verify`, what it said, and the bytes of memory that it had at most."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", PROGRAM, "verify", str(path), *more]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited, env=environment)
    assert done.returncode in (3, 4, 5, 6), (done.returncode, done.stdout[-300:], done.stderr[-2000:])
    *_, most = done.stderr.split()
    return done.returncode, done.stdout, int(most) * 1024


def changes(operations: Iterator[bytes] | list[bytes], name: bytes = b"changes") -> bytes:
    """The golden change set with other operations, however many."""
    before, _, rest = document().partition(b'"changes":[')
    return before + b'"' + name + b'":[' + b",".join(operations) + rest[rest.index(b'],"document"') :]


def record(held: bytes) -> bytes:
    """One operation with this in its record."""
    return b'{"id":"a","kind":"marker","new":{"x":[' + held + b']},"op":"add"}'


def open_items(number: int) -> bytes:
    item = b'{"a":[],"b":[],"conflict":"geometry","feature":"x","id":"%016x","kind":"segment"}'
    text = json.dumps(
        json.loads(document_of_base()), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    return text.replace(b'"open":[]', b'"open":[' + b",".join(item % place for place in range(number)) + b"]", 1)


def document_of_base() -> bytes:
    return document("base")


def values(one: bytes, weight: int) -> bytes:
    """As many of these as a document may just hold."""
    return b",".join([one] * ((MOST_VALUES - 1000) // weight))


SWELLING = {
    "a text of 300 MB": lambda: b"PK\x03\x04" + b"x" * 300 * 2**20,
    "a text as long as a document may be": lambda: pack(
        document().replace(b"First week", b"x" * (LARGEST_DOCUMENT - 5000) + "😀".encode(), 1)
    ),
    "a document too long": lambda: pack(document().replace(b"First week", b"x" * LARGEST_DOCUMENT, 1)),
    "a million empty changes": lambda: pack(changes([b'{"id":"","kind":"marker","op":"modify"}'] * 1_000_000)),
    "as many empty changes as are read": lambda: pack(changes([b'{"id":"","kind":"marker","op":"modify"}'] * 850_000)),
    "too many lists": lambda: pack(changes([record(b",".join([b"[]"] * 8_000_000))])),
    "lists": lambda: pack(changes([record(values(b"[]", 3))])),
    "objects": lambda: pack(changes([record(values(b'{"a":{}}', 9))])),
    "texts": lambda: pack(changes([record(values(b'"ab"', 1))])),
    "numbers": lambda: pack(changes([record(values(b"4500000000", 1))])),
    "runs": lambda: pack(
        changes(
            [
                b'{"id":"a","kind":"segment","line":{"runs":['
                + b",".join([b"[1,[],[1,1]]"] * 500_000)
                + b'],"sha256":"'
                + b"0" * 64
                + b'"},"op":"modify"}'
            ]
        )
    ),
    "a run of many points": lambda: pack(
        changes(
            [
                b'{"id":"a","kind":"segment","line":{"runs":[[0,[],['
                + b",".join([b"1"] * 5_000_001)
                + b']]],"sha256":"'
                + b"0" * 64
                + b'"},"op":"modify"}'
            ]
        )
    ),
    "a million open items": lambda: pack(open_items(1_000_000)),
    "as many open items as are read": lambda: pack(open_items(190_000)),
    "many changes, the last of which cannot be": lambda: pack(
        changes([*(MARKER % (place, place) for place in range(100_000)), b'{"id":"x","kind":"marker","op":"add"}'])
    ),
    "deep": lambda: pack(b"[" * 100_000 + b"]" * 100_000),
    "a bomb": lambda: zipped([("document.json", b"0" * 200_000_000)], 8),
    "evidence of 200 MB that is none": lambda: pack(document(), {"evidence-" + "0" * 64: b"x" * 200 * 2**20}),
}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("name", SWELLING)
def test_what_would_swell_is_refused_within_a_gigabyte_and_seconds(name, tmp_path):
    path = tmp_path / "x.confinia"
    path.write_bytes(SWELLING[name]())
    code, said, most = verified(path)
    assert code in (3, 4, 5, 6)
    assert said.splitlines()[0].startswith("BROKEN")
    assert len(said) < 5000
    assert most < GIGABYTE, f"{most >> 20} MB"


def test_the_limits_are_those_that_the_page_tells():
    from geodata.changes.documents.document import MOST_ENTRIES
    from geodata.resources import resource as page

    told = page("formats", "README.md").read_text(encoding="utf-8")
    for limit in (
        f"{LARGEST_CONTAINER >> 20} MB",
        f"{LARGEST_DOCUMENT >> 20} MB",
        f"{MOST_VALUES:,}",
        f"{MOST_ENTRIES:,}",
    ):
        assert limit in told
