"""The row of posts: signs and words never overlap, and the same posts stay wherever the strip is scrolled to."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.panels.strip_posts import Post, PostKind
from desktop.panels.strip_row import DOT, SIGN, Placed, placed

KINDS = list(PostKind)
posts_ = st.lists(
    st.builds(
        Post,
        kind=st.sampled_from(KINDS),
        id=st.just("p"),
        label=st.text("0123456789/", max_size=6),
        index=st.just(0),
        at=st.integers(0, 100_000),
        what=st.sampled_from(["", "road", "railway, closed"]),
        weight=st.integers(0, 5),
        reach=st.sampled_from([0.0, 64.0, 1024.0, 16384.0]),
    ),
    max_size=60,
)
RIGHT = 1040.0


def laid(posts: list[Post], scrolled: float = 0.0) -> list[Placed]:
    return placed(posts, lambda at: at / 100 - scrolled, lambda word: 7.0 * len(word), RIGHT)


def post(at: int, kind=PostKind.TURNING_POINT, label="101", reach=1024.0, weight=1, what="") -> Post:
    return Post(kind, f"{kind}{at}", label, 0, at, what, weight, reach)


def spans(row: list[Placed]) -> list[tuple[float, float]]:
    half = [(one, DOT if one.dot else SIGN) for one in row]
    signs = [(one.x - reach, one.x + reach) for one, reach in half]
    return signs + [(one.word_x, one.word_x + 7.0 * len(one.word)) for one in row if one.word]


@given(posts=posts_)
def test_nothing_in_the_row_stands_on_anything_else(posts):
    found = sorted(spans(laid(posts)))
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@given(posts=posts_)
def test_no_word_goes_beyond_the_edge_and_a_dot_has_none(posts):
    row = laid(posts)
    assert all(end <= RIGHT for _, end in spans(row))
    assert not any(one.word for one in row if one.dot)


def test_of_two_posts_in_one_place_the_one_that_stands_alone_longer_keeps_its_sign():
    few, many = post(50_000, reach=64.0, label="far"), post(50_300, reach=16384.0, label="near")
    assert [(one.post.label, one.word) for one in laid([few, many]) if not one.dot] == [("near", "near")]


def test_a_crossing_says_what_crosses_and_less_where_there_is_less_room():
    road = post(50_000, PostKind.CROSSING, "V-4", reach=16384.0, weight=4, what="road")
    assert [one.word for one in laid([road])] == ["road V-4"]
    walls = [post(at, label="", reach=2.0**20) for at in (43_000, 55_500)]
    assert [one.word for one in laid([road, *walls]) if one.post is road] == ["road"]


def test_a_marker_at_a_turning_point_is_drawn_around_it():
    turning, marker = post(50_000, weight=1), post(50_010, PostKind.MARKER, "101", reach=0.0, weight=0)
    (one,) = laid([turning, marker])
    assert one.post is turning
    assert one.marked


def test_the_last_post_has_its_word_on_its_left():
    (one,) = laid([post(102_500, label="168")])
    assert one.word == "168"
    assert one.word_x < one.x


def test_what_stands_in_the_middle_stays_while_the_strip_is_scrolled():
    row = [post(at * 1_700, label=str(at), reach=64.0 * 2 ** (at % 5)) for at in range(58)]
    here, there = laid(row), laid(row, 3.0)
    assert [(one.post.at, one.dot, one.word) for one in here] == [(one.post.at, one.dot, one.word) for one in there]
