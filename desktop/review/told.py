"""What the right of the review tells of the thing that is chosen: an item, or a part of the claims."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.figures import count, hectares, kilometres, metres
from desktop.review.items import subtitle, title
from desktop.review.relations import drawing_words, relation_meaning, tier_meaning
from geodata.changes.comparing.comparison import Comparison, Field, Item
from geodata.changes.comparing.comparison_numbers import Beneath, Measured, Reach, SplitPart

translate = QCoreApplication.translate

Figure = tuple[str, str]
"""What a figure is called, and the figure with its unit."""


@dataclass(frozen=True)
class Told:
    """A title, a line beneath it, figures that stand in one line each, facts that may need several, and fields."""

    title: str
    subtitle: str
    meaning: str = ""
    figures: tuple[Figure, ...] = ()
    facts: tuple[Figure, ...] = ()
    rows: tuple[Field, ...] = ()


def item_told(item: Item, comparison: Comparison) -> Told:
    """Return what is told of an item."""
    return Told(
        title(item),
        subtitle(item),
        relation_meaning(item.relation),
        tuple(_figures(item, comparison)),
        tuple(_facts(item)),
        item.fields,
    )


def part_told(number: int, part: SplitPart) -> Told:
    """Return what is told of a part of the claims; areas are counted from 1 along the line."""
    if part.area is None:
        head, line = translate("Review", "Coincident part"), translate("Review", "both lines kept")
        meaning = translate("Review", "The lines run together here within the tolerance. Coincident is not agreed.")
    else:
        whose = translate("Review", "only {0} has a line").format("A" if part.b is None else "B")
        head = whose if part.alone else translate("Review", "Area {0}").format(count(number))
        line = "" if part.alone else hectares(part.area)
        meaning = translate("Review", "It lies between the lines, measured on the ellipsoid.")
        if part.alone:
            meaning = ""
        elif part.open:
            meaning = translate(
                "Review", "The lines do not meet at an end of it; it is closed by the shortest way between the ends."
            )
    figures = [(translate("Review", "Largest separation"), metres(part.widest, 1))] if part.a and part.b else []
    if part.area is not None and not part.alone:
        figures.insert(0, (translate("Review", "Between the lines"), hectares(part.area)))
    facts = [
        (translate("Review", "{0}'s line").format(side), reach_words(reach))
        for side, reach in (("A", part.a), ("B", part.b))
    ]
    beneath = _beneath(part.beneath) if part.beneath is not None else []
    return Told(head, line, meaning, tuple(figures), (*facts, *beneath))


def reach_words(reach: Reach | None) -> str:
    """Return a stretch of one side's claim in kilometres along that side's own line."""
    if reach is None:
        return translate("Review", "no line here")
    return f"{reach.label} \u00b7 {reach.start / 1e6:,.3f} \u2013 {reach.end / 1e6:,.3f} km"


def _figures(item: Item, comparison: Comparison) -> Iterable[Figure]:
    if item.length is not None:
        yield translate("Review", "Length"), kilometres(item.length)
    if item.apart is not None and item.apart.millimetres:
        apart = metres(item.apart.millimetres, 1)
        if item.apart.at is not None:
            apart = translate("Review", "{0} at {1}").format(apart, f"{item.apart.at / 1e6:,.3f} km")
        yield translate("Review", "Largest separation"), apart
    if item.measured is not None:
        yield from _measured(item.measured)


def _measured(found: Measured) -> Iterable[Figure]:
    if found.mean is not None:
        yield translate("Review", "Mean separation"), metres(found.mean, 1)
    told = hectares(found.between)
    if len(found.areas) > 1:
        told = translate("Review", "{0} in {1} areas").format(told, count(len(found.areas)))
    yield translate("Review", "Between the lines"), told


def _facts(item: Item) -> Iterable[Figure]:
    for side, drawing in (("A", item.drawn_a), ("B", item.drawn_b)):
        if drawing is not None:
            yield translate("Review", "{0} drew").format(side), drawing_words(drawing)
    if item.tier is not None and item.apart is not None and item.apart.millimetres:
        yield translate("Review", "How near"), tier_meaning(item.tier)
    if item.measured is not None:
        yield from _beneath(item.measured.beneath)
    if item.also:
        yield translate("Review", "One thing"), translate("Review", "both sides say that two identifiers mean it")
    if item.still_open:
        yield translate("Review", "Open before"), translate("Review", "item {0} of the base").format(item.still_open)


def _beneath(found: Beneath) -> Iterable[Figure]:
    name = translate("Review", "Settlements between")
    if found.settlements is None:
        yield name, translate("Review", "no layer of settlements is at hand")
    else:
        yield name, _listed(found.settlements)
    yield translate("Review", "Routes between"), _listed(found.routes)
    if found.crossings_a or found.crossings_b:
        told = translate("Review", "{0} over A's line, {1} over B's")
        yield translate("Review", "Crossings"), told.format(count(found.crossings_a), count(found.crossings_b))


def _listed(names: tuple[str, ...]) -> str:
    if not names:
        return translate("Review", "none")
    told = ", ".join(names[:_MOST])
    more = len(names) - _MOST
    return translate("Review", "{0} and {1} more").format(told, count(more)) if more > 0 else told


_MOST = 8
