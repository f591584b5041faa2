"""Answers as the public may see them: their texts masked, their spans as they were."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archive.answers import Document, VersionSummary
from archive.diff import Change, Difference, Edit, Paragraph
from archive.masking import MARK, mask


def masked_document(found: Document) -> Document:
    """A version with its text, title and facts masked; `masked` counts the hidden characters of the text."""
    text = mask(found.text)
    return replace(
        found,
        text=text,
        version=masked_version(found.version),
        facts=masked_words(found.facts),
        masked=text.count(MARK) - found.text.count(MARK),
    )


def masked_version(found: VersionSummary) -> VersionSummary:
    """A version with its title masked."""
    return replace(found, title=mask(found.title))


def masked_words(value: Any) -> Any:
    """Plain data with every string in it masked; names of fields stay."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {name: masked_words(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked_words(one) for one in value]
    return value


def masked_difference(found: Difference, before: str, after: str) -> Difference:
    """A difference of two whole texts with its words masked. What changed is decided on the texts themselves: a mobile
    number that became another one is still a change, of marks into marks."""
    before, after = mask(before), mask(after)
    return Difference(tuple(_masked_edit(edit, before, after) for edit in found.edits))


def _masked_edit(edit: Edit, before: str, after: str) -> Edit:
    return Edit(
        edit.kind,
        _masked_paragraph(edit.before, before),
        _masked_paragraph(edit.after, after),
        tuple(_masked_change(change, before, after) for change in edit.changes),
    )


def _masked_paragraph(paragraph: Paragraph | None, text: str) -> Paragraph | None:
    return None if paragraph is None else Paragraph(paragraph.start, text[paragraph.start : paragraph.end])


def _masked_change(change: Change, before: str, after: str) -> Change:
    return replace(
        change,
        before=before[change.before_start : change.before_end],
        after=after[change.after_start : change.after_end],
    )
