"""Evidence is checked against the raw bytes as a reader of the page would see them."""

from __future__ import annotations

import pytest

from claimhouse.records import EvidencePart, MediaType, Span
from claimhouse.verify import Evidence, Finding, check_all, check_evidence

PAGE = b"<p>The mill <b>employs</b> 1,200&nbsp;people &amp; two cats.</p>"

CASES = [
    # raw, encoding, media type, spans, quote, finding
    (
        PAGE,
        "utf-8",
        MediaType.HTML,
        [(3, 12), (15, 22), (26, 60)],
        "The mill employs 1,200 people & two cats.",
        "holds",
    ),
    (PAGE, "utf-8", MediaType.HTML, [(3, 60)], "The mill employs 1,200 people & two cats.", "holds"),
    (PAGE, "utf-8", MediaType.HTML, [(3, 11)], "The mine", "differs"),
    (PAGE, "utf-8", MediaType.HTML, [(3, 900)], "The mill", "out_of_bounds"),
    (b"<p>Ha<span class='a-very-long-name'>", "utf-8", MediaType.HTML, [(3, 36)], "Ha", "covers_too_much"),
    (b"1 < 2 &amp; 3 > 2", "utf-8", MediaType.TEXT, [(0, 17)], "1 < 2 &amp; 3 > 2", "holds"),
    ("Ärger".encode("cp1252"), "cp1252", MediaType.TEXT, [(0, 5)], "Ärger", "holds"),
    ("Ärger".encode("utf-16-le"), "utf-16-le", MediaType.TEXT, [(0, 10)], "Ärger", "holds"),
    (b"a\xffb", "utf-8", MediaType.TEXT, [(0, 3)], "a\N{REPLACEMENT CHARACTER}b", "holds"),
]


@pytest.mark.parametrize(("raw", "encoding", "media_type", "spans", "quote", "finding"), CASES)
def test_evidence_finding(
    raw: bytes, encoding: str, media_type: MediaType, spans: list[tuple[int, int]], quote: str, finding: str
) -> None:
    """Tags and entities are read as a browser would, white space is left aside, and too wide spans do not hold."""
    assert check_evidence(raw, encoding, media_type, [Span(*span) for span in spans], quote) == finding


def test_expired_bytes_are_counted_apart() -> None:
    """Evidence whose raw bytes have expired neither holds nor fails."""
    piece = Evidence(
        key="c",
        document_key="d",
        part=EvidencePart.PAYLOAD,
        spans=(Span(0, 1),),
        quote="x",
        encoding="utf-8",
        media_type=MediaType.TEXT,
        title_key=None,
    )
    report = check_all([piece], lambda _: None)
    assert report.counts == {Finding.RAW_EXPIRED: 1}
    assert report.faults == ()


def test_a_given_title_is_checked_against_its_own_bytes() -> None:
    """A span of part `title` counts in the title's bytes, not in the payload's."""
    piece = Evidence(
        key="c",
        document_key="d",
        part=EvidencePart.TITLE,
        spans=(Span(0, 3),),
        quote="Tax",
        encoding="cp1252",
        media_type=MediaType.HTML,
        title_key="t",
    )
    held = {"t": b"Tax rises", "d": b"<h1>Other</h1>"}
    assert check_all([piece], held.get).counts == {Finding.HOLDS: 1}
