"""The error tree: every message is a sentence for the surveyor.

ConfiniaError
|-- InvalidFeature      a value that could not exist: a line of one point, a stretch that ends before it starts
|-- StaleDelta          a change that does not start from what is there
|-- NotFound            a segment, layer or file that was named but is not there
|-- Refused             an operation that the rules of the work do not allow
|-- Cancelled           a person stopped it
|-- FileTrouble         a file that cannot be used; it was not touched
|   |-- FileLocked          another program holds it
|   |-- FileReadOnly        it cannot be written
|   |-- FileNewer           written by a newer Confinia
|   |-- FileForeign         not a Confinia file
|   `-- FileDamaged         it was one once
`-- DocumentRefused     a document that travelled and is not what it says
    |-- NotCanonical        its bytes are not the one way to write it
    |-- HashMismatch        a member does not match its checksum
    |-- BaseMismatch        two documents do not start from the same joint base
    |-- ProfileMismatch     two documents were made under different joint profiles
    |-- SignatureRefused    a signature that is not of this document, not of this key, or altered
    `-- ChainBroken         a side's documents do not follow each other: a gap, another predecessor, a number used twice
"""

import re

_OPTION = re.compile(r" \(--[a-z][^()]*\)")


def without_options(text: str) -> str:
    """Return a sentence without the options of the command line that it names in brackets."""
    return _OPTION.sub("", text)


class ConfiniaError(Exception):
    """What the program can say about a failure that it foresaw."""

    exit_code = 2

    @property
    def sentence(self) -> str:
        """The message as a window shows it, without the options of the command line that it names in brackets."""
        return without_options(str(self))


class InvalidFeature(ConfiniaError):
    """A value that could not exist on the ground or in the record."""


class StaleDelta(ConfiniaError):
    """A change whose starting point is not what is there."""


class NotFound(ConfiniaError):
    """Something that was named but is not there."""


class Refused(ConfiniaError):
    """An operation that the rules of the joint work do not allow."""


class Cancelled(ConfiniaError):
    """Work that a person stopped; nothing was changed."""


class FileTrouble(ConfiniaError):
    """A file that cannot be used; it was not touched."""

    exit_code = 3


class FileLocked(FileTrouble):
    """Another program holds the file."""


class FileReadOnly(FileTrouble):
    """The file or its folder cannot be written."""


class FileNewer(FileTrouble):
    """The file was written by a newer version of the program."""


class FileForeign(FileTrouble):
    """The file is something else than it was taken for."""


class FileDamaged(FileTrouble):
    """The file is one of ours but cannot be read whole."""


class DocumentRefused(ConfiniaError):
    """A document that travelled between the sides and is not what it says."""

    exit_code = 4


class NotCanonical(DocumentRefused):
    """The bytes are not the one canonical way to write the document."""

    exit_code = 5


class HashMismatch(DocumentRefused):
    """A member of the container does not match its checksum."""

    exit_code = 6


class BaseMismatch(DocumentRefused):
    """Two documents that do not start from the same joint base."""

    exit_code = 7


class ProfileMismatch(DocumentRefused):
    """Two documents that were made under different joint profiles, so that their numbers do not compare."""

    exit_code = 8


class SignatureRefused(DocumentRefused):
    """A signature that is not of this document, not of this key, or altered."""

    exit_code = 9


class ChainBroken(DocumentRefused):
    """Documents of one side that do not follow each other: a gap, another predecessor, one number used twice."""

    exit_code = 10
