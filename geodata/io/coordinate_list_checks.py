"""What the rows of a list say together: one form, one zone, no number twice, no point twice, both posts of a pair."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from geodata.geometry.written import LATITUDE, Form
from geodata.io.coordinate_list_cells import ListPoint
from geodata.io.coordinate_list_choices import Becomes, Choices, Through
from geodata.io.coordinate_list_columns import Layout
from geodata.io.coordinate_list_table import ListRefused, Problem

_ZONE = 1_000_000.0
_HIGHEST_ZONE = 60
_PACKED = re.compile(r"[.,](\d{2})(\d{2})\d*\D*$")
_LEAST_PACKED = 12  # coordinates: by chance it is so once in two hundred thousand lists
_POST = re.compile(r"(.*\d)(?:[ /.-](?=[12]$)|[ /.-]?(?![12]))([12ABabАБабԱԲաբ])")
_OTHER = dict(zip("12ABabАБабԱԲաբ", "21BAbaБАбаԲԱբա", strict=True))
_COUNT = re.compile(r"(.*\d)[ /.-](?:[03-9]|\d\d+)")
_NUMBER = re.compile(r"\d+")
_PARTED = re.compile(r"\d+(?:[.,]\d+)?")
_ALIKE = str.maketrans("авекмнорстухі", "abekmhopctyxi")
_FORMS = {Form.DMS: "degrees, minutes and seconds", Form.DECIMAL: "decimal degrees", Form.METRES: "metres"}


@dataclass(frozen=True)
class Checked:
    """Points that hold together, and what must be said of them."""

    points: tuple[ListPoint, ...]
    remarks: tuple[str, ...]


def check_forms(points: list[ListPoint], layout: Layout, texts: dict[int, str]) -> list[Problem]:
    """Return the lines whose coordinates are written otherwise than most: a list has one form."""
    counts = Counter(form for point in points for form in point.forms)
    if len(counts) < 2:
        return []
    usual = max(counts, key=lambda form: (counts[form], form is points[0].form))
    first, second = (role.value for role in layout.axes)
    problems = []
    for point in points:
        for name, form in zip((first, second), point.forms, strict=True):
            if form is not usual:
                reason = f"the {name} is in {_FORMS[form]}, the others of the list are in {_FORMS[usual]}"
                problems.append(Problem(line=point.line, reason=reason, text=texts[point.line]))
    return problems


def check_parts(points: list[ListPoint], layout: Layout, texts: dict[int, str]) -> list[Problem]:
    """Return the lines whose angles end at other parts than most: a minute for want of a second is a mile."""
    order = sorted(layout.axes, key=lambda role: layout.of(role, points[0].post)[0].index) if points else []
    parts = [tuple(min(len(_PARTED.findall(cell)), 3) for cell in point.cells) for point in points]  # 33″,4 is one
    angles = [(point, each) for point, each in zip(points, parts, strict=True) if set(point.forms) == {Form.DMS}]
    counts = Counter(count for _, each in angles for count in each)
    if len(counts) < 2:
        return []
    usual = max(counts, key=lambda count: (counts[count], count))
    ends = {2: "minutes", 3: "seconds"}
    return [
        Problem(
            line=point.line, text=texts[point.line],
            reason=f"the {role.value} “{cell}” ends at {ends.get(count, 'degrees')}, the others at {ends.get(usual)}",
        )
        for point, each in angles for role, cell, count in zip(order, point.cells, each, strict=True) if count != usual
    ]  # fmt: skip


def check_points(points: list[ListPoint], choices: Choices, texts: dict[int, str]) -> Checked:
    """Return the points, pairs joined; raise ListRefused with every line at odds with the others."""
    points, closed = _without_closing(points, choices)
    problems = [*_twice(points), *_zones(points), *_same_place(points), *_one_axis(points)]
    pairs, lonely = _pairs(points, choices)
    problems += lonely
    joined = [replace(point, pair=pairs.get(point.number, "")) for point in points]
    if problems:
        raise ListRefused([replace(each, text=texts.get(each.line, "")) for each in problems])
    remarks = [*closed, *_order(points), *_precisions(points), *_packed(points)]
    if pairs:
        remarks.append("One pair of posts." if len(pairs) == 2 else f"{len(pairs) // 2:,} pairs of posts.")
    return Checked(tuple(joined), tuple(remarks))


def precision_in_words(precision: float, form: Form) -> str:
    """Return what the last digit written stands for: 0.1", 1', 0.000001°, 0.01 m."""
    if form is Form.METRES:
        return f"{precision:.10f}".rstrip("0").rstrip(".") + " m"
    if form is Form.DECIMAL:
        return f"{precision:.12f}".rstrip("0").rstrip(".") + "°"
    seconds = precision * 3600
    value, unit = (seconds, "″") if seconds < 59.5 and not _of_minutes(seconds) else (seconds / 60, "′")
    return f"{value:.10f}".rstrip("0").rstrip(".") + unit


