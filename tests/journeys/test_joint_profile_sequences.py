"""Whatever both sides do with their joint profiles, in any order: no document that the other refuses, nothing lost."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import ConfiniaError
from geodata.io.documents import read_document
from geodata.model.segment import Segment
from tests.journeys.test_joint_profile import GK8, filled, held, run

SETTING = [("--t1", "0.2"), ("--t2", "8"), ("--language", "hy"), ("--name-b", "en=South"), ("--order", "by_alphabet")]
SETTING += [("--operation", "EPSG:15865"), ("--crs", "utm38n"), ("--crs", "EPSG:4284")]
STEP = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(SETTING)),
    st.tuples(st.sampled_from(["adopt", "take"]), st.integers(0, 5)),
    st.tuples(st.sampled_from(["undo", "redo", "base", "changes"]), st.none()),
    st.tuples(st.just("mark"), st.integers(0, 3000)),
)


@settings(deadline=None, max_examples=6)
@given(st.lists(st.tuples(st.sampled_from("ab"), STEP), min_size=4, max_size=10))
def test_no_order_of_profiles_bases_and_edits_moves_a_coordinate_or_makes_a_document_that_is_refused(steps) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        projects = {"a": filled(folder, *GK8), "b": folder / "b.gpkg"}
        documents = [folder / "base.confinia"]
        run("base", projects["a"], "-o", documents[0])
        run("new", projects["b"], "--side", "B", "--base", documents[0])
        there = lines(projects["a"])
        for number, (who, (what, how)) in enumerate(steps):
            before = held(projects[who]).layers
            with suppress(ConfiniaError):
                done(projects[who], what, how, documents, folder / f"{number}.confinia")
            after = held(projects[who]).layers
            assert after == before or what in ("mark", "undo", "redo")
            assert lines(projects[who]) == there
        handed = [folder / "last-a.confinia", folder / "last-b.confinia"]
        run("changes", projects["a"], "-o", handed[0])
        run("profile", "adopt", projects["b"], handed[0])
        run("changes", projects["b"], "-o", handed[1])
        for document in (*documents, *handed):
            read_document(document)
        assert held(projects["a"]).settings.profile == held(projects["b"]).settings.profile


def done(project: Path, what: str, how: object, documents: list[Path], place: Path) -> None:
    """One step; what is written joins the documents. Raise ConfiniaError where it is refused."""
    if what == "set":
        run("profile", "set", project, *how)
    elif what in ("adopt", "take"):
        document = documents[int(how) % len(documents)]
        run("profile", "adopt", project, document) if what == "adopt" else run(
            "profile", "set", project, "--from", document
        )
    elif what == "mark":
        run("mark", project, "crest", "--from", how, "--to", int(how) + 500, "--as", "disputed")
    elif what in ("base", "changes"):
        run(what, project, "-o", place)
        documents.append(place)
    else:
        run(what, project)


def lines(project: Path) -> dict[str, bytes]:
    """Every coordinate of the segments."""
    return {one.id: one.line.xy.tobytes() for one in held(project).all(Segment)}
