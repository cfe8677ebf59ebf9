"""What a comparison's page counts and measures: relations, the split, what may be one, the numbers of an item.

Texts from the documents are escaped by `text_of`.
"""

from collections.abc import Iterable, Iterator
from html import escape

from geodata.changes.comparing.comparison import Comparison, Item, Relation
from geodata.changes.comparing.comparison_numbers import Beneath, ClaimSplit, Reach, SplitPart
from geodata.reports.comparison_words import (
    RELATIONS,
    doubt_sentence,
    drawn_words,
    hectares,
    kilometres,
    metres,
    part_words,
    proposal_sentence,
)

_SHOWN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF], 0xFFFD)
"""Signs that HTML has no place for."""

_MOST = 12
"""Ranges of vertices that are listed of one line; the JSON lists them all."""


def text_of(value: str) -> str:
    """Return text from a document: escaped, kept in lines, and held apart so that its direction turns nothing else."""
    return f"<bdi>{escaped(value)}</bdi>"


def escaped(value: str) -> str:
    """Return text from a document escaped, where an element holds it apart already."""
    return escape(value.translate(_SHOWN))


def relations_table(comparison: Comparison) -> Iterator[str]:
    """Yield the totals of each relation that occurs."""
    yield '<table class="totals relations">\n<thead><tr><th></th><th>items</th><th>length</th></tr></thead>\n<tbody>\n'
    for relation, total in comparison.relations.items():
        if total.count:
            yield f"<tr><th>{RELATIONS[relation]}</th><td>{total.count:,}</td>"
            yield f"<td>{kilometres(total.length)}</td></tr>\n"
    whole = comparison.total
    yield f"</tbody>\n<tfoot><tr><th>Together</th><td>{whole.count:,}</td><td>{kilometres(whole.length)}</td></tr>"
    yield "</tfoot>\n</table>\n"


def split_section(split: ClaimSplit | None) -> Iterator[str]:
    """Yield the split of all claims as a table, with what it comes to."""
    if split is None:
        return
    told = split.measured
    yield '<section class="split">\n<h2>Where the sides claim other lines than the base’s</h2>\n'
    yield (
        f"<p>Within {metres(split.within)}, {kilometres(split.coincident_a)} of A and {kilometres(split.coincident_b)} "
        "of B coincide, which is not to say that they are agreed. "
        f"Dispute areas: <strong>{len(split.areas):,}</strong>, together <strong>{hectares(told.between)}</strong>."
    )
    if told.largest is not None and told.mean is not None:
        yield f" Separation along the chainage: at most {metres(told.largest)}, {metres(told.mean)} in the mean."
    yield f"</p>\n<p>{_in_between(told.beneath)}</p>\n"
    yield "<table>\n<thead><tr><th>no.</th><th>what</th><th>A</th><th>B</th><th>apart</th><th>area</th>"
    yield "<th>in between</th></tr></thead>\n<tbody>\n"
    yield from (_split_row(number, part) for number, part in enumerate(split.parts, start=1))
    yield "</tbody>\n</table>\n</section>\n"


def proposals_section(comparison: Comparison) -> Iterator[str]:
    """Yield what may be one thing under two identifiers, as sentences."""
    sentences = [proposal_sentence(each) for each in comparison.proposals]
    sentences += [doubt_sentence(each) for each in comparison.doubts]
    if sentences:
        yield '<section class="proposals">\n<h2>Perhaps one under two identifiers</h2>\n<ul>\n'
        yield from (f"<li>{text_of(sentence)}</li>\n" for sentence in sentences)
        yield "</ul>\n<p>It holds once both sides say so; until then each is an item of its own.</p>\n</section>\n"


def item_numbers(item: Item, comparison: Comparison) -> str:
    """Return what each side drew in an item, what lies between, and what it clashes with, as paragraphs."""
    lines = [*_drawn(item), *_between(item), *_against(item, comparison)]
    return "".join(f'<p class="numbers">{line}</p>\n' for line in lines)


def _drawn(item: Item) -> Iterator[str]:
    for side, drawing in (("A", item.drawn_a), ("B", item.drawn_b)):
        if drawing is not None:
            ranges = "; ".join(
                f"vertices {one.before[0]} to {one.before[1]} at {metres(one.start)} to {metres(one.end)}"
                for one in drawing.ranges[:_MOST]
            )
            more = f"; and {len(drawing.ranges) - _MOST:,} more" if len(drawing.ranges) > _MOST else ""
            yield f"{side}: {drawn_words(drawing)}{f' ({ranges}{more})' if ranges else ''}."


def _between(item: Item) -> Iterator[str]:
    told = item.measured
    if told is None:
        return
    said = f"Between the lines: {hectares(told.between)} in {_counted(len(told.areas), 'area')}"
    if told.largest is not None and told.mean is not None:
        said += f"; separation at most {metres(told.largest)}, {metres(told.mean)} in the mean"
    lengths = f"A’s line {kilometres(told.length_a)}, B’s {kilometres(told.length_b)}"
    yield f"{said}; {lengths}. {_in_between(told.beneath)}"


def _against(item: Item, comparison: Comparison) -> Iterator[str]:
    if item.against:
        names = ", ".join(text_of(comparison.names.get(id_, id_)) for id_ in item.against)
        what = (
            "Removed against changed" if item.relation is Relation.DELETE_EDIT else "It clashes with what was done to"
        )
        yield f"{what}: {names}."
    if item.also:
        name = text_of(comparison.names.get(item.also, item.also))
        yield f"Said by both to be one with {name} (<code>{escaped(item.also)}</code>)."
    if item.still_open:
        number = f" {comparison.base_number}" if comparison.base_number else ""
        yield f"Still open since base{number}: open item <code>{escaped(item.still_open)}</code>."


def _in_between(told: Beneath) -> str:
    settled = "settlements are not known" if told.settlements is None else f"settlements {_names(told.settlements)}"
    return (
        f"In between: {settled}; routes {_names(told.routes)}, which cross A’s line in {told.crossings_a:,} and B’s in "
        f"{told.crossings_b:,} places."
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(text_of(name) for name in names) or "none"


def _split_row(number: int, part: SplitPart) -> str:
    beneath = part.beneath
    names = () if beneath is None else (*(beneath.settlements or ()), *beneath.routes)
    area = "" if part.area is None or part.alone else hectares(part.area)
    return (
        f"<tr><td>{number}</td><td>{part_words(part)}</td><td>{_reach(part.a)}</td><td>{_reach(part.b)}</td>"
        f"<td>{'' if part.alone else metres(part.widest)}</td><td>{area}</td>"
        f"<td>{', '.join(map(text_of, names))}</td></tr>\n"
    )


def _reach(reach: Reach | None) -> str:
    return "" if reach is None else f"{text_of(reach.label)}, {reach.start / 1000:,.3f} to {reach.end / 1000:,.3f} m"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
