"""Verifying: each document by itself, then how they hang together, with the first broken link in a sentence."""

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.base import Head, base_of
from geodata.changes.documents.changeset import change_set, next_change_set
from geodata.changes.documents.document import kind_word
from geodata.changes.documents.key_record import Act, key_record
from geodata.changes.members import Members, Signature
from geodata.changes.merging.merge import merge
from geodata.changes.papers.papers import invert
from geodata.changes.verifying.verify import Checked, verified
from geodata.errors import ChainBroken, HashMismatch, NotFound
from geodata.geometry.profiles import ready_profile
from geodata.model.project import Settings
from geodata.model.status import Role, Side
from tests.geodata.signing_keys import key, signature
from tests.geodata.strategies import project, segment, standing
from tests.geodata.worlds import reached

BASE = base_of(project(segment(1), segment(2)))
OTHER = base_of(project(segment(3)))


def settings_of(side, base=BASE, **more):
    return Settings(title="Valley", side=side, base=base.sha256, base_number=1, **more)


def work(end):
    return Delta(segment(1), replace(segment(1), position_a=(standing(0, end),)))


A1 = change_set([work(5000)], settings_of(Side.A), message="First week")
A2 = next_change_set([work(6000)], settings_of(Side.A), Role.TECHNICIAN, "Second week", reached(A1))
B1 = change_set([], settings_of(Side.B))


def report(**documents):
    return verified([Checked(f"{name}.confinia", document) for name, document in documents.items()])


def sentences(**documents):
    return [link.sentence for link in report(**documents).links]


def test_documents_that_hang_together_are_well():
    found = report(base=BASE, a1=A1, b1=B1)
    assert found.problem is None
    assert found.exit_code == 0
    assert [link.sentence for link in found.links] == [
        "a1.confinia starts from base.confinia and fits it.",
        "b1.confinia starts from base.confinia and fits it.",
    ]


def test_a_change_set_without_its_base_is_well_as_far_as_can_be_seen():
    assert report(a1=A1).problem is None
    assert "was not given" in sentences(a1=A1)[0]


def test_a_change_set_that_starts_from_another_base_than_those_given_is_named():
    found = report(other=OTHER, a1=A1)
    assert found.exit_code == 7
    assert found.problem.sentence.startswith("a1.confinia starts from a base that is not among these files")


def test_a_change_set_that_does_not_fit_its_base_is_named():
    stale = segment(1, section="North")
    changes = change_set([Delta(stale, replace(stale, section="South"))], settings_of(Side.A))
    found = report(base=BASE, a1=changes)
    assert found.exit_code == 4
    assert "a1.confinia does not fit base.confinia" in found.problem.sentence


def test_a_change_set_on_another_grid_than_its_base_does_not_fit():
    found = report(base=BASE, a1=change_set([], settings_of(Side.A, profile=ready_profile("EPSG:28408", "EPSG:1808"))))
    assert found.exit_code == 8
    assert "another joint profile, with another grid" in found.problem.sentence


def test_a_change_set_may_carry_a_profile_that_was_adopted_since_its_base():
    adopted = ready_profile("EPSG:4326", "EPSG:1808")
    a1 = change_set([work(5000)], settings_of(Side.A, profile=adopted))
    assert report(base=BASE, a1=a1).exit_code == 0
    assert "has adopted the joint profile" in sentences(base=BASE, a1=a1)[-1]


def test_change_sets_of_both_sides_under_different_profiles_are_named_but_not_broken():
    b1 = change_set([], settings_of(Side.B, profile=ready_profile("EPSG:4326", "EPSG:1808")))
    found = report(base=BASE, a1=A1, b1=b1)
    assert found.exit_code == 0
    assert "compare when one side has adopted the other's" in found.links[-1].sentence


def test_change_sets_of_one_side_follow_each_other():
    assert "a2.confinia follows a1.confinia." in sentences(base=BASE, a2=A2, a1=A1)
    assert "follows number 1 of side A, which was not given" in sentences(a2=A2)[-1]


def test_a_change_set_that_names_another_one_before_it_breaks_the_chain():
    rewritten = replace(A1, message="First week, corrected")
    found = report(base=BASE, a1=rewritten, a2=A2)
    assert found.exit_code == ChainBroken.exit_code
    assert found.problem.sentence == "a2.confinia names another document before it than a1.confinia."


def test_one_number_for_two_change_sets_is_an_alarm_that_names_both():
    found = report(a1=A1, again=replace(A1, message="First week, corrected"))
    assert found.exit_code == 10
    assert (
        "a1.confinia and again.confinia are both number 1 in the chain of side A, but they differ"
        in found.problem.sentence
    )


def test_the_same_change_set_twice_is_well():
    assert report(base=BASE, a1=A1, copy=A1).problem is None


def test_a_base_that_follows_another_counts_on():
    second = base_of(project(segment(1)), 2, BASE.sha256)
    assert sentences(base=BASE, second=second) == ["second.confinia follows base.confinia."]
    assert "not among these files" in sentences(second=second)[0]
    assert report(base=BASE, third=base_of(project(segment(1)), 3, BASE.sha256)).exit_code == 10


@pytest.mark.parametrize("order", [0, 1])
def test_the_first_thing_wrong_by_name_gives_the_exit_code_in_whatever_order_files_are_named(order):
    files = [
        Checked("a.confinia", problem=HashMismatch("a.confinia: damaged.")),
        Checked("b.confinia", problem=NotFound("There is no file b.confinia.")),
    ]
    assert verified(files if order == 0 else files[::-1]).exit_code == 6


