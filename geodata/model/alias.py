"""Aliases: one side's word that two identifiers mean one thing, made twice by accident; it holds once both say so."""

from uuid import UUID, uuid5

from msgspec import Struct

from geodata.model.status import Side

_SPACE = UUID("7c1b1f6e-0d4e-5b6a-9a55-3f7f0a4b2c11")


class Alias(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="alias", tag_field="kind"):
    """What one side says: the features `first` and `second` (the smaller identifier first) are the same."""

    id: str
    by: Side
    first: str
    second: str
    further: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Both identifiers, the smaller first."""
        return self.first, self.second


def alias(one: str, other: str, by: Side) -> Alias:
    """Return a side's word that two features are the same; saying it again gives the same identifier."""
    first, second = sorted((one, other))
    return Alias(id=str(uuid5(_SPACE, f"{by} {first} {second}")), by=by, first=first, second=second)
