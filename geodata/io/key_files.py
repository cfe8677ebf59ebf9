"""Key files on disk: read with a limit, a secret one written for its owner only, and none ever written over."""

import os
from contextlib import suppress
from pathlib import Path

from geodata.changes.signing.keys import (
    LARGEST_KEY_FILE,
    LONGEST_PASSPHRASE,
    Written,
    new_pair,
    public_key_of,
    side_of_secret,
)
from geodata.errors import FileForeign, FileReadOnly, FileTrouble, NotFound, Refused
from geodata.model.status import Side


def read_public_key(path: Path) -> Written:
    """Return the public key in a file; raise NotFound, FileTrouble, or Refused when it holds something else."""
    return public_key_of(_read(path, LARGEST_KEY_FILE))


def read_secret_key(path: Path) -> bytes:
    """Return the file of a secret key, still locked; raise NotFound, FileTrouble, or Refused for something else."""
    data = _read(path, LARGEST_KEY_FILE)
    side_of_secret(data)
    return data


def read_passphrase(path: Path) -> str:
    """Return the passphrase in the first line of a file; raise NotFound, FileTrouble or Refused."""
    data = _read(path, LONGEST_PASSPHRASE + 2)
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError:
        lines = []
    if len(lines) != 1:
        raise Refused(f"{path.name} does not hold one line with a passphrase.")
    return lines[0]


def write_pair(path: Path, passphrase: str, side: Side, label: str = "") -> tuple[Path, Written]:
    """Make a key pair: the secret key under a name, the public one beside it; return the latter's file and itself.

    Raise Refused, or FileTrouble when either name is taken or cannot be written; then neither is there.
    """
    public_path = path.with_name(path.stem + ".pub")
    if public_path == path:
        raise Refused("The ending .pub is that of the public key; name the secret key otherwise, such as a.key.")
    for taken in (path, public_path):
        if taken.exists():
            raise _taken(taken)
    secret, public = new_pair(passphrase, side, label)
    _write_new(path, secret, 0o600)
    try:
        _write_new(public_path, public.data, 0o644)
    except FileTrouble:
        path.unlink(missing_ok=True)
        raise
    return public_path, public


def _read(path: Path, most: int) -> bytes:
    if path.is_dir():
        raise FileForeign(f"{path} is a folder; name a file in it.")
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be read: {problem.strerror}.") from problem


def _write_new(path: Path, data: bytes, mode: int) -> None:
    """Write a file that was not there, readable from its first moment to those of its mode only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except FileExistsError:
        raise _taken(path) from None
    except FileNotFoundError:
        raise NotFound(f"There is no folder {path.parent}.") from None
    except PermissionError as problem:
        raise FileReadOnly(f"{path.name} cannot be written here; choose another folder.") from problem
    except OSError as problem:
        raise FileTrouble(f"{path.name} cannot be written: {problem.strerror}.") from problem
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        with suppress(OSError):
            path.unlink()
        raise FileTrouble(f"{path.name} cannot be written: {problem.strerror}.") from problem


def _taken(path: Path) -> FileForeign:
    return FileForeign(f"{path.name} exists already, and a key is never written over; choose another name.")
