"""What looks like one thing under two identifiers, proposed to both sides; a button records the own side's word."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.dialogs.figures import metres
from desktop.dialogs.words import word
from desktop.panels.parts import GRID, button, flat, label, readable, rule
from desktop.review.relations import tier_meaning
from desktop.review.rows import Row, RowsView
from desktop.review.told import Told
from desktop.session import Session
from geodata.changes.comparing.comparison import Comparison, Field
from geodata.changes.comparing.proposed import Doubt, Proposal
from geodata.model.alias import alias
from geodata.model.feature import Kind
from geodata.model.status import Side
from geodata.reports.comparison_words import field_word

translate = QCoreApplication.translate


class PairList(QWidget):
    """Proposals and doubts. `chosen` carries a Proposal, a Doubt, or None; `said` a sentence of what was recorded."""

    chosen = Signal(object)
    said = Signal(str)

    def __init__(self, session: Session) -> None:
        """Record in the project that is open in `session`."""
        super().__init__()
        self._session = session
        self._comparison: Comparison | None = None
        self.view = RowsView(self.tr("What may be one thing"))
        self.view.chosen.connect(self.chosen)
        self.view.chosen.connect(lambda _: self._tell())
        self.state = readable("")
        self.say = button(self.tr("Say that they are one"), self.record, primary=True)
        self._why = label("", "muted", wrap=True)
        for signal in (session.changed, session.opened, session.closed):
            signal.connect(self._renew)
        self._arrange()

    def show_comparison(self, comparison: Comparison) -> None:
        """Show the proposals of a comparison."""
        self._comparison = comparison
        self._fill(keep=False)

    def step(self, rows: int) -> None:
        """Go so many rows on."""
        self.view.step(rows)

    def record(self) -> None:
        """Record the own side's word that the chosen pair is one; undo takes it back."""
        pair = self.view.value()
        if isinstance(pair, Proposal) and self.say.isEnabled() and self._session.say_same(pair.a, pair.b, pair.label_a):
            told = self.tr("Recorded for {0}: they are one thing. It leaves with {0}'s next change set. Ctrl+Z undoes.")
            self.said.emit(told.format(self._session.project.settings.side))

    def _renew(self, *_: object) -> None:
        if self._comparison is not None:
            self._fill(keep=True)

    def _fill(self, keep: bool) -> None:
        found = self._comparison
        rows = [self._row(each) for each in found.proposals] if found else []
        rows += [_doubt_row(each) for each in found.doubts] if found else []
        self.view.show_rows(rows, keep)
        told = self.tr(
            "What both sides added and what looks alike is proposed. It is one thing once both sides say so."
        )
        none = self.tr("Nothing that A added looks like something that B added.")
        self._why.setText(told if rows else none)
        self._tell()

    def _row(self, pair: Proposal) -> Row:
        title = translate("Review", "{0}: A's {1}, B's {2}").format(word(pair.kind), pair.label_a, pair.label_b)
        return Row(title, state_words(self._said_by(pair)), pair, metres(pair.apart, 1) if pair.apart else "")

    def _said_by(self, pair: Proposal) -> set[Side]:
        """The sides that say it: in their change sets, or since in the project that is open."""
        said = set(pair.said_by)
        if self._session.is_open:
            own = self._session.project.settings.side
            held = self._session.project.layers[Kind.ALIAS]
            said |= {side for side in (own,) if alias(pair.a, pair.b, side).id in held}
        return said

    def _tell(self) -> None:
        pair = self.view.value()
        self.state.setVisible(isinstance(pair, Proposal))
        self.say.setVisible(isinstance(pair, Proposal))
        if not isinstance(pair, Proposal):
            return
        said, session = self._said_by(pair), self._session
        self.state.setText(f"{sentence(pair)} {state_words(said)}.")
        if not session.is_open:
            self.say.setEnabled(False)
            self.say.setToolTip(self.tr("Open the project of your side; its word is recorded there."))
            return
        side = session.project.settings.side
        self.say.setText(self.tr("Say for {0} that they are one").format(side))
        self.say.setEnabled(session.can_write and side not in said)
        self.say.setToolTip(self.tr("It is recorded in the open project, and undo takes it back."))

    def _arrange(self) -> None:
        head, foot = QVBoxLayout(), QVBoxLayout()
        for part in (head, foot):
            part.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        head.addWidget(self._why)
        foot.addWidget(self.state)
        foot.addWidget(self.say)
        column = flat(QVBoxLayout(self))
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.view, 1)
        column.addWidget(rule())
        column.addLayout(foot)


def sentence(pair: Proposal) -> str:
    """Return what looks alike: "A's turning point 12 and B's 12a look like one thing (0.4 m apart, same number)."."""
    facts = [translate("Review", "{0} apart").format(metres(pair.apart, 1))] if pair.apart is not None else []
    if pair.share is not None:
        facts.append(translate("Review", "{0} % of the lines together").format(f"{pair.share / 10:.1f}"))
    facts += [translate("Review", "same {0}").format(field_word(name)) for name in pair.why if name != "place"]
    told = translate("Review", "A's {0} {1} and B's {2} look like one thing")
    said = told.format(word(pair.kind), pair.label_a, pair.label_b)
    return f"{said} ({', '.join(facts)})." if facts else f"{said}."


def state_words(said: set[Side]) -> str:
    """Return who says that two are one."""
    if len(said) == len(Side):
        return translate("Review", "Both sides say so")
    if said:
        return translate("Review", "{0} says so, {1} not yet").format(next(iter(said)), next(iter(said)).other)
    return translate("Review", "Nobody says so yet")


def pair_told(pair: Proposal) -> Told:
    """Return what the right tells of a pair."""
    rows = (Field("label", None, pair.label_a, pair.label_b),)
    figures = [(translate("Review", "Apart"), metres(pair.apart, 2))] if pair.apart is not None else []
    facts = [(translate("Review", "How near"), tier_meaning(pair.tier))] if pair.tier is not None else []
    alike = ", ".join(field_word(name) for name in pair.why)
    facts.append((translate("Review", "Alike in"), alike or translate("Review", "nothing but what was said")))
    facts += [
        (translate("Review", "{0}'s identifier").format(side), id_) for side, id_ in (("A", pair.a), ("B", pair.b))
    ]
    head = translate("Review", "{0} {1} and {2}").format(word(pair.kind), pair.label_a, pair.label_b)
    return Told(head, translate("Review", "one thing, or two?"), sentence(pair), tuple(figures), tuple(facts), rows)


def doubt_told(doubt: Doubt) -> Told:
    """Return what the right tells of features of which it cannot be said which is which."""
    rows = (Field("label", None, list(doubt.labels_a), list(doubt.labels_b)),)
    meaning = translate(
        "Review", "Several are alike, so none is proposed. Who knows which is which says so with the verb same."
    )
    return Told(word(doubt.kind), translate("Review", "cannot be told apart"), meaning, rows=rows)


def _doubt_row(doubt: Doubt) -> Row:
    labels = translate("Review", "A's {0}; B's {1}").format(", ".join(doubt.labels_a), ", ".join(doubt.labels_b))
    return Row(f"{word(doubt.kind)}: {labels}", translate("Review", "several are alike; none is proposed"), doubt)
