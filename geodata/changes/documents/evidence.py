"""Evidence: files that travel beside a document, under their hash, because a source in it or in its base cites them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import Document
from geodata.errors import DocumentRefused
from geodata.model.feature import Kind
from geodata.model.source import Source


def cited(document: Document) -> dict[str, str]:
    """Return the sha256 of the files that the sources in a document cite, each with the title of its source."""
    if isinstance(document, Base):
        return dict(_of_records(_plain(feature) for feature in document.features if isinstance(feature, Source)))
    if isinstance(document, ChangeSet):
        records = [change.new for change in document.changes if change.kind is Kind.SOURCE]
        return dict(_of_records(records))
    return {}


def check_cited(evidence: Iterable[str], document: Document, base: Base | None) -> None:
    """Raise DocumentRefused for evidence that no source in the document or in its base cites.

    Without the base nothing can be said of what the document itself does not cite.
    """
    if base is None and isinstance(document, ChangeSet):
        return
    known = {**cited(document), **(cited(base) if base is not None else {})}
    for hash_ in sorted(evidence):
        if hash_ not in known:
            raise DocumentRefused(f"The evidence {hash_[:12]} is cited by no source in the document or in its base.")


def _plain(source: Source) -> Mapping[str, Any]:
    return {
        "title": source.title,
        "sha256": source.sha256,
        "reading": {"sha256": source.reading.sha256 if source.reading else ""},
    }


def _of_records(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for record in records:
        reading = record.get("reading")
        for hash_ in (record.get("sha256"), reading.get("sha256") if isinstance(reading, dict) else None):
            if isinstance(hash_, str) and hash_:
                yield hash_, str(record.get("title", ""))
