"""Files made by an ill-willed hand, each refused: whole containers with a bad document, and what is no container."""

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from geodata.changes.container import pack, unpack
from tests.geodata.golden import make

Files = Mapping[str, Callable[[], bytes]]


@cache
def golden(name: str) -> bytes:
    """A golden container."""
    return (make.HERE / f"{name}.confinia").read_bytes()


def members(data: bytes) -> dict[str, bytes]:
    """What an unzipper finds."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name) for name in held.namelist()}


def zipped(held: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED, mode: int = 0o100644) -> bytes:
    """A ZIP of these members, one of a name twice too."""
    into = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(into, "w") as made:
        warnings.simplefilter("ignore")
        for name, data in held:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = method, 3, mode << 16
            made.writestr(info, data)
    return into.getvalue()


def document(name: str = "a1") -> bytes:
    """The bytes of a golden document."""
    return unpack(golden(name)).document


def spelt(old: bytes, new: bytes, name: str = "a1") -> Callable[[], bytes]:
    """A golden document with some bytes replaced, hashed and packed again."""

    def make_it() -> bytes:
        assert old in document(name), old
        return pack(document(name).replace(old, new, 1))

    return make_it


def told(change: Callable[[dict], object], name: str = "a1") -> Callable[[], bytes]:
    """A golden document changed as JSON, written canonically again and packed."""

    def make_it() -> bytes:
        plain = json.loads(document(name))
        change(plain)
        written = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return pack(written.encode("utf-8", "surrogatepass"))

    return make_it


def _line(run: object) -> Callable[[dict], None]:
    return lambda plain: plain["changes"][4]["line"].update(runs=run)


def _beside(name: str, data: bytes) -> Callable[[], bytes]:
    return lambda: zipped(sorted([*members(golden("a1")).items(), (name, data)]))


def _patched(at: int, layout: str, value: int) -> Callable[[], bytes]:
    def make_it() -> bytes:
        held = bytearray(golden("a1"))
        struct.pack_into(layout, held, held.index(b"PK\x01\x02") + at, value)
        return bytes(held)

    return make_it


def _swapped() -> bytes:
    one, other = members(golden("a1")), members(golden("b1"))
    return zipped([("document.json", one["document.json"]), ("manifest.json", other["manifest.json"])])


def _shared() -> bytes:
    """Members that lie over each other: three names for the same bytes."""
    held = bytearray(zipped([(name, b"x" * 5000) for name in ("a", "document.json", "manifest.json")]))
    entries = [at for at in range(len(held)) if held[at : at + 4] == b"PK\x01\x02"]
    for at in entries:
        struct.pack_into("<II", held, at + 20, 12_000, 12_000)
        struct.pack_into("<I", held, at + 42, 0)
    return bytes(held)


def _signed_by(name: str, data: bytes) -> Callable[[], bytes]:
    return lambda: pack(document(), {name: data})


CONTAINERS: Files = {
    "empty": lambda: b"",
    "text": lambda: b"hello",
    "cut short": lambda: golden("a1")[:-30],
    "data before": lambda: b"MZ" + golden("a1"),
    "data after": lambda: golden("a1") + b"\0",
    "comment": lambda: golden("a1")[:-2] + b"\x05\0hello",
    "deflated": lambda: zipped([("document.json", b"0" * 50_000_000)], zipfile.ZIP_DEFLATED),
    "overlapping": _shared,
    "up and away": _beside("../evil.json", b""),
    "absolute": _beside("/etc/passwd", b""),
    "backslash": _beside("a\\b", b""),
    "drive": _beside("c:x", b""),
    "symlink": lambda: zipped(sorted(members(golden("a1")).items()), mode=0o120777),
    "two gigabytes": _patched(24, "<I", 2**31),
    "two gigabytes twice": _patched(20, "<Q", 2**31 << 32 | 2**31),
    "wrong crc": _patched(16, "<I", 1),
    "encrypted": _patched(8, "<H", 1),
    "zip64": lambda: golden("a1")[:-22] + b"PK\x06\x06" + bytes(52) + b"PK\x06\x07" + bytes(16) + golden("a1")[-22:],
    "nul in a name": lambda: golden("a1").replace(b"manifest.json", b"manifest\0json"),
    "swapped members": _swapped,
    "two documents": lambda: zipped([("document.json", document()), *members(golden("b1")).items()]),
    "unknown member": lambda: pack(document(), {"run.exe": b"MZ"}),
    "evidence of another name": lambda: pack(document(), {"evidence-" + "0" * 64: b"scan"}),
    "21 signatures": lambda: pack(document(), {f"signature-a-{n:016x}.minisig": b"x" for n in range(21)}),
    "signature of 2 MB": _signed_by("signature-a-0000000000000001.minisig", b"x" * 2_000_000),
}
"""Containers that are none of ours, or hold what does not belong there."""

_SPELT: Files = {
    "doubled key": spelt(b'"message":"First week"', b'"message":"First week","message":"First week"'),
    "nan": spelt(b'"sequence":1', b'"sequence":NaN'),
    "1e999": spelt(b'"sequence":1', b'"sequence":1e999'),
    "-0": spelt(b'"rounding_mm":100', b'"rounding_mm":-0'),
    "1.0": spelt(b'"sequence":1', b'"sequence":1.0'),
    "1e2": spelt(b'"rounding_mm":100', b'"rounding_mm":1e2'),
    "2^53": spelt(b'"accuracy_mm":25000', b'"accuracy_mm":9007199254740992'),
    "byte order mark": lambda: pack(b"\xef\xbb\xbf" + document()),
    "utf-16": lambda: pack(document().decode().encode("utf-16")),
    "white space": spelt(b",", b", "),
    "escaped letter": spelt(b"First week", b"\\u0046irst week"),
    "bad utf-8": spelt(b"First week", b"First \xff week"),
    "lone surrogate": spelt(b"First week", b"\\ud800"),
    "raw surrogate": spelt(b"First week", b"\xed\xa0\x80"),
    "nfd": spelt(b"First week", "e\u0301".encode()),
    "nfd in what is not known": told(lambda plain: plain.update(format="confinia/1.1", zz="e\u0301")),
    "fraction in what is not known": told(lambda plain: plain.update(format="confinia/1.1", zz=1.5)),
    "2^53 in what is not known": told(lambda plain: plain.update(format="confinia/1.1", zz=2**53)),
    "deep": lambda: pack(b"[" * 100_000 + b"]" * 100_000),
    "deep objects": lambda: pack(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "deep after brackets in a text": lambda: pack(b'{"a":"' + b"]" * 200_000 + b'","b":' + b"[" * 100_000),
    "deep after an escaped quote": lambda: pack(b'{"a":"\\\\\\"' + b"]" * 200_000 + b'","b":' + b"[" * 100_000),
    "a list": lambda: pack(b"[]"),
    "a number": lambda: pack(b"1"),
    "nothing": lambda: pack(b""),
}

_TOLD: Files = {
    "unknown field": told(lambda plain: plain.update(zz=1)),
    "newer major": told(lambda plain: plain.update(format="confinia/2")),
    "unknown kind": told(lambda plain: plain.update(document="decree")),
    "nested unknown": told(lambda plain: plain.update(format="confinia/1.1", profile={**plain["profile"], "zz": 1})),
    "operation with more": told(lambda plain: (plain.update(format="confinia/1.1"), plain["changes"][0].update(zz=1))),
    "identifier as a field": told(
        lambda plain: (plain.update(format="confinia/1.1"), plain["changes"][1]["new"].update(id="evil"))
    ),
    "line as a field": told(
        lambda plain: (plain.update(format="confinia/1.1"), plain["changes"][0]["new"].update(line=[0, 0, 1, 1]))
    ),
    "kept name": told(
        lambda plain: (plain.update(format="confinia/1.1"), plain["changes"][1]["new"].update(further="{}"))
    ),
    "a profile with a file": told(lambda plain: plain["profile"].update(crs="/etc/passwd")),
    "private note": told(lambda plain: plain["changes"][2].update(kind="private_note")),
    "joint status": told(lambda plain: plain["changes"][0]["new"].update(delimitation="agreed")),
    "other side's word": told(
        lambda plain: plain["changes"][0]["new"].update(position_b=plain["changes"][0]["new"]["position_a"])
    ),
    "no run": told(_line([]), "a3"),
    "negative run": told(_line([[-1, [], [1, 1]]]), "a3"),
    "half a point": told(_line([[0, [1], [1, 1]]]), "a3"),
    "run that changes nothing": told(_line([[0, [1, 1], [1, 1]]]), "a3"),
    "runs that touch": told(_line([[0, [1, 1], []], [1, [2, 2], []]]), "a3"),
    "runs out of order": told(_line([[5, [1, 1], []], [1, [2, 2], []]]), "a3"),
    "run without end": told(_line([[2**53 - 1, [], [1, 1]], [0, [], [1, 1]]]), "a3"),
    "open item of another hash": told(lambda plain: plain["open"][0].update(id="0" * 16), "merge"),
    "counts that do not add up": told(lambda plain: plain["inputs"][0].update(applied=99), "merge"),
    "open items in disorder": told(lambda plain: plain["open"].reverse(), "base2"),
    "heads in disorder": told(lambda plain: plain["heads"].reverse(), "base2"),
    "receipt with no reason": told(lambda plain: plain["entries"][0].update(outcome="refused", reason=""), "receipt-b"),
    "key that verifies anything": told(lambda plain: plain.update(key="RWQ" + "A" * 53), "key-a2"),
}

DOCUMENTS: Files = {**_SPELT, **_TOLD}
"""Whole containers by every checksum, with a document that cannot be."""

ON_ITS_BASE: Files = {
    "run beyond the line": told(_line([[7, [1, 1], [2, 2]]]), "a3"),
    "run of other points": told(_line([[1, [1, 1], [2, 2]]]), "a3"),
    "line of another hash": told(lambda plain: plain["changes"][4]["line"].update(sha256="0" * 64), "a3"),
    "entry that is not there": told(
        lambda plain: plain["changes"][0].update(old={"names": [{"text": "Elsewhere", "language": "en"}]}), "a1"
    ),
    "another start": told(lambda plain: plain["changes"][1].update(old={"label": "TP 9"})),
    "what is there already": told(
        lambda plain: plain["changes"].__setitem__(
            1,
            {
                "op": "add",
                "kind": "turning_point",
                "id": plain["changes"][1]["id"],
                "new": {"kind": "turning_point", "id": plain["changes"][1]["id"], "point": [0, 0]},
            },
        )
    ),
    "what is not there": told(lambda plain: plain["changes"][1].update(id="6d0c0a50-0000-4000-8000-000000000012")),
}
"""Change sets that can be, but not on the base that they name."""
