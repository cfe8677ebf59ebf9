"""Jobs of the dialog that receives: documents kept in the project, and the receipt for them. Nothing of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.dialogs.keys_jobs import Secret
from desktop.dialogs.seal import seal_of
from geodata.cancel import Progress
from geodata.changes.documents.base import Base
from geodata.changes.documents.receipt import Receipt
from geodata.io.evidence_files import Written, write_evidence
from geodata.io.received import gaps, write_receipt
from geodata.io.receiving import Taken, receive
from geodata.io.store import Store
from geodata.model.keys import PublicKey


@dataclass(frozen=True, slots=True)
class Came:
    """What became of each file, its path beside it; which numbers of the other side's chain are missing; the keys."""

    taken: tuple[tuple[Path, Taken], ...]
    missing: tuple[tuple[int, int], ...]
    keys: tuple[PublicKey, ...]
    base_number: int

    @property
    def again(self) -> bool:
        """Whether everything was here before."""
        return bool(self.taken) and all(each.again for _, each in self.taken)

    def follows(self, taken: Taken) -> bool:
        """Whether this is a joint base after the one that the project starts from."""
        document = taken.document
        return isinstance(document, Base) and taken.problem is None and 0 < self.base_number < document.number


def files_received(store: Store, files: Sequence[Path], refusals: Mapping[Path, str], progress: Progress) -> Came:
    """Keep what is in these files (a job for Session.hand_over); raise FileTrouble for the project alone.

    `refusals` are the reasons of a person; an empty one takes a refusal back.
    """
    progress.step("Verifying what came", 0, 0)
    paths = sorted(dict.fromkeys((*files, *refusals)), key=lambda path: path.name)
    taken = receive(store, paths, refusals)
    return Came(tuple(zip(paths, taken, strict=True)), gaps(store), store.pinned_keys(), store.settings.base_number)


def receipt_written(store: Store, path: Path, secret: Secret | None, progress: Progress) -> Receipt:
    """Write the receipt for all that came (a job for Session.hand_over); raise Refused or FileTrouble."""
    progress.step(f"Writing {path.name}", 0, 0)
    return write_receipt(store, path, seal_of(secret))


def evidence_written(file: Path, folder: Path, progress: Progress) -> list[Written]:
    """Write the evidence in a document into a folder (a job); raise DocumentRefused, FileForeign or FileTrouble."""
    progress.step("Taking out the evidence", 0, 0)
    return write_evidence(file, folder)
