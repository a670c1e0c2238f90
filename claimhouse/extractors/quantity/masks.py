"""Stretches of text whose digits are no quantities: addresses, clock times, citations, versions, markers."""

from __future__ import annotations

import re

_MASK = re.compile(
    r"""
      https?://\S+ | \bwww\.\S+ | \S+@\S+\.\w+            # addresses
    | \[\[?\d[\d,\ –-]*\]?\]                               # citations: [3], [[1]], [2, 4]
    | ^\s*(?:\(?\d{1,3}[.)]|[#•*-]+\s*\d{1,3}[.)])\s+(?=\D) # list markers
    | \b\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\b\.?|GMT|UTC|EDT|EST|PDT|PST|CET|BST|ET)  # clock times
    | \b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\b
    | \b\d{1,2}\s?[ap]\.?m\b\.?
    | \b\d{4}\s(?:GMT|UTC|EDT|EST|PDT|PST|CET|BST)\b
    | \b\d+(?:\.\d+){2,}\b                                 # versions and network addresses
    | (?<![\w$€£])\+?\d{1,3}[ -]\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{2,4}\b | \(\d{3}\)\s?\d{3}-\d{4}\b | \b\d{3}-\d{3}-\d{4}\b  # phones
    | \b\d{3}-\d{4}\b(?=\s|[.,]|$)
    | (?<!\w)[#@№]\d+                                      # tags and numbers of things
    | \b(?:No|Nos|no|nos|Nr|Art|Sec|Ch|pp?|vol|Vol|Fig|fig)\.\s?\d+(?:[-–]\d+)?
    | \b(?:\d{2}|\d{4})['’]?s\b                            # decades: 1990s, 30s
    | ['’]\d{2}\b(?!\d)                                    # '08
    | \b(?:beat|beaten|beating|defeat|defeated|won|win|winning|lost|losing|drew|lead|led|trailed|trailing|tied|victory|drawn)\b
        [^.\d]{0,40}?\s(?P<score>\d{1,2}[-–]\d{1,2})(?!\w|\s(?:per|percent|million|billion|years|months|weeks|days))
    | \b\d{1,2}[-–]\d{1,2}\b(?=\s+(?:win|victory|loss|defeat|draw|lead|record|vote|score|ruling|decision|tie|down|up|ahead|thriller|majority|
        home|away|rout|at\b|over\b|against\b|to\b)|[.,;)]?$)  # scores
    | \b\d{1,2}[-–]\d{1,2}[-–]\d{1,2}\b
    | \b(?![A-Z]{3}\d[\d.,]*(?:k|m|mn|bn|b|tn)?\b)[A-Z]{1,6}-?\d+[A-Za-z0-9-]*\b(?<!\d)  # F-16C; plain ones fall to the number's own rules
    | \bA\.?D\.?\s\d+(?:\s(?:and|to)\s\d+)? | \b\d+\s(?:B\.?C\.?E?|A\.?D|C\.?E)\b  # ancient years
    | \b\d{3,}-\d{3,}-\d+
    | \b(?:\d+[A-Z]+\d+|[A-Z]+\d+[A-Z]+)\w*\b              # part numbers
    | \b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b                  # dates whose order nobody can know
    | \b\d+[xX]\d+\b                                       # sizes
    | \b24/7\b | \b9/11\b | \b\d+[DG]\b(?!\w)              # 3D, 5G
    """,
    re.VERBOSE,
)


def masked_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans in which no quantity is looked for, in order."""
    return [match.span("score") if match["score"] else match.span() for match in _MASK.finditer(text)]
