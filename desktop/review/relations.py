"""What an item is to the two sides, in words: its relation, how near coincident lines lie, what each side drew."""

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.figures import count, metres
from geodata.changes.comparing.comparison import Drawing, Item, Relation, Verdict
from geodata.geometry.redrawn import Drawn
from geodata.model.profile import Tier

translate = QCoreApplication.translate

ORDER = (
    Relation.DECIDED,
    Relation.DELETE_EDIT,
    Relation.GEOMETRY,
    Relation.SAME_FIELD,
    Relation.COINCIDENT,
    Relation.OTHER_FIELDS,
    Relation.ONE_SIDE,
    Relation.METADATA,
    Relation.IDENTICAL,
)
"""The relations as they are listed: what needs the chairs most stands first, none by side."""


def relation_word(relation: Relation) -> str:
    """Return what a relation is called."""
    return {
        Relation.IDENTICAL: translate("Review", "identical"),
        Relation.COINCIDENT: translate("Review", "coincident"),
        Relation.ONE_SIDE: translate("Review", "only one side"),
        Relation.OTHER_FIELDS: translate("Review", "other fields"),
        Relation.SAME_FIELD: translate("Review", "same field, different"),
        Relation.GEOMETRY: translate("Review", "geometry against geometry"),
        Relation.DELETE_EDIT: translate("Review", "removed against changed"),
        Relation.DECIDED: translate("Review", "against a decision"),
        Relation.METADATA: translate("Review", "only what describes"),
    }[relation]


def relation_meaning(relation: Relation) -> str:
    """Return what a relation means, in a sentence."""
    return {
        Relation.IDENTICAL: translate("Review", "Both did the same; what they write and cite beside it may differ."),
        Relation.COINCIDENT: translate(
            "Review", "Their lines lie apart, but within T1 to T3 of the joint profile. Coincident is not agreed."
        ),
        Relation.ONE_SIDE: translate("Review", "Only one side touched it."),
        Relation.OTHER_FIELDS: translate(
            "Review", "Both touched it, in other fields or other vertices. That goes together."
        ),
        Relation.SAME_FIELD: translate("Review", "Both changed one field, and not to the same."),
        Relation.GEOMETRY: translate(
            "Review", "Both drew, farther apart than T3; or one speaks along a line that the other redrew."
        ),
        Relation.DELETE_EDIT: translate("Review", "One removed what the other changed or built on."),
        Relation.DECIDED: translate("Review", "It goes against what both chairs decided."),
        Relation.METADATA: translate(
            "Review", "Only what describes a thing: names, notes, sources. Nothing is moved and nothing claimed."
        ),
    }[relation]


def said_of(item: Item) -> str:
    """Return the relation of an item with what belongs to it: how near, and whose where it is not of both."""
    if item.relation is Relation.ONE_SIDE:
        return only(item.verdict)
    told = relation_word(item.relation)
    if item.relation is Relation.COINCIDENT and item.tier is not None:
        told = translate("Review", "{0} within {1}").format(told, item.tier)
    if item.verdict in (Verdict.ONLY_A, Verdict.ONLY_B):
        told = f"{told}, {only(item.verdict)}"
    return told


def only(verdict: Verdict) -> str:
    """Return whose alone something is."""
    return translate("Review", "only A") if verdict is Verdict.ONLY_A else translate("Review", "only B")


def tier_meaning(tier: Tier) -> str:
    """Return what a tier means."""
    return {
        Tier.T0: translate("Review", "T0, the same numbers"),
        Tier.T1: translate("Review", "T1, within rounding"),
        Tier.T2: translate("Review", "T2, within transformation"),
        Tier.T3: translate("Review", "T3, within the accuracy of maps"),
        Tier.T4: translate("Review", "T4, farther than the accuracy of maps"),
    }[tier]


def drawn_word(drawn: Drawn) -> str:
    """Return what was done to a line."""
    return {
        Drawn.SAME: translate("Review", "left as it was"),
        Drawn.REPRESENTATION: translate("Review", "written otherwise, not moved"),
        Drawn.REVERSED: translate("Review", "reversed, not moved"),
        Drawn.DENSIFIED: translate("Review", "other vertices on the same line"),
        Drawn.REDIGITISED: translate("Review", "re-digitised"),
        Drawn.MOVED: translate("Review", "moved"),
    }[drawn]


def drawing_words(drawing: Drawing) -> str:
    """Return what one side did to a line or point: "moved up to 12.3 m, T3, and reversed; 2 ranges, 14 vertices"."""
    told = drawn_word(drawing.drawn)
    if drawing.apart:
        told = translate("Review", "{0}, up to {1}").format(told, metres(drawing.apart, 1))
    if drawing.reversed and drawing.drawn is not Drawn.REVERSED:
        told = translate("Review", "{0}, and reversed").format(told)
    vertices = sum(each.after[1] - each.after[0] for each in drawing.ranges)
    if not drawing.ranges:
        return told
    ranges = ranges_word(len(drawing.ranges))
    return translate("Review", "{0}; {1} in {2}").format(told, vertices_word(vertices), ranges)


def vertices_word(number: int) -> str:
    """Return how many vertices there are."""
    return translate("Review", "1 vertex") if number == 1 else translate("Review", "{0} vertices").format(count(number))


def ranges_word(number: int) -> str:
    """Return how many ranges of vertices there are."""
    return translate("Review", "1 range") if number == 1 else translate("Review", "{0} ranges").format(count(number))
