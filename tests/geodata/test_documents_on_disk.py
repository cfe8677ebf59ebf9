"""Documents on disk: whole under their name or not there, and nothing else is ever overwritten."""

import os

import pytest

from geodata.changes.documents.base import base_of
from geodata.changes.documents.changeset import change_set
from geodata.errors import DocumentRefused, FileForeign, FileReadOnly, FileTrouble, HashMismatch, NotFound
from geodata.io.documents import read_document, write_document
from geodata.model.project import Project, Settings
from geodata.model.status import Side
from tests.geodata.strategies import layers_with, project, segment

BASE = base_of(project(segment(1)))
OTHER = base_of(project(segment(1), segment(2)))


def test_a_document_reads_as_it_was_written(tmp_path):
    write_document(tmp_path / "base.confinia", BASE)
    assert read_document(tmp_path / "base.confinia") == BASE


def test_nothing_else_is_left_in_the_folder(tmp_path):
    write_document(tmp_path / "base.confinia", BASE)
    assert [file.name for file in tmp_path.iterdir()] == ["base.confinia"]


def test_writing_twice_gives_the_same_bytes(tmp_path):
    write_document(tmp_path / "1.confinia", BASE)
    write_document(tmp_path / "2.confinia", BASE)
    assert (tmp_path / "1.confinia").read_bytes() == (tmp_path / "2.confinia").read_bytes()


def test_another_document_of_that_name_is_replaced(tmp_path):
    write_document(tmp_path / "base.confinia", BASE)
    write_document(tmp_path / "base.confinia", OTHER)
    assert read_document(tmp_path / "base.confinia") == OTHER


def test_a_document_of_another_sort_or_side_is_not_overwritten(tmp_path):
    layers = layers_with(segment(1))
    a, b = (change_set([], Settings(title="Valley", side=side, base="a" * 64)) for side in Side)
    documents = [base_of(Project(Settings(title="Valley", side=Side.A), layers)), a, b]
    for held in documents:
        for made in documents:
            file = tmp_path / "held.confinia"
            file.unlink(missing_ok=True)
            write_document(file, held)
            if made is held:
                write_document(file, made)
                continue
            with pytest.raises(FileForeign, match=r"held\.confinia is .*; it was not touched\. Choose another name\."):
                write_document(file, made)
            assert read_document(file) == held


@pytest.mark.parametrize("content", [b"SQLite format 3\x00" + bytes(100), b"notes", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_document_is_not_overwritten(tmp_path, content):
    file = tmp_path / "a.gpkg"
    file.write_bytes(content)
    with pytest.raises(FileForeign, match=r"a\.gpkg exists and is not a Confinia document"):
        write_document(file, BASE)
    assert file.read_bytes() == content


def test_a_folder_is_not_overwritten(tmp_path):
    with pytest.raises(FileForeign, match="is a folder"):
        write_document(tmp_path, BASE)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileTrouble, match=r"base\.confinia cannot be written"):
        write_document(tmp_path / "nowhere" / "base.confinia", BASE)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(FileReadOnly):
        write_document(tmp_path / "base.confinia", BASE)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotFound, match=r"no file .*base\.confinia"):
        read_document(tmp_path / "base.confinia")


def test_a_folder_is_not_read(tmp_path):
    with pytest.raises(FileTrouble, match="is a folder"):
        read_document(tmp_path)


def test_a_damaged_document_is_refused_by_name(tmp_path):
    file = tmp_path / "base.confinia"
    write_document(file, BASE)
    damaged = bytearray(file.read_bytes())
    damaged[60] ^= 1
    file.write_bytes(damaged)
    with pytest.raises(HashMismatch, match=r"^base\.confinia: The member document\.json does not match its checksum"):
        read_document(file)
    assert file.read_bytes() == damaged


def test_another_file_is_refused_by_name(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("notes")
    with pytest.raises(DocumentRefused, match=r"notes\.txt: This is not a Confinia document"):
        read_document(file)


def test_a_file_larger_than_any_document_is_not_read_whole(tmp_path):
    file = tmp_path / "huge.confinia"
    with file.open("wb") as made:
        made.truncate(2**31)
    with pytest.raises(FileForeign, match="larger than any document"):
        read_document(file)
