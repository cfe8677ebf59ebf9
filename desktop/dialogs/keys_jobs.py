"""Jobs of the dialog of keys: making, reading, pinning, and the records that change one. Nothing of Qt.

A passphrase is an argument of a job and stands nowhere else.
"""

from dataclasses import dataclass, field
from pathlib import Path

from geodata.cancel import Progress
from geodata.changes.documents.key_record import Act, KeyRecord
from geodata.changes.signing.keys import Written, unlocked
from geodata.errors import Refused
from geodata.io.key_files import read_public_key, read_secret_key, write_pair
from geodata.io.key_records import take_key_record, write_key_record
from geodata.io.signed_files import sign_file
from geodata.io.store import Store
from geodata.model.keys import PublicKey
from geodata.model.names import nfc
from geodata.model.status import Side


@dataclass(frozen=True, slots=True)
class Secret:
    """The file of a secret key, and what opens it; the latter is never shown, not even in a failure."""

    path: Path
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordAsked:
    """A key record to be written: where to, which public key it brings, what it does, and who signs it."""

    path: Path
    public: Path
    act: Act
    replaces: str
    reason: str
    secrets: tuple[Secret, ...]


def pair_made(secret: Secret, side: Side, label: str, progress: Progress) -> tuple[Path, Written]:
    """Make a key pair (a job); return the file of the public key and itself. Raise Refused or FileTrouble."""
    progress.step("Locking the key; this takes half a second on purpose", 0, 0)
    return write_pair(secret.path, secret.passphrase, side, label)


def public_key_in(path: Path, progress: Progress) -> Written:
    """Return the public key in a file (a job); raise Refused, NotFound or FileTrouble."""
    progress.step("Reading the key", 0, 0)
    return read_public_key(path)


def key_pinned(store: Store, key: Written, side: Side, label: str, whence: str, progress: Progress) -> PublicKey:
    """Pin a key (a job for Session.hand_over); raise Refused, also where the file claims another side."""
    progress.step("Pinning the key", 0, 0)
    if key.side is not None and key.side is not side:
        raise Refused(f"The key file says that it is of side {key.side}; ask whose it is before you pin it.")
    return store.pin_key(PublicKey(text=key.text, side=side, label=nfc(label.strip())), whence)


def key_ended(store: Store, key_id: str, last: int, whence: str, progress: Progress) -> PublicKey:
    """Let a key hold up to a document only (a job for Session.hand_over); raise Refused or NotFound."""
    progress.step("Ending the key", 0, 0)
    return store.retire_key(key_id, last, whence)


def key_recorded(store: Store, asked: RecordAsked, progress: Progress) -> tuple[KeyRecord, tuple[PublicKey, ...]]:
    """Write a key record, sign it and take it (a job for Session.hand_over); return it and the keys that it changed.

    All passphrases are tried before anything is written. Raise Refused, DocumentRefused, SignatureRefused, FileTrouble.
    """
    public = read_public_key(asked.public)
    opened = [(read_secret_key(secret.path), secret.passphrase) for secret in asked.secrets]
    for place, (data, passphrase) in enumerate(opened):
        progress.step("Trying the passphrases", place, len(opened) + 1)
        with unlocked(data, passphrase):
            pass
    progress.step("Writing and signing the key record", len(opened), len(opened) + 1)
    record, _ = write_key_record(store, asked.path, public.text, asked.act, asked.replaces, asked.reason)
    for data, passphrase in opened:  # nothing stops here: half of it would be a record that nobody can take
        sign_file(asked.path, data, passphrase)
    return record, take_key_record(store, asked.path)
