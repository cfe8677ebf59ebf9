"""Proposals: features of both sides that may be one thing under two identifiers. Only the sides can say so."""

from msgspec import Struct

from geodata.model.feature import Kind
from geodata.model.profile import Tier
from geodata.model.status import Side


class Proposal(Struct, frozen=True, kw_only=True):
    """A feature of A and one of B that look alike, or of which a side says that they are one.

    `why` are the fields in which they agree, "place" where it is that they lie together; `apart` is how far apart they
    lie in millimetres at most, `tier` the same in the words of the joint profile, and `share` how many thousandths of
    two lines lie together; all None where that is not known. `said_by` are the sides that say that they are one.
    """

    kind: Kind
    a: str
    b: str
    label_a: str
    label_b: str
    why: tuple[str, ...] = ()
    apart: int | None = None
    tier: Tier | None = None
    share: int | None = None
    said_by: tuple[Side, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether both sides say that the two are one."""
        return len(self.said_by) == len(Side)


class Doubt(Struct, frozen=True, kw_only=True):
    """Features of A and of B that are alike, but of which it cannot be said which is which: none is proposed."""

    kind: Kind
    a: tuple[str, ...]
    b: tuple[str, ...]
    labels_a: tuple[str, ...]
    labels_b: tuple[str, ...]
