"""Stretches of text whose digits are no quantities: addresses, clock times, citations, versions, markers, scores."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.\w+")
_ADDRESS_HINTS = ("://", "www.", "@")
_ZONE = r"(?:GMT|UTC|EDT|EST|PDT|PST|CET|BST|ET)"
# Every alternative begins with one of the characters of the look-ahead, so that prose costs little.
_FROM_DIGIT = re.compile(
    rf"""(?=[\d\[(+\#№@'’])(?:
      \[\[?\d[\d,\ –-]*\]?\]                                # citations: [3], [[1]], [2, 4]
    | (?<!\w)\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s?(?:[ap]\.?m\b\.?|{_ZONE}\b)  # clock times
    | (?<!\w)\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?\b
    | (?<!\w)\d{{1,2}}\s?[ap]\.?m\b\.?
    | (?<!\w)\d{{4}}\s{_ZONE}\b
    | (?<!\w)\d{{1,2}}\.\d{{2}}(?=\s(?:local\stime|hours|hrs)\b
        |\s(?:in\sthe|on\s\w+day|that|this|last)\s(?:morning|afternoon|evening|night)\b)  # "21.40 local time"
    | (?<!\w)\d+(?:\.\d+){{2,}}\b                            # versions and network addresses
    | (?<![\w$€£])\+?\d{{1,3}}[ -]\(?\d{{2,4}}\)?[ -]\d{{3,4}}[ -]\d{{2,4}}\b  # telephones
    | \(\d{{3}}\)\s?\d{{3}}-\d{{4}}\b
    | (?<!\w)\d{{3,}}-\d{{3,}}-\d+
    | (?<!\w)\d{{3}}-\d{{4}}\b(?=\s|[.,]|$)
    | (?<!\w)[\#@№]\d+                                      # tags and numbers of things
    | (?<!\w)(?:\d{{2}}|\d{{4}})['’]?s\b                    # decades: 1990s, 30s
    | ['’]\d{{2}}\b(?!\d)                                   # '08
    | (?<![\w-])\d{{1,2}}[-–]\d{{1,2}}\b(?=\s+(?:win|victory|loss|defeat|draw|lead|record|vote|score|ruling|decision|
        tie|down|up|ahead|thriller|majority|home|away|rout|at\b|over\b|against\b|to\b)|[.,;)]?$)  # scores
    | (?<!\w)\d{{1,2}}[-–]\d{{1,2}}[-–]\d{{1,2}}\b
    | (?<!\w)\d+-for-(?:\d+|one)\b                          # splits of shares
    | (?<!\w)\d+[A-Z]+\d+\w*\b                              # part numbers
    | (?<!\w)\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})\b      # dates whose order nobody can know
    | (?<!\w)\d+(?:\s\d/\d)?(?:\s?[xX\u00d7]\s?\d+(?:\s\d/\d)?)+\b  # sizes
    | (?<!\w)(?:240|360|480|540|576|720|900|1080|1440|2160|4320)[pi]\b  # lines of a screen
    | (?<!\w)[2-8]K(?=\s(?:video|display|screen|resolution|monitor|projector|footage|recording|content|TV|UHD|HDR)s?\b)
    | (?<!\w)24/7\b | (?<!\w)9/11\b | (?<!\w)\d+[DG]\b(?!\w) # 3D, 5G
    | (?<!\w)\d+\s(?:B\.?C\.?E?|A\.?D|C\.?E)\b              # ancient years
    )""",
    re.VERBOSE,
)
_LIST_MARKER = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[#•*-]+\s*\d{1,3}[.)])\s+(?=\D)")
_NUMBERED_LABEL = re.compile(
    r"\b(?:No|Nos|no|nos|Nr|Art|Sec|Ch|pp?|vol|Vol|Fig|fig)\.\s?\d+(?:[-–]\d+)?|\bA\.?D\.?\s\d+(?:\s(?:and|to)\s\d+)?"
)
# Names such as F-16C; "USD10m" is none, and names that end in the digits fall to the rules for bare numbers.
_NAME = re.compile(
    r"\b(?=[A-Z])(?:(?![A-Z]{3}\d[\d.,]*(?:k|m|mn|bn|b|tn)?\b)[A-Z]{1,6}-?\d+[A-Za-z0-9-]*\b(?<!\d)|[A-Z]+\d+[A-Z]+\w*\b)"
)
_DASHED = re.compile(r"\d[-–]\d")
_SCORE = re.compile(
    r"\b(?:beat|beaten|beating|defeat|defeated|won|win|winning|lost|losing|drew|lead|led|trailed|trailing|tied|victory|drawn)\b"
    r"[^.\d]{0,40}?\s(?P<score>\d{1,2}[-–]\d{1,2})(?!\w|\s(?:per|percent|million|billion|years|months|weeks|days))"
)


def masked_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans in which no quantity is looked for; they may overlap."""
    if not _DIGIT.search(text):
        return []
    patterns = [_FROM_DIGIT, _LIST_MARKER, _NUMBERED_LABEL, _NAME]
    if any(hint in text for hint in _ADDRESS_HINTS):
        patterns.append(_ADDRESS)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    if _DASHED.search(text):
        spans += [match.span("score") for match in _SCORE.finditer(text)]
    return spans
