"""How a joint profile is told on the command line: in one line, whole, and with what the operations would do."""

from typing import TYPE_CHECKING, Any

from geodata.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from geodata.geometry.profile_ready import Choice
    from geodata.model.names import Name
    from geodata.model.profile import JointProfile, PinnedOperation

Place = tuple[float, float]

_ORDERS = {
    "by_session": "A first in sessions of odd number, B in those of even number",
    "by_alphabet": "by the alphabet of the language that is shown",
}


def facts(held: "JointProfile") -> dict[str, Any]:
    """Return what programs are told of a profile in every answer."""
    from geodata.geometry.profiles import profile_hash

    return {"crs": held.crs, "unit": held.unit, "profile_sha256": profile_hash(held)}


def told(held: "JointProfile") -> str:
    """Return a profile in one line: reference system, unit, operation, hash."""
    from geodata.geometry.crs import reference_system
    from geodata.geometry.profiles import profile_hash

    known = reference_system(held.crs)
    code = f" ({known.code})" if known.code.startswith("EPSG:") else ""
    pins = ", ".join(dict.fromkeys(pinned.code or "stated parameters" for pinned in held.operations))
    by = f", by {pins}" if pins else ", nothing pinned"
    return f"joint profile {known.name}{code}, {held.unit}{by}; sha256 {profile_hash(held)[:12]}"


def rows(held: "JointProfile") -> list[tuple[str, object]]:
    from geodata.geometry.crs import reference_system
    from geodata.geometry.profiles import profile_hash, tolerances_text

    tiers = tolerances_text(held.tolerances)
    return [
        ("sha256", profile_hash(held)),
        ("reference system", f"{reference_system(held.crs).name}, {' '.join(held.crs.split())}"),
        ("coordinate unit", held.unit.value),
        ("lengths", held.method),
        ("tiers", f"T0 identical, {tiers}, T4 beyond; none means agreed"),
        ("languages", ", ".join(held.languages) or "not stated"),
        ("side A", _names_told(held.names_a)),
        ("side B", _names_told(held.names_b)),
        ("order", _ORDERS[held.order.value]),
        ("operations", f"{len(held.operations)} pinned"),
    ]


def _names_told(names: "tuple[Name, ...]") -> str:
    return " / ".join(f"{name.text} ({name.language})" if name.language else name.text for name in names) or "not named"


def say_pin(held: "JointProfile", pinned: "PinnedOperation", place: Place | None) -> None:
    from geodata.geometry.profile_ready import alternatives, area_of

    accuracy = "accuracy not stated" if pinned.accuracy_mm is None else f"accuracy {pinned.accuracy_mm / 1000:g} m"
    say(f"from {pinned.source[:60]}: {pinned.code or 'no code'}, {pinned.name or 'no name'}, {accuracy}")
    say(f"  made for {area_of(pinned, held.grid) or 'not stated'}")
    say(f"  {pinned.pipeline}")
    for each in alternatives(pinned, held.grid, place):
        if each.operation.code != pinned.code:
            say(
                f"  {each.operation.code} lies {each.offsets.get(pinned.code or pinned.pipeline, 0):.1f} m from it here"
            )


def pin_facts(held: "JointProfile", pinned: "PinnedOperation", place: Place | None) -> dict[str, Any]:
    from geodata.geometry.profile_ready import alternatives, area_of

    others = [choice_facts(each) for each in alternatives(pinned, held.grid, place)]
    return {"source": pinned.source, "code": pinned.code, "area": area_of(pinned, held.grid), "alternatives": others}


def choice_row(choice: "Choice") -> tuple[str, ...]:
    operation = choice.operation
    accuracy = "not stated" if operation.accuracy is None else f"{operation.accuracy:g} m"
    offsets = ", ".join(f"{metres:.1f} m from {code.removeprefix('EPSG:')}" for code, metres in choice.offsets.items())
    made_for = operation.area if choice.here else f"not for here: {operation.area}"
    return operation.code, operation.name.removeprefix("Inverse of "), accuracy, made_for, offsets


def choice_facts(choice: "Choice") -> dict[str, Any]:
    operation = choice.operation
    return {
        "code": operation.code,
        "name": operation.name.removeprefix("Inverse of "),
        "accuracy_m": operation.accuracy,
        "area": operation.area,
        "made_for_here": choice.here,
        "offsets_m": {code: round(metres, 2) for code, metres in choice.offsets.items()},
    }


def say_taken(
    before: "JointProfile", after: "JointProfile", changed: bool, otherwise: list[str], as_json: bool
) -> None:
    """Say what changed, and which sources were read by another operation than the one pinned now."""
    from geodata.geometry.profiles import differences as apart

    rows = apart(before, after)
    if as_json:
        listed = [dict(zip(("what", "before", "after"), row, strict=True)) for row in rows]
        say_json({**facts(after), "changed": changed, "differences": listed, "read_otherwise": otherwise})
        return
    if not changed:
        say(f"Nothing to change: {told(after)}")
        return
    say_table(("what", "before", "after"), rows)
    say(told(after))
    for title in otherwise:
        say(f"“{title}” was read by another operation than the one pinned now; load it again to bring it there.")
