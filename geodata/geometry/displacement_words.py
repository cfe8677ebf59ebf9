"""A diagnosis in words, to both sides alike: what was found, what else it may be, and what cannot be known."""

from geodata.geometry.displacement_findings import Considered, Diagnosis
from geodata.geometry.displacement_signatures import Cause

NAMES = {
    Cause.SAME: "the same numbers",
    Cause.REVERSED: "the same line, from its end to its start",
    Cause.DENSIFIED: "the same line, with points added",
    Cause.ROUNDING: "rounded coordinates",
    Cause.OPERATION: "one operation against another",
    Cause.DATUM: "SK-42 read as WGS 84",
    Cause.ROTATION: "rotations with the other sign",
    Cause.GRID: "Gauss-Krüger read as UTM",
    Cause.PREFIX: "the zone number of the easting",
    Cause.AXES: "exchanged axes",
    Cause.STEP: "a step at a parallel",
    Cause.SHIFT: "a constant shift",
    Cause.NONE: "no technical cause",
}
"""Each cause as a short name for a table."""

_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_COINCIDING = 0.02  # metres
_WHOLE = 0.95  # of a line: a vertex here and there strays more than noise should, and is no stretch of its own
_FEW = 4
_CONSTANT = (Cause.OPERATION, Cause.DATUM, Cause.ROTATION, Cause.SHIFT, Cause.GRID)


def sentence(found: Diagnosis) -> str:
    """Return what was found, in one sentence that reads the same for either side."""
    if found.cause in _PLAIN:
        return _PLAIN[found.cause]
    if found.cause is Cause.NONE:
        return _irregular(found)
    if found.cause is Cause.ROUNDING:
        return (
            f"A and B lie up to {metres(found.before.largest)} apart, in no direction more than in another, as "
            f"rounding leaves it: {found.rounded_in}'s coordinates are multiples of {found.rounded}."
        )
    if found.cause is Cause.STEP:
        return _step(found)
    within = f", constant within {metres(max(2 * found.scatter, 0.01))}" if found.cause in _CONSTANT else ""
    return f"B lies {_where(found)} of A along {_along(found)}{within}: {_why(found)}."


def remarks(found: Diagnosis) -> list[str]:
    """Return what has to be known beside the sentence: other causes, rounding, and what these lines cannot show."""
    said = []
    if found.also:
        named = "; ".join(dict.fromkeys(name(one) for one in found.also))
        said.append(f"These data cannot tell it from: {named}.")
    if found.rounded and found.cause is not Cause.ROUNDING:
        said.append(f"{found.rounded_in}'s coordinates are multiples of {found.rounded}, which is what still varies.")
    if found.cause is Cause.NONE and found.distance > found.before.rms / 3 and len(found.trace.at) >= _FEW:
        said.append(f"On the average B lies {_where(found)} of A.")
    if found.agreeing < _WHOLE * found.length and found.cause not in (Cause.STEP, Cause.NONE):
        rest = found.length - found.agreeing
        said.append(f"Along the other {_distance(rest, found.lines)} they differ for reasons of their own.")
    if found.blind is not None:
        ways = f"{found.blind:03.0f}\u00b0 or {(found.blind + 180) % 360:03.0f}\u00b0"
        said.append(f"The line runs nearly straight, towards {ways}: how far B is displaced along it cannot be seen.")
    return said


def name(one: Considered | Diagnosis) -> str:
    """Return an explanation as a name with its operations: "one operation against another, 15865 (A), 1808 (B)"."""
    word = NAMES[one.cause]
    codes = [code.removeprefix("EPSG:") for code in one.operations]
    if one.cause in (Cause.OPERATION, Cause.STEP) and len(codes) == 2:
        return f"{word}, EPSG {codes[0]} (A) and {codes[1]} (B)"
    if one.note:
        return f"{word}: {one.note}"
    whose = "" if one.cause in (Cause.SHIFT, Cause.NONE) else f" ({'B' if one.in_b else 'A'})"
    return word + whose + (f", EPSG {codes[0]}" if codes else "")


def metres(number: float) -> str:
    """Return a distance as people say it: two decimals below a metre, none above ten, kilometres above ten thousand."""
    if number >= 10_000:
        return f"{number / 1000:,.0f} km"
    return f"{number:,.2f} m" if number < 1 else f"{number:,.1f} m" if number < 10 else f"{number:,.0f} m"


_PLAIN = {
    Cause.SAME: "B is the same as A, number for number.",
    Cause.REVERSED: "B is A from its end to its start, number for number.",
    Cause.DENSIFIED: "A and B are the same line to within 0.01 m; one of them has points that the other has not.",
}


def _why(found: Diagnosis) -> str:
    code = found.operations[0] if found.operations else ""
    right, wrong = ("A", "B") if found.in_b else ("B", "A")
    match found.cause:
        case Cause.DATUM:
            return (
                f"SK-42 coordinates were probably read as WGS 84 (in {wrong}), or WGS 84 coordinates taken for SK-42 "
                f"(in {right}); {code} is the operation that fits"
            )
        case Cause.OPERATION:
            one, other = found.operations
            return f"between SK-42 and WGS 84 A was probably converted by {one} and B by {other}"
        case Cause.ROTATION:
            return f"the rotations of {code} were probably taken with the other sign in {wrong}"
        case Cause.GRID:
            return (
                f"Gauss-Kr\u00fcger coordinates were probably read as UTM (in {wrong}), or UTM as Gauss-Kr\u00fcger "
                f"(in {right})"
            )
        case Cause.PREFIX:
            return f"the zone number (8,000,000 m) of the easting was probably added in {wrong} or left out in {right}"
        case Cause.AXES:
            return f"the axes were probably exchanged in one of the two ({found.note})"
    return "no mistake known here explains it"


def _step(found: Diagnosis) -> str:
    this, that = ("North", "south") if found.northern else ("South", "north")
    parallel = f"{found.parallel:.2f}\u00b0 N" if found.parallel is not None else "a parallel"
    why = "no mistake known here explains it"
    if len(found.operations) == 2:
        one, other = found.operations
        why = f"the operation was probably switched at that parallel, with {one} in A and {other} in B beyond it"
    return (
        f"{this} of {parallel} B lies {_where(found)} of A along {_along(found)}, and {that} of it the two do not lie "
        f"apart: {why}."
    )


def _irregular(found: Diagnosis) -> str:
    size = f"by up to {metres(found.before.largest)}, {metres(found.before.rms)} as a root mean square"
    if len(found.trace.at) < _FEW:
        return f"A and B differ {size}; with so few places no cause can be told from another."
    said = f"A and B differ irregularly, {size}: no technical cause explains it."
    steps = found.trace.before
    share = sum(step <= _COINCIDING for step in steps) / len(steps) if steps else 0.0
    if 0.05 < share < 1:
        said += (
            f" Along about {_distance(share * found.length, found.lines)} of {_distance(found.length, found.lines)} "
        )
        said += "they coincide."
    return said


def _where(found: Diagnosis) -> str:
    wind = _WINDS[round(found.azimuth / 45) % 8]
    return f"{metres(found.distance)} {wind}"


def _along(found: Diagnosis) -> str:
    whole = found.agreeing >= _WHOLE * found.length
    part = _distance(found.length if whole else found.agreeing, found.lines)
    return part if whole else f"{part} of {_distance(found.length, found.lines)}"


def _distance(length: float, lines: bool) -> str:
    if not lines:
        return f"{length:,.0f} points"
    return f"{length / 1000:,.1f} km" if length >= 1000 else f"{length:,.0f} m"
