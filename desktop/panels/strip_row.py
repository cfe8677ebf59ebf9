"""The row of posts on the strip: no sign stands on another, no word on a sign; where there is not room, dots are left.

Of posts too near each other the more important one stays, and the same ones stay wherever the strip is scrolled to.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.panels.strip_posts import Post, PostKind

SIGN, DOT = 6.0, 2.0
"""Half the width of a sign with its air, and of a dot, in pixels."""
WORD = 9.0
"""From the middle of a sign to its word, in pixels."""
_AIR = 6.0  # after a word
_SAME = 3.0  # pixels within which a marker is that of the turning point


@dataclass(frozen=True, slots=True)
class Placed:
    """A post as it is drawn: where, with which word from where on, as a dot only, with a marker's sign around it."""

    post: Post
    x: float
    word: str = ""
    word_x: float = 0.0
    dot: bool = False
    marked: bool = False


def placed(
    posts: Iterable[Post], x_of: Callable[[int], float], width_of: Callable[[str], float], right: float
) -> list[Placed]:
    """Return what of some posts is drawn, those that stand alone longest first.

    `width_of` tells how long a word is; none goes beyond the pixel `right`.
    """
    taken, row = _Room(right), list[Placed]()
    order = sorted(posts, key=lambda post: (-post.reach, -post.weight, post.at))
    markers, marked = sorted(x_of(post.at) for post in order if post.kind is PostKind.MARKER), list[float]()
    for post in order:
        x = x_of(post.at)
        if post.kind is PostKind.MARKER and _has_near(marked, x):
            continue
        if not taken.is_free(x - SIGN, x + SIGN):
            if taken.is_free(x - DOT, x + DOT):
                taken.take(x - DOT, x + DOT)
                row.append(Placed(post, x, dot=True))
            continue
        taken.take(x - SIGN, x + SIGN)
        word, word_x = _fitting(post, x, taken, width_of)
        with_marker = post.kind is PostKind.TURNING_POINT and _has_near(markers, x)
        if with_marker:
            insort(marked, x)
        row.append(Placed(post, x, word, word_x, marked=with_marker))
    return row


def _fitting(post: Post, x: float, taken: "_Room", width_of: Callable[[str], float]) -> tuple[str, float]:
    """The longest word of a post for which there is room beside its sign, on the right if possible, and its start."""
    for word in post.words:
        width = width_of(word)
        for start in (x + WORD, x - WORD - width):
            span = (x + SIGN, start + width + _AIR) if start > x else (start - _AIR, x - SIGN)
            if taken.is_free(*span):
                taken.take(*span)
                return word, start
    return "", 0.0


def _has_near(places: list[float], x: float) -> bool:
    after = bisect_left(places, x)
    return any(abs(place - x) < _SAME for place in places[max(after - 1, 0) : after + 1])


class _Room:
    """What of the row is taken, as spans that do not overlap."""

    def __init__(self, right: float) -> None:
        self._right = right
        self._spans: list[tuple[float, float]] = []

    def is_free(self, start: float, end: float) -> bool:
        """Whether nothing stands between two pixels, and they are in sight."""
        if end > self._right:
            return False
        after = bisect_left(self._spans, (end, end))
        return after == 0 or self._spans[after - 1][1] <= start

    def take(self, start: float, end: float) -> None:
        """Keep others away from between two pixels."""
        insort(self._spans, (start, end))
