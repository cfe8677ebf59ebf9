"""Builders for tests of signatures: key pairs made once, and Debian's minisign."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from geodata.changes.container import identity
from geodata.changes.members import Signature
from geodata.changes.signing.keys import new_pair
from geodata.changes.signing.signing import signature_of
from geodata.model.keys import PublicKey
from geodata.model.status import Side

PASSPHRASE = "три moraine ցուրտ 7"

needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="Debian's minisign is not installed")


def pair(side: Side = Side.A, place: int = 0) -> tuple[bytes, PublicKey]:
    """Return the secret key file and the public key of a side; another `place`, another pair."""
    return _pair(side, place)


@cache
def _pair(side: Side, place: int) -> tuple[bytes, PublicKey]:
    secret, public = new_pair(PASSPHRASE, side, f"key {place}")
    return secret, PublicKey(text=public.text, side=side, label=public.label)


def key(side: Side = Side.A, place: int = 0) -> PublicKey:
    return pair(side, place)[1]


def signature(document: bytes, side: Side = Side.A, place: int = 0, kind: str = "changes") -> Signature:
    return _signature(document, side, place, kind)


@cache
def _signature(document: bytes, side: Side, place: int, kind: str) -> Signature:
    return signature_of(document, kind, identity(document), side, pair(side, place)[0], PASSPHRASE)


def minisign(folder: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run Debian's minisign in a folder; `said` is what it is told when it asks."""
    return subprocess.run(
        ["minisign", *arguments], cwd=folder, input=said, capture_output=True, text=True, encoding="utf-8"
    )
