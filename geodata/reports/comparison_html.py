"""A comparison as one HTML file: no script, no network, the same bytes each time; prints in grey."""

from collections.abc import Iterator
from html import escape

from geodata.changes.comparing.comparison import Apart, Comparison, Item, Party, Verdict
from geodata.geometry.displacement_words import remarks, sentence
from geodata.model.disclaimer import DISCLAIMER
from geodata.reports.comparison_html_parts import (
    escaped,
    item_numbers,
    proposals_section,
    relations_table,
    split_section,
    text_of,
)
from geodata.reports.comparison_style import STYLE
from geodata.reports.comparison_svg import small_map
from geodata.reports.comparison_words import (
    VERDICTS,
    field_word,
    hectares,
    kilometres,
    kind_word,
    metres,
    place,
    relation_words,
    separation,
    shown,
    tally_words,
    verdict_words,
)

_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
"""Signs that turn the direction of text: where nothing can hold them apart, they are shown."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

OPENING = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
)
"""How such a page begins, and hardly another one: one that does may be replaced by a new one."""


def comparison_html(comparison: Comparison) -> str:
    """Return the page; every text from the documents is escaped."""
    return "".join(
        [
            OPENING,
            '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n',
            f"<title>Comparison: {_plain(_title(comparison))}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            *_heading(comparison),
            *_hints(comparison),
            *_totals(comparison),
            *_contents(comparison),
            *split_section(comparison.split),
            *proposals_section(comparison),
            *_items(comparison),
            f"<footer>{escape(DISCLAIMER)}</footer>\n</body>\n</html>\n",
        ]
    )


def _title(comparison: Comparison) -> str:
    titles = dict.fromkeys((comparison.a.title, comparison.b.title))
    return " / ".join(title for title in titles if title) or "two change sets"


def _heading(comparison: Comparison) -> Iterator[str]:
    yield f"<header>\n<p class=kicker>Comparison of two change sets</p>\n<h1>{text_of(_title(comparison))}</h1>\n"
    yield f'<div class="parties">\n{_party(comparison.a, comparison)}{_party(comparison.b, comparison)}</div>\n'
    yield f'<p class="hash">Both start from base <code>{_hash(comparison.base)}</code></p>\n'
    if not comparison.base_found:
        yield (
            '<p class="notice">The base itself was not at hand: stretches are compared by their chainage, but '
            "no lines are drawn or measured. Put its file beside the change sets, or name it with --base.</p>\n"
        )
    yield "</header>\n"


def _party(party: Party, comparison: Comparison) -> str:
    side = party.side.value
    message = f"<p class=message>{text_of(party.message)}</p>" if party.message else ""
    told = tally_words(comparison.tally[party.side])
    return (
        f'<section class="party {side.lower()}"><h2><span class="key"></span>Side {side}</h2>'
        f"<p>Change set {party.sequence}, handed over by a {escape(party.role.replace('_', ' '))}</p><p>{told}</p>"
        f"{message}<p class=hash><code>{_hash(party.sha256)}</code></p></section>\n"
    )


def _hints(comparison: Comparison) -> Iterator[str]:
    for hint in comparison.hints:
        said = " ".join(escape(text) for text in (sentence(hint.diagnosis), *remarks(hint.diagnosis)))
        numbers = {item.id: number for number, item in enumerate(comparison.items, start=1)}
        links = ", ".join(f'<a href="#{id_}">{numbers[id_]}</a>' for id_ in hint.items)
        yield f'<p class="notice">A hint to both sides: {said} This holds for {_counted(len(hint.items))}: {links}. '
        yield "Nothing was corrected.</p>\n"


def _counted(items: int) -> str:
    return "1 item" if items == 1 else f"{items:,} items"


def _totals(comparison: Comparison) -> Iterator[str]:
    yield '<section>\n<h2>In numbers</h2>\n<table class="totals">\n<thead><tr><th></th><th>items</th>'
    yield "<th>length</th><th>share</th></tr></thead>\n<tbody>\n"
    whole = comparison.total.length
    for verdict, total in comparison.totals.items():
        share = 100 * total.length / whole if whole else 0
        yield (
            f"<tr><th>{_mark(verdict)}{VERDICTS[verdict]}</th><td>{total.count:,}</td><td>{kilometres(total.length)}</td>"
            f'<td class="share"><span class="bar {verdict.value}" style="width:{share:.1f}%"></span></td></tr>\n'
        )
    yield f"</tbody>\n<tfoot><tr><th>Together</th><td>{comparison.total.count:,}</td><td>{kilometres(whole)}</td>"
    yield "<td></td></tr></tfoot>\n</table>\n"
    yield from relations_table(comparison)
    widest = comparison.widest
    if widest is not None and widest.apart is not None:
        yield f"<p>Largest separation between the lines of A and B: <strong>{separation(widest)}</strong>, "
        yield f'<a href="#{widest.id}">{text_of(widest.label)}</a>{_at(widest.apart)}.</p>\n'
    yield f'<p class="method">Lengths are {escape(comparison.profile.method)}; they count the stretches on which at '
    yield "least one side changed what it says. Alternative lines, notes and other features are items without a "
    yield "length.</p>\n"
    yield "</section>\n"


def _at(apart: Apart) -> str:
    return "" if apart.at is None else f" at {metres(apart.at)}"


def _contents(comparison: Comparison) -> Iterator[str]:
    if not comparison.items:
        yield '<section><p class="notice">Neither side changed anything: there is nothing to compare.</p></section>\n'
        return
    yield '<section>\n<h2>From north to south</h2>\n<table class="contents">\n<thead><tr><th>no.</th><th>where</th>'
    yield "<th>what</th><th>verdict</th><th>relation</th><th>length</th><th>apart</th><th>between</th></tr>"
    yield "</thead>\n<tbody>\n"
    for number, item in enumerate(comparison.items, start=1):
        length = "" if item.length is None else kilometres(item.length)
        between = hectares(item.measured.between) if item.measured else ""
        yield (
            f'<tr><td>{number}</td><td><a href="#{item.id}">{text_of(place(item))}</a></td>'
            f"<td>{kind_word(item.kind)}</td><td>{_mark(item.verdict)}{verdict_words(item)}</td>"
            f"<td>{relation_words(item)}</td><td>{length}</td><td>{separation(item)}</td><td>{between}</td></tr>\n"
        )
    yield "</tbody>\n</table>\n</section>\n"


def _items(comparison: Comparison) -> Iterator[str]:
    for number, item in enumerate(comparison.items, start=1):
        yield f'<article id="{item.id}" class="{item.verdict.value}">\n'
        yield f"<h3><span class=no>{number}</span> {text_of(place(item))}</h3>\n"
        yield f'<p class="verdict">{_mark(item.verdict)}<strong>{verdict_words(item)}</strong>, {_facts(item)}</p>\n'
        yield item_numbers(item, comparison)
        yield f'<div class="body">{small_map(item)}{_fields(item, comparison)}</div>\n</article>\n'


def _facts(item: Item) -> str:
    facts = [f"<em>{relation_words(item)}</em>", kind_word(item.kind)]
    if item.length is not None:
        facts.append(kilometres(item.length))
    if item.apart is not None and item.apart.millimetres:
        facts.append(f"up to {separation(item)} apart")
    for side, edits in (("A", item.edits_a), ("B", item.edits_b)):
        if edits:
            facts.append(f"operation{'s' if len(edits) > 1 else ''} {', '.join(map(str, edits))} of {side}")
    return ", ".join(facts)


def _fields(item: Item, comparison: Comparison) -> str:
    rows = []
    both = item.verdict in (Verdict.SAME, Verdict.DIFFERENT)
    for field in item.fields:
        base, a, b = (text_of(value) for value in shown(field, comparison))
        differ = ' class="differ"' if both and a != b else ""
        rows.append(
            f"<tr{differ}><th>{escape(field_word(field.name))}</th><td>{base}</td><td>{a}</td><td>{b}</td></tr>\n"
        )
    return (
        '<table class="fields">\n<thead><tr><th></th><th>base</th><th class="a"><span class="key"></span>A</th>'
        f'<th class="b"><span class="key"></span>B</th></tr></thead>\n<tbody>\n{"".join(rows)}</tbody></table>\n'
    )


def _mark(verdict: Verdict) -> str:
    return f'<span class="mark {verdict.value}"></span>'


def _hash(sha256: str) -> str:
    """The hash in groups of four, to be read aloud."""
    return " ".join(sha256[at : at + 4] for at in range(0, len(sha256), 4))


def _plain(text: str) -> str:
    """Text from a document where no element can hold it apart."""
    return escaped(text.translate(_TURNING))
