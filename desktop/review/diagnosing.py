"""Why the two lines of an item lie apart: asked of an item, answered by a job."""

from dataclasses import dataclass

from geodata.cancel import Progress
from geodata.changes.comparing.compare_hints import pair_of
from geodata.changes.comparing.comparison import Item
from geodata.geometry.displacement import diagnose_layers
from geodata.geometry.displacement_findings import Diagnosis
from geodata.model.grid import JointGrid


@dataclass(frozen=True, eq=False)
class Answer:
    """What was found of an item."""

    item: Item
    diagnosis: Diagnosis


def can_be_asked(item: Item | None) -> bool:
    """Tell whether both sides have geometry in an item, and not the same."""
    return item is not None and pair_of(item) is not None


def answered(item: Item, grid: JointGrid, progress: Progress) -> Answer | None:
    """Return why what the sides drew in an item lies apart (a job), None where they drew nothing or the same."""
    progress.token.check()
    pair = pair_of(item)
    return None if pair is None else Answer(item, diagnose_layers(pair.a, pair.b, grid))
