"""What stops a load before it begins: questions that nobody answered, and readings that cannot be right."""

from collections.abc import Iterable

from geodata.errors import Refused
from geodata.geometry.crs import Candidate
from geodata.geometry.plausible import Finding
from geodata.io.statement import Question

_SHEET = {
    Question.SHEET: "the sheet as it is printed (--sheet)",
    Question.SCALE: "its scale (--scale 100000)",
    Question.PRINT_YEAR: "the year of its edition (--print-year)",
    Question.DUTY_YEAR: "the year in which it passed the duty procedure (--duty-year)",
    Question.METHOD: "how it was digitised (--method)",
}


class Unanswered(Refused):
    """A source of which something has to be stated first: every open question at once, each with how to answer it.

    `candidates` are the operations to choose from, where that is among the questions.
    """

    def __init__(self, layer: str, asked: dict[Question, str], candidates: Iterable[Candidate] = ()) -> None:
        self.questions = tuple(asked)
        self.candidates = list(candidates)
        said = [sentence.rstrip(".") for sentence in asked.values()]
        if len(said) == 1:
            super().__init__(f"Layer {layer}: {said[0]}.")
            return
        listed = "; ".join(f"({number}) {one}" for number, one in enumerate(said, 1))
        super().__init__(f"Of layer {layer} {len(said)} things have to be stated first: {listed}.")


class Implausible(Refused):
    """A reading that cannot be right as it stands. `findings` are those on which nobody insists yet."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        said = " ".join(one.sentence for one in self.findings)
        insist = " ".join(f"--take-as-stated {one.code}" for one in self.findings)
        super().__init__(f"{said} Nothing was taken. Should it be right nevertheless, insist: {insist}.")


def of_sheet(open_: Iterable[Question]) -> dict[Question, str]:
    """Return the questions about a map sheet in words."""
    asked = {each: _SHEET[each] for each in open_}
    if not asked:
        return {}
    last = list(asked)[-1]
    none = f"; what is not on the sheet is stated as well: --without {last.replace('_', '-')}"
    return asked | {last: asked[last] + none}