def test_a_file_between_two_others_that_was_not_given_is_said_and_broken_only_when_all_is_asked_for():
    a3 = next_change_set([work(7000)], settings_of(Side.A), Role.TECHNICIAN, "Third week", reached(A2))
    assert "Of the chain of side A, 2 was not given." in sentences(base=BASE, a1=A1, a3=a3)
    assert report(base=BASE, a1=A1, a3=a3).exit_code == 0
    files = [Checked(name, document) for name, document in (("base", BASE), ("a1", A1), ("a3", a3))]
    assert verified(files, whole=True).exit_code == ChainBroken.exit_code
    assert verified([files[0], files[1], Checked("a2", A2), files[2]], whole=True).exit_code == 0


def test_the_whole_chain_goes_as_far_as_a_base_says_it_had_come():
    head = Head(side=Side.A, sequence=2, sha256=A2.sha256)
    second = base_of(project(segment(1), segment(2)), 2, BASE.sha256, (head,))
    files = [Checked("base", BASE), Checked("second", second), Checked("a1", A1)]
    assert "Of the chain of side A, 2 was not given." in str(verified(files, whole=True).problem)
    assert verified([*files, Checked("a2", A2)], whole=True).problem is None


def test_a_base_that_names_another_document_in_a_chain_is_broken():
    head = Head(side=Side.A, sequence=1, sha256="f" * 64)
    second = base_of(project(segment(1), segment(2)), 2, BASE.sha256, (head,))
    found = report(base=BASE, second=second, a1=A1)
    assert found.exit_code == 10
    assert "number 1 of side A was another document than a1.confinia" in found.problem.sentence


def test_two_bases_with_one_number_are_an_alarm_that_names_both():
    found = report(base=BASE, other=OTHER)
    assert found.exit_code == 10
    assert "base.confinia and other.confinia are both joint base 1" in found.problem.sentence


def test_a_merge_is_what_its_change_sets_come_to():
    made = merge(BASE, A1, B1).document
    assert "m.confinia is what its change sets come to." in sentences(base=BASE, a1=A1, b1=B1, m=made)
    assert report(base=BASE, m=made).problem is None
    altered = replace(made, title="Another valley")
    assert report(base=BASE, a1=A1, b1=B1, m=altered).exit_code == 4


def test_an_open_item_that_no_edit_is_behind_is_told_and_where_it_is_from():
    apart = [change_set([Delta(segment(1), replace(segment(1), section=side))], settings_of(side)) for side in Side]
    first = merge(BASE, *apart).document
    second = merge(BASE, A1, B1, first.open).document
    told = "second.confinia is what its change sets come to, with 1 open item from before"
    given = {"base": BASE, "a1": A1, "b1": B1, "second": second}
    assert f"{told}; no other document given has it." in sentences(**given)
    assert f"{told}, out of first.confinia." in sentences(**given, first=first)


def test_a_working_paper_is_laid_after_what_it_names():
    back = invert(BASE, A1)
    found = report(base=BASE, a1=A1, back=back)
    assert found.problem is None
    assert "back.confinia starts from base.confinia and fits it." in [link.sentence for link in found.links]
    assert "back.confinia is a working paper made of a1.confinia." in [link.sentence for link in found.links]
    alone = report(base=BASE, back=back)
    assert alone.problem is None
    assert "was not tried on base.confinia" in "".join(link.sentence for link in alone.links)


def test_evidence_that_no_source_cites_is_named():
    members = Members(evidence={"e" * 64: b""})
    found = verified([Checked("base", BASE), Checked("a1", A1, members=members)])
    assert found.exit_code == 4
    assert found.problem.sentence.startswith("a1: The evidence eeeeeeeeeeee is cited by no source")
    assert verified([Checked("a1", A1, members=members)]).problem is None, "its base was not given"


def test_an_altered_signature_is_named_with_its_file():
    forged = Members(signatures=(replace_bytes(signature(A1.data)),))
    found = verified([Checked("a1", A1, members=forged)], [key()])
    assert found.exit_code == 9
    assert found.problem.sentence.startswith("a1: ")
    assert [each.state for each in found.signers["a1"]] == ["refused"]
    assert verified([Checked("a1", A1, members=forged)]).problem is None, "no key was given"


def test_a_key_that_a_record_brings_is_known_from_there_on():
    record = key_record(key(Side.A, 1), Act.CHANGE, key().id, "A new chair", 2, A1.sha256)
    a3 = replace(A2, sequence=3, previous=record.sha256)
    files = [
        Checked("a1", A1, members=signed_by(A1, 0)),
        Checked("k", record, members=signed_by(record, 0, 1)),
        Checked("a3", a3, members=signed_by(a3, 1)),
    ]
    assert verified(files, [key()]).exit_code == 0
    too_late = Checked("a3", a3, members=signed_by(a3, 0))
    assert verified([*files[:2], too_late], [key()]).exit_code == 9


def signed_by(document, *places):
    return Members(tuple(signature(document.data, Side.A, place, kind_word(document)) for place in places))


def replace_bytes(made):
    middle = len(made.data) // 2
    other = b"A" if made.data[middle : middle + 1] != b"A" else b"B"
    return Signature(made.side, made.key_id, made.data[:middle] + other + made.data[middle + 1 :])