def _of_minutes(seconds: float) -> bool:
    """Whether a step is 6″, 0.6″ and so on: tenths, hundredths of a minute."""
    return f"{seconds:.3e}".startswith("6.000")


def _without_closing(points: list[ListPoint], choices: Choices) -> tuple[list[ListPoint], list[str]]:
    """Leave out a last row that repeats the first, as lists of rings do."""
    first, last = points[0], points[-1]
    same = (first.number, first.first, first.second) == (last.number, last.first, last.second)
    if choices.through is Through.RING and len(points) > 3 and same:
        return points[:-1], [f"Line {last.line:,} repeats the first point and closes the ring."]
    return points, []


def _twice(points: list[ListPoint]) -> list[Problem]:
    seen: dict[str, ListPoint] = {}
    problems = []
    for point in points:
        first = seen.setdefault(point.number.casefold().translate(_ALIKE), point)
        if first is not point:
            alike = ", in letters that look alike" if first.number.casefold() != point.number.casefold() else ""
            ring = (
                "; state that the line is a ring if it closes there"
                if first is points[0] and point is points[-1]
                else ""
            )
            said = f"the number {point.number} stands in line {first.line:,} already{alike}{ring}"
            problems.append(Problem(line=point.line, reason=said))
    return problems


def _zones(points: list[ListPoint]) -> list[Problem]:
    """Lines whose easting has another zone prefix than most, or lacks it."""
    if points[0].form is not Form.METRES:
        return []
    problems: list[Problem] = []
    for values, called in (([point.second for point in points], "y"), ([point.first for point in points], "x")):
        zones = [int(value // _ZONE) if 0 <= value < _HIGHEST_ZONE * _ZONE + _ZONE else -1 for value in values]
        counts = Counter(zones)
        if len(counts) == 1 or (called == "x" and not problems and max(counts) - min(counts) < 2):
            continue
        usual = max(counts, key=lambda zone: (counts[zone], zone == zones[0]))
        for point, zone, value in zip(points, zones, values, strict=True):
            if zone != usual:
                problems.append(Problem(line=point.line, reason=_prefix(value, zone, usual)))
        break
    return problems


def _prefix(value: float, zone: int, usual: int) -> str:
    if zone == 0:
        return f"{value:,.0f} m lacks the zone prefix {usual} that the others have".replace(",", " ")
    if usual == 0:
        return f"{value:,.0f} m has the zone prefix {zone}, the others have none".replace(",", " ")
    return f"{value:,.0f} m is in zone {zone}, the others are in zone {usual}".replace(",", " ")


def _one_axis(points: list[ListPoint]) -> list[Problem]:
    """Lines whose two letters are of one axis: two latitudes are no place."""
    reason = "both coordinates have a letter of the same axis"
    return [
        Problem(line=point.line, reason=reason)
        for point in points
        if all(point.letters) and (point.letters[0] in LATITUDE) == (point.letters[1] in LATITUDE)
    ]


def _same_place(points: list[ListPoint]) -> list[Problem]:
    return [
        Problem(
            line=after.line, reason=f"{after.number} has the same coordinates as {before.number} before it"
            + (f" (line {before.line:,})" if before.line != after.line else ""),
        )
        for before, after in pairwise(points)
        if (before.first, before.second) == (after.first, after.second)
    ]  # fmt: skip


def _pairs(points: list[ListPoint], choices: Choices) -> tuple[dict[str, str], list[Problem]]:
    """Return the other post of each that has one, by number, and the lines whose other post is missing."""
    if choices.becomes is Becomes.TURNING_POINTS or choices.single:
        return {}, []
    lines = {point.number: point for point in points}
    if any(point.pair for point in points):
        return _named_pairs(points, lines)
    found = {number: match for number in lines if (match := _POST.fullmatch(number))}
    others = {number: match[0][: match.start(2)] + _OTHER[match[2]] for number, match in found.items()}
    joined = {number: other for number, other in others.items() if other in lines}
    if not joined or _counted_on(lines, found):
        return {}, []
    lonely = [number for number in found if number not in joined]
    return joined, [
        Problem(line=lines[number].line, reason=f"{number} has no other post: {others[number]} is not in the list")
        for number in lonely
    ]


def _named_pairs(points: list[ListPoint], lines: dict[str, ListPoint]) -> tuple[dict[str, str], list[Problem]]:
    pairs = {point.number: point.pair for point in points if point.pair}
    problems = []
    for number, other in pairs.items():
        line = lines[number].line
        if other not in lines:
            problems.append(Problem(line=line, reason=f"its other post {other} is not in the list"))
        elif other == number:
            problems.append(Problem(line=line, reason=f"{number} is named as the other post of itself"))
        elif pairs.get(other, number) != number:
            said = f"{number} names {other} as its other post, but {other} names {pairs[other]}"
            problems.append(Problem(line=line, reason=said))
    both = dict(pairs)
    for number, other in pairs.items():
        both.setdefault(other, number)
    return both, problems


def _counted_on(lines: dict[str, ListPoint], found: dict[str, re.Match[str]]) -> bool:
    """Whether what looks like a post is a count, as in 11/1, 11/2, 11/3."""
    stems = {match[1] for match in found.values()}
    counted = (_COUNT.fullmatch(number) for number in lines)
    return any(match is not None and match[1] in stems for match in counted)


def _order(points: list[ListPoint]) -> list[str]:
    """A remark where numbers do not ascend; a list may be in any order, and a line follows the list."""
    keys = [[int(part) for part in _NUMBER.findall(point.number)[:4] if len(part) < 18] for point in points]
    broken = [point for before, after, point in zip(keys, keys[1:], points[1:], strict=False) if before > after]
    if not broken:
        return []
    more = f"{len(broken) - 1:,} more lines" if len(broken) > 2 else "one more line"
    rest = f", and at {more}" if len(broken) > 1 else ""
    return [f"Numbers do not ascend at line {broken[0].line:,} ({broken[0].number}){rest}; the order is kept."]


def _precisions(points: list[ListPoint]) -> list[str]:
    """A remark where coordinates of one list are written to different digits."""
    counts = Counter(precision_in_words(point.precision, point.form) for point in points)
    if len(counts) < 2:
        return []
    said = ", ".join(f"{number:,} to {words}" for words, number in counts.most_common(4))
    return [f"Coordinates are written to different digits: {said}; each point keeps its own."]


def _packed(points: list[ListPoint]) -> list[str]:
    """A remark where decimals look like minutes and seconds, as calculators wrote them: 41.0633 for 41°06'33"."""
    decimals = [_PACKED.search(cell) for point in points for cell in point.cells]
    looks = all(found is not None and max(found.groups()) < "60" for found in decimals)
    if points[0].form is not Form.DECIMAL or len(decimals) < _LEAST_PACKED or not looks:
        return []
    said = "No coordinate has more than 59 in its first or second two decimals: were they minutes and seconds, as in"
    return [f"{said} {points[0].cells[0]}? They are read as decimal degrees."]
