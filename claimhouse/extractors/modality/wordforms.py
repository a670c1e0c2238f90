"""The stance of a cue by its written form: the cue may stand in another sentence, where no lemma is at hand."""

from __future__ import annotations

import functools

from claimhouse.extractors.attribution.lexicon import cue_lexicon

_IRREGULAR = {
    "think": ("thought",),
    "feel": ("felt",),
    "see": ("saw", "seen"),
    "foresee": ("foresaw", "foreseen"),
    "bet": ("bet",),
    "seek": ("sought",),
}
"""Past forms of the lexicon's stance verbs that no ending makes."""


def forms(lemma: str) -> frozenset[str]:
    """Return the written forms of a verb or noun.

    >>> sorted(forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    found = {lemma, *_IRREGULAR.get(lemma, ())}
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        found |= {lemma[:-1] + "ied", lemma[:-1] + "ies", lemma + "ing"}
    elif lemma.endswith("e"):
        found |= {lemma + "d", lemma + "s", lemma[:-1] + "ing"}
    else:
        found |= {lemma + "ed", lemma + "s", lemma + "ing"}
        if lemma.endswith(("ch", "sh", "s", "x", "ss")):
            found.add(lemma + "es")
        if len(lemma) > 2 and lemma[-1] in "bdgmnprtl" and lemma[-2] in "aeiou" and lemma[-3] not in "aeiou":  # noqa: PLR2004 - consonant, vowel, consonant
            found |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return frozenset(found)


@functools.cache
def _stances() -> dict[str, str]:
    order = ("denial", "rumour", "refusal", "forecast", "belief", "intent")
    found: dict[str, str] = {}
    for name in order:
        for lemma in cue_lexicon().stance[name]:
            for form in forms(lemma):
                found.setdefault(form, name)
    return found


def stance_of(cue: str) -> str | None:
    """Return what a cue says of its content: denial, rumour, refusal, forecast, belief, intent; null where neutral.

    >>> stance_of("has denied"), stance_of("said")
    ('denial', None)
    """
    known = _stances()
    return next((known[word] for word in reversed(cue.lower().split()) if word in known), None)
