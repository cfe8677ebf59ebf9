"""Variants: the line one side draws for a stretch instead of the base's."""

from enum import StrEnum

from msgspec import Struct

from geodata.model.line import Line
from geodata.model.names import Attribute
from geodata.model.status import Side
from geodata.model.stretch import Stretch


class VariantState(StrEnum):
    """Whether a variant is on the table."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"


class Variant(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="variant", tag_field="kind"):
    """An alternative line for one stretch of one segment, proposed by one side on stated sources."""

    id: str
    segment: str
    stretch: Stretch
    proposed_by: Side
    line: Line
    source_id: str = ""
    label: str = ""
    basis: str = ""
    sources: tuple[str, ...] = ()
    accuracy_mm: int | None = None
    state: VariantState = VariantState.ACTIVE
    straight: str = ""
    origin: str = ""
    attributes: tuple[Attribute, ...] = ()
    further: str = ""
