"""Whether evidence holds: the raw bytes at the spans, read as a browser would, give the quote."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claimhouse.records import EvidencePart, MediaType, Span

# As browsers have it, "<" begins a tag only before a letter, "/", "!" or "?": "5 < 6 and 7 > 3" is text.
_TAG = re.compile(r"<!--.*?-->|<[A-Za-z/!?][^<>]*>", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?")
_BLANK = re.compile(r"\s+")

# Spans may cover this many times the quote's characters; longer markup is to be left out by splitting the span.
_MOST_COVER = 2


class Finding(StrEnum):
    """What the check of one evidence found."""

    HOLDS = "holds"
    DIFFERS = "differs"
    COVERS_TOO_MUCH = "covers_too_much"
    OUT_OF_BOUNDS = "out_of_bounds"
    RAW_EXPIRED = "raw_expired"


def check_evidence(raw: bytes, encoding: str, media_type: MediaType, spans: Sequence[Span], quote: str) -> Finding:
    """Compare the raw bytes at the spans with the quote, white space left aside.

    Tags are dropped and entities unescaped in HTML; plain text is taken as it is. Bytes that the encoding
    cannot read count as U+FFFD, as they do in the quote.

    >>> check_evidence(b"<p>Tea <b>&amp; cake</b></p>", "utf-8", MediaType.HTML, [Span(3, 20)], "Tea & cake")
    <Finding.HOLDS: 'holds'>
    """
    if any(not 0 <= span.start <= span.end <= len(raw) for span in spans):
        return Finding.OUT_OF_BOUNDS
    read = "".join(raw[span.start : span.end].decode(encoding, "replace") for span in spans)
    wanted = _BLANK.sub("", quote)
    covered = _BLANK.sub("", _ENTITY.sub("&", read) if media_type is MediaType.HTML else read)
    if media_type is MediaType.HTML:
        read = html.unescape(_TAG.sub("", read))
    if _BLANK.sub("", read) != wanted:
        return Finding.DIFFERS
    return Finding.COVERS_TOO_MUCH if len(covered) > _MOST_COVER * len(wanted) else Finding.HOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence to be checked, as the steps `verify_*` give it."""

    key: str
    document_key: str
    part: EvidencePart
    spans: tuple[Span, ...]
    quote: str
    encoding: str
    media_type: MediaType
    title_key: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """Findings counted, and the first few that do not hold."""

    counts: Counter[Finding]
    faults: tuple[tuple[str, Finding, str], ...]


_FAULTS_SHOWN = 10


def check_all(evidence: Iterable[Evidence], raw_of: Callable[[str], bytes | None]) -> Report:
    """Check evidence in order; `raw_of` gives the bytes of a key, or null where they have expired.

    Evidence that is sorted by document reads each payload once.
    """
    counts: Counter[Finding] = Counter()
    faults: list[tuple[str, Finding, str]] = []
    held: tuple[str | None, bytes | None] = (None, None)
    for piece in evidence:
        is_title = piece.part is EvidencePart.TITLE
        raw_key = piece.title_key if is_title else piece.document_key
        if raw_key != held[0]:
            held = (raw_key, raw_of(raw_key) if raw_key else None)
        raw = held[1]
        if raw is None:
            finding = Finding.RAW_EXPIRED
        elif is_title:
            finding = check_evidence(raw, "utf-8", MediaType.TEXT, piece.spans, piece.quote)
        else:
            finding = check_evidence(raw, piece.encoding, piece.media_type, piece.spans, piece.quote)
        counts[finding] += 1
        if finding not in {Finding.HOLDS, Finding.RAW_EXPIRED} and len(faults) < _FAULTS_SHOWN:
            faults.append((piece.key, finding, piece.quote))
    return Report(counts, tuple(faults))
