"""What compare says to a person: who handed over what, what became of it, the items, the split, what may be one."""

from collections.abc import Set as AbstractSet

from geodata.changes.comparing.comparison import Comparison, Item, Relation
from geodata.changes.comparing.comparison_numbers import Beneath, ClaimSplit, Reach
from geodata.cli.output import say, say_table
from geodata.geometry.displacement_words import remarks, sentence
from geodata.reports.comparison_words import (
    RELATIONS,
    VERDICTS,
    doubt_sentence,
    hectares,
    kilometres,
    kind_word,
    metres,
    part_words,
    place,
    proposal_sentence,
    relation_words,
    separation,
    tally_words,
    verdict_words,
)


def say_comparison(comparison: Comparison, wanted: AbstractSet[Relation]) -> None:
    """Print a comparison, of its items those of the relations that are wanted."""
    _say_parties(comparison)
    _say_hints(comparison)
    shown = [item for item in comparison.items if item.relation in wanted]
    if shown:
        say_table(
            ("WHERE", "WHAT", "VERDICT", "RELATION", "LENGTH", "APART", "HECTARES"), [_row(item) for item in shown]
        )
        say()
    if len(shown) < len(comparison.items):
        say(f"{len(comparison.items) - len(shown):,} of {len(comparison.items):,} items are of another relation.")
        say()
    _say_totals(comparison)
    if comparison.split is not None:
        _say_split(comparison.split)
    _say_proposals(comparison)
    say(f"Lengths and areas are {comparison.profile.method}.")


def _say_parties(comparison: Comparison) -> None:
    tally = comparison.tally
    for party in (comparison.a, comparison.b):
        message = f": {party.message}" if party.message else ""
        say(f"{party.side}  change set {party.sequence}, {party.sha256[:12]}{message}")
        say(f"   {tally_words(tally[party.side])}")
    found = "" if comparison.base_found else " (not at hand: no lines, no separation)"
    say(f"   base {comparison.base[:12]}{found}")
    say()


def _row(item: Item) -> tuple[str, ...]:
    return (
        place(item),
        kind_word(item.kind),
        verdict_words(item),
        relation_words(item),
        "" if item.length is None else kilometres(item.length),
        separation(item),
        hectares(item.measured.between) if item.measured else "",
    )


def _say_totals(comparison: Comparison) -> None:
    together = ("Together", comparison.total.count, kilometres(comparison.total.length))
    totals = [
        (VERDICTS[verdict], total.count, kilometres(total.length)) for verdict, total in comparison.totals.items()
    ]
    say_table(("", "ITEMS", "LENGTH"), [*totals, together])
    say()
    relations = [
        (RELATIONS[relation], total.count, kilometres(total.length))
        for relation, total in comparison.relations.items()
        if total.count
    ]
    say_table(("", "ITEMS", "LENGTH"), [*relations, together])
    say()


def _say_split(split: ClaimSplit) -> None:
    rows = [
        (
            part_words(part),
            _reach(part.a),
            _reach(part.b),
            "" if part.alone else metres(part.widest),
            "" if part.area is None or part.alone else hectares(part.area),
            "" if part.beneath is None else ", ".join((*(part.beneath.settlements or ()), *part.beneath.routes)),
        )
        for part in split.parts
    ]
    say("Where the sides claim other lines than the base's, along the line:")
    say_table(("WHAT", "A", "B", "APART", "HECTARES", "IN BETWEEN"), rows)
    told = split.measured
    say(
        f"Within {metres(split.within)}: {kilometres(split.coincident_a)} of A and {kilometres(split.coincident_b)} "
        f"of B coincide, which is not to say that they are agreed; dispute areas: {len(split.areas):,}, together "
        f"{hectares(told.between)}."
    )
    if told.largest is not None and told.mean is not None:
        say(f"Separation along the chainage: at most {metres(told.largest)}, {metres(told.mean)} in the mean.")
    say(_in_between(told.beneath))
    say()


def _in_between(told: Beneath) -> str:
    settled = "not known (name a layer with --beneath)" if told.settlements is None else _listed(told.settlements)
    return (
        f"In between: settlements {settled}; routes {_listed(told.routes)}, which cross A's lines in "
        f"{told.crossings_a:,} and B's in {told.crossings_b:,} places."
    )


def _listed(names: tuple[str, ...]) -> str:
    return f"{len(names):,} ({', '.join(names)})" if names else "none"


def _reach(reach: Reach | None) -> str:
    return "" if reach is None else f"{reach.label}, {reach.start / 1000:,.3f} to {reach.end / 1000:,.3f} m"


def _say_hints(comparison: Comparison) -> None:
    for hint in comparison.hints:
        items = f"{len(hint.items):,} item{'' if len(hint.items) == 1 else 's'}"
        say(f"A hint to both sides, for {items}: {sentence(hint.diagnosis)}")
        for remark in remarks(hint.diagnosis):
            say(f"   {remark}")
        say()


def _say_proposals(comparison: Comparison) -> None:
    for each in comparison.proposals:
        say(proposal_sentence(each))
    for doubt in comparison.doubts:
        say(doubt_sentence(doubt))
    if comparison.proposals or comparison.doubts:
        say()
