"""The golden valley a week later: every further kind of document, and what a newer version would write."""

from hashlib import sha256

from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, Head, base_of, layers_of
from geodata.changes.documents.changeset import ChangeSet, change_set, deltas_of
from geodata.changes.documents.document import packed
from geodata.changes.documents.key_record import Act, KeyRecord, key_record
from geodata.changes.documents.merge_document import Merge, merged_layers
from geodata.changes.documents.receipt import Entry, Outcome, Receipt, receipt
from geodata.changes.members import sealed
from geodata.changes.merging.merge import merge
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.names import Name
from geodata.model.project import Project, Settings
from geodata.model.source import Source, SourceKind
from geodata.model.status import Role, Side
from tests.geodata.golden import throwaway_key, valley

SCAN = b"A scan of the act of 1927, in so many words.\n"
FURTHER = '{"colour":{"name":"белый","shades":[3,5]}}'
"""What a version 1.1 of somebody says of a turning point."""

ACT = Source(
    id="6d0c0a50-0000-4000-8000-000000000042",
    title="Act of 1927",
    offered_by=Side.A,
    type=SourceKind.ACT,
    sha256=sha256(SCAN).hexdigest(),
)


def key_of_a() -> KeyRecord:
    """Side A signs from here on: the second link of its chain."""
    return key_record(throwaway_key.PUBLIC, Act.FIRST, sequence=2, previous=valley.changes_of_a().sha256)


def changes_of_a() -> ChangeSet:
    """A's third link: the road runs otherwise at one vertex, a name is spelt otherwise, a post has a number and an act
    is cited; what it said in its first is in it again."""
    before = layers_of(valley.base())
    said = {delta.key: delta for delta in deltas_of(valley.changes_of_a(), before)}
    north = said["segment", valley.NORTH.id].new
    spelt = (valley.NORTH.names[0], Name(text="Орден-Хальм", language="ru", used_by="B"))
    road = Line([(-30_010_000_000, 44_960_000_000), (-29_995_000_000, 44_964_000_000)], WGS84_DEGREES)
    deltas = [
        *(delta for key, delta in said.items() if key[1] != valley.NORTH.id),
        Delta(valley.NORTH, replace(north, names=spelt)),  # type: ignore[type-var]
        Delta(valley.ROAD, replace(valley.ROAD, line=road)),
        Delta(valley.POST, replace(valley.POST, number="1/1")),
        Delta(None, ACT),
    ]
    settings = Settings(title="Valley of Orden", side=Side.A, base=valley.base().sha256, base_number=1)
    return change_set(deltas, settings, Role.CHAIR, "Second week", 3, key_of_a().sha256)


def changes_of_b() -> ChangeSet:
    """B's second link, as a version 1.1 would write it: the turning point has a field that version 1 does not know."""
    before = layers_of(valley.base())
    deltas = [
        Delta(delta.old, replace(delta.new, further=FURTHER) if delta.key[0] == "turning_point" else delta.new)  # type: ignore[type-var]
        for delta in deltas_of(valley.changes_of_b(), before)
    ]
    settings = Settings(title="Valley of Orden", side=Side.B, base=valley.base().sha256, base_number=1)
    return change_set(deltas, settings, Role.CHAIR, "Second week", 2, valley.changes_of_b().sha256)


def merged() -> Merge:
    """What the two come to, with items left open."""
    return merge(valley.base(), changes_of_a(), changes_of_b()).document


def next_base() -> Base:
    """Base 2: what goes together, where both chains stood, and what is open still."""
    project = Project(Settings(title="Valley of Orden", side=Side.A), merged_layers(merged(), valley.base()))
    heads = tuple(
        Head(side=each.side, sequence=each.sequence, sha256=each.sha256) for each in (changes_of_a(), changes_of_b())
    )
    return base_of(project, 2, valley.base().sha256, heads, merged().open)


def receipt_of_b() -> Receipt:
    """What B received: the last change set of A accepted, a file that was no document refused."""
    taken = changes_of_a()
    accepted = Entry(
        sha256=taken.sha256, document="changes", side="A", sequence=taken.sequence, outcome=Outcome.ACCEPTED, reason=""
    )
    refused = Entry(
        sha256=sha256(b"hello").hexdigest(),
        document="",
        side="",
        sequence=0,
        outcome=Outcome.REFUSED,
        reason="This is not a Confinia document.",
    )
    return receipt(Side.B, "Valley of Orden", (accepted, refused))


def containers() -> dict[str, bytes]:
    """Each document by the name of its file; the key record and A's change set signed, the act beside the latter."""
    key, changes = key_of_a(), changes_of_a()
    return {
        "key-a2.confinia": sealed(key.data, [throwaway_key.signed(key.data, "keys")]),
        "a3.confinia": sealed(changes.data, [throwaway_key.signed(changes.data, "changes")], {ACT.sha256: SCAN}),
        "b2.confinia": packed(changes_of_b()),
        "merge.confinia": packed(merged()),
        "base2.confinia": packed(next_base()),
        "receipt-b.confinia": packed(receipt_of_b()),
    }
