"""Which contacts of two ways are one stretch after another: forward on both, and each of them true in itself."""

from dataclasses import replace

import numpy as np

from geodata.geometry.apart import widest
from geodata.geometry.coincide_contacts import Contact, Way, contacts

_DEEPEST = 24
"""How often what was found is looked into again before it is left to what lies between."""


def agreed(a: Way, b: Way, tolerance: float) -> list[Contact]:
    """Return in order where two ways coincide: each place of such a stretch lies within the tolerance of the other's.

    Contacts are places near the other way wherever that is; here both ends belong together.
    """
    return _true(_anchors(contacts(a, b, tolerance), tolerance), a, b, tolerance, _DEEPEST)


def _true(found: list[Contact], a: Way, b: Way, tolerance: float, depth: int) -> list[Contact]:
    """Contacts of which every place lies within the tolerance of the other stretch of the same contact."""
    if not found:
        return []
    a0, a1, b0, b1 = np.array([(one.a0, one.a1, one.b0, one.b1) for one in found]).T
    wide = widest(a.stretches(a0, a1), b.stretches(b0, b1), a.ellipsoid)
    kept: list[Contact] = []
    for one, apart in zip(found, wide.tolist(), strict=True):
        if apart <= tolerance * 1.0001 + 2e-5:
            kept.append(replace(one, widest=min(apart, tolerance)))
        elif depth:
            here, there = a.part(one.a0, one.a1), b.part(one.b0, one.b1)
            inner = _true(_anchors(contacts(here, there, tolerance), tolerance), here, there, tolerance, depth - 1)
            kept += [_onward(each, one) for each in inner]
    return kept


def _anchors(found: list[Contact], tolerance: float) -> list[Contact]:
    """Contacts in order, without crossings that another contact contradicts: earlier on one way, later on the other.

    A line that winds over another crosses it in another order on each. Between such crossings the same ground would be
    counted twice; without them it is one area, and what lies on the same side of both lines is left out of it.
    """
    chain = in_order(found)
    if len(chain) == len(found):
        return chain
    a0, a1, b0, b1 = np.array([(one.a0, one.a1, one.b0, one.b1) for one in found]).T
    by_end, by_start = np.argsort(a1), np.argsort(a0)
    latest = np.append(-np.inf, np.maximum.accumulate(b0[by_end]))
    first = np.append(np.minimum.accumulate(b1[by_start][::-1])[::-1], np.inf)
    return [
        one
        for one in chain
        if max(one.a1 - one.a0, one.b1 - one.b0) > 4 * tolerance
        or (
            latest[np.searchsorted(a1[by_end], one.a0, "right")] < one.b1
            and first[np.searchsorted(a0[by_start], one.a1, "left")] > one.b0
        )
    ]


def _onward(inner: Contact, outer: Contact) -> Contact:
    """A contact told from the start of a stretch, told from the start of the way."""
    return Contact(outer.a0 + inner.a0, outer.a0 + inner.a1, outer.b0 + inner.b0, outer.b0 + inner.b1, inner.widest)


def in_order(found: list[Contact]) -> list[Contact]:
    """Return of contacts the heaviest run that goes forward on both ways, none reaching into the next.

    The others are near a place that is not their own: where a line turns back beside itself, or beside another part.
    """
    # Of contacts with the same middle on either way none comes after another: so the second number descends.
    starts = sorted(found, key=lambda one: (one.a0 + one.a1, -one.b0 - one.b1))
    marks = {mark: place for place, mark in enumerate(sorted({one.b0 + one.b1 for one in starts}), start=1)}
    best = [(0.0, -1)] * (len(marks) + 1)  # a Fenwick tree of the heaviest run that ends at or before a place on b
    before = [-1] * len(starts)
    for index, one in enumerate(starts):
        place = marks[one.b0 + one.b1]
        weight, last = _heaviest(best, place - 1)
        before[index] = last
        _enter(best, place, (weight + one.weight, index))
    index = _heaviest(best, len(marks))[1]
    chain = []
    while index >= 0:
        chain.append(starts[index])
        index = before[index]
    return _apart(chain[::-1])


def _apart(chain: list[Contact]) -> list[Contact]:
    """Let contacts that reach into each other end in the middle of what they share; of two in one the lighter goes."""
    kept: list[Contact] = []
    for one in chain:
        while kept and _inside_another(one, kept[-1]) and one.weight > kept[-1].weight:
            kept.pop()
        last = kept[-1] if kept else None
        if last is None:
            kept.append(one)
            continue
        if _inside_another(one, last):
            continue
        a, b = max((last.a1 + one.a0) / 2, last.a0), max((last.b1 + one.b0) / 2, last.b0)
        a_end, a_start = (last.a1, one.a0) if last.a1 <= one.a0 else (a, a)
        b_end, b_start = (last.b1, one.b0) if last.b1 <= one.b0 else (b, b)
        kept[-1] = Contact(last.a0, a_end, last.b0, b_end)
        kept.append(Contact(a_start, one.a1, b_start, one.b1))
    return kept


def _inside_another(one: Contact, last: Contact) -> bool:
    """Whether on one of the ways one of two contacts, the later or the earlier, lies within the other."""
    return one.a0 <= last.a0 or one.b0 <= last.b0 or one.a1 <= last.a1 or one.b1 <= last.b1


def _heaviest(tree: list[tuple[float, int]], place: int) -> tuple[float, int]:
    found = (0.0, -1)
    while place > 0:
        found = max(found, tree[place])
        place -= place & -place
    return found


def _enter(tree: list[tuple[float, int]], place: int, value: tuple[float, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], value)
        place += place & -place
