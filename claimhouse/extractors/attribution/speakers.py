"""Speakers: which tokens of a noun phrase name the source, what kind of source it is, whom a pronoun means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from claimhouse.extractors.attribution.candidates import is_edge
from claimhouse.extractors.attribution.lexicon import CueLexicon, cue_lexicon
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import SpeakerKind

_SUBJECTS = ("nsubj", "csubj", "expl")
_CLIMB = ("xcomp", "advcl", "conj", "ccomp")
_LONGEST_ASIDE = 6
"""Tokens of a bracket that still belongs to a name, as a party and a district do."""
_DEEPEST = 6
"""Steps up the parse in search of a shared subject; a deeper nesting is a broken parse."""
_SPEAKING_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_DASHES = frozenset({"-", "–", "—", "--"})
_ASIDES = frozenset({"though", "although", "albeit", "while", "whose", "which", "who", "whom", "where", "yet", "if"})
"""Words after a comma that open an aside, however the parser hung it."""
_PERSONAL = frozenset({"he", "she", "him", "her"})


def own_subject(verb: Token) -> Token | None:
    """Return the subject that hangs on the verb itself, active or passive."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS or child.dep_ == "nsubjpass":
            return child
    return None


def subject_of(verb: Token) -> Token | None:
    """Return who does it: the verb's own subject, or the one it shares with the clause it hangs on."""
    token, steps = verb, 0
    while steps < _DEEPEST:
        subject = own_subject(token)
        if subject is not None:
            return _antecedent(subject)
        head = token.head
        if token.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return head
        if head == token or token.dep_ not in _CLIMB or head.pos_ not in {"VERB", "AUX", "ADJ"}:
            return None
        if token.dep_ == "xcomp" and any(child.dep_ == "dobj" for child in head.children):
            return next(child for child in head.children if child.dep_ == "dobj")
        if token.dep_ == "ccomp" and token.tag_ not in {"VBG", "VB"}:
            return None
        token, steps = head, steps + 1
    return None


def _antecedent(subject: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or the subject itself."""
    if subject.tag_ in {"WP", "WDT"} and subject.head.dep_ == "relcl":
        return subject.head.head
    return subject


def speaker_tokens(head: Token, cue: Token | None = None) -> range:
    """Return the tokens of the source's noun phrase: modifiers and appositions, no relative clause.

    Of "Ann Roe, head of the mill, who left early, said …" they are "Ann Roe, head of the mill".
    """
    left, right = head.left_edge.i, head.right_edge.i
    for child in head.rights:
        cut = child.dep_ in {"relcl", "acl", "advcl", "parataxis", "ccomp"} and (
            child.dep_ != "acl" or (child.i > 0 and head.doc[child.left_edge.i - 1].text == ",")
        )
        if cut or (cue is not None and child.left_edge.i <= cue.i <= child.right_edge.i):
            right = min(right, child.left_edge.i - 1)
            break
    if cue is not None:
        if left <= cue.i < head.i:
            left = cue.i + 1
        elif head.i < cue.i <= right:
            right = cue.i - 1
    doc = head.doc
    for index in range(head.i + 1, right + 1):
        if (doc[index].text == "(" and right - index > _LONGEST_ASIDE) or _leaves_phrase(doc, index):
            right = index - 1
            break
    while right > head.i and (is_edge(doc[right]) or doc[right].dep_ in {"cc", "mark"}):
        right -= 1
    while left < head.i and (is_edge(doc[left]) or doc[left].dep_ in {"cc", "mark", "preconj"} or doc[left].is_quote):
        left += 1
    return range(left, right + 1)


def _leaves_phrase(doc: Doc, index: int) -> bool:
    """Say whether an aside or a time begins at a token: " - though unverified - ", ", which …", ", on Monday"."""
    token = doc[index]
    if token.text in _DASHES:
        return token.text == "—" or (bool(token.whitespace_) and bool(doc[index - 1].whitespace_))
    if token.text != "," or index + 1 >= len(doc):
        return False
    after = doc[index + 1]
    if after.lower_ in _ASIDES:
        return True
    return after.pos_ == "ADP" and any(child.ent_type_ in {"DATE", "TIME"} for child in after.children)


def speaker_kind(head: Token | None, tokens: Sequence[int], lexicon: CueLexicon | None = None) -> SpeakerKind:
    """Say what sort of source stands behind an attribution; nobody at all is unnamed."""
    words = lexicon or cue_lexicon()
    if head is None:
        return SpeakerKind.UNNAMED
    lemma = head.lemma_.lower()
    bare = not any(child.dep_ in {"det", "poss", "compound", "nummod"} for child in head.children)
    if head.text.lower() in words.pronouns:
        return SpeakerKind.PRONOUN
    if head.pos_ != "PROPN":
        plural = head.tag_ in {"NNS", "NNPS"}
        loose = (bare and (plural or lemma not in words.document)) or (plural and not _has_owner(head))
        if lemma in words.hearsay and (loose or lemma not in words.document):
            return SpeakerKind.UNNAMED
        if lemma in words.document:
            return SpeakerKind.DOCUMENT
    if name_of(head, tokens) is not None:
        return SpeakerKind.NAMED
    return SpeakerKind.UNNAMED


def can_hold_stance(head: Token) -> bool:
    """Say whether a speaker is somebody: "the deal highlights …" puts nobody's view, "the firm highlights …" does.

    Names, personal pronouns, people and their bodies can; documents can show, and so count too.
    """
    words = cue_lexicon()
    lemma = head.lemma_.lower()
    if head.pos_ == "PRON":
        return head.lower_ not in {"it", "this", "that", "which", "these", "those", "what"}
    if head.pos_ in {"PROPN", "NUM", "DET", "ADJ"}:
        return True
    known = words.human | words.unnamed | words.document | words.titles
    return lemma in known or lemma.endswith(words.human_endings) or head.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}


def _has_owner(head: Token) -> bool:
    return any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in {"the", "this"}) for child in head.children
    )


def name_of(head: Token, tokens: Sequence[int]) -> str | None:
    """Return the proper name in a speaker's phrase: the head's own, else that of its apposition."""
    doc = head.doc
    words = cue_lexicon()
    lemma = head.text.lower().rstrip(".")
    common = lemma in words.titles or lemma in words.unnamed or lemma in words.document
    capital = head.text[:1].isupper()
    if head.pos_ == "PROPN" and capital and not (common and len(tokens) == 1):
        return _name_around(doc, head)
    if capital and not common and head.i in tokens and _looks_like_name(head):
        return _name_around(doc, head)
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i in tokens:
            return _name_around(doc, child)
    return _name_apart(head, tokens)


def _name_apart(head: Token, tokens: Sequence[int]) -> str | None:
    """Return a name between commas that the parser hung elsewhere ("a nurse, Ida Moe, 41"), or who is spoken for.

    A spokesman stands for the organisation behind his preposition.
    """
    doc = head.doc
    for index in tokens:
        if index > head.i and doc[index].pos_ == "PROPN" and doc[index - 1].text == ",":
            last = index
            while last + 1 in tokens and doc[last + 1].pos_ == "PROPN":
                last += 1
            return str(doc[index : last + 1].text)
    if head.lemma_.lower() in _SPEAKING_FOR:
        for child in head.children:
            target = next((part for part in child.children if part.dep_ == "pobj" and part.pos_ == "PROPN"), None)
            if child.lower_ in {"for", "of", "at"} and target is not None and target.i in tokens:
                return _name_around(doc, target)
    return None


def _looks_like_name(head: Token) -> bool:
    """Say whether a capitalised word that the tagger took for a common noun is a name.

    In the middle of a sentence every capital is one; at its start a bare singular is ("Falk said"), a plural is
    not ("Sources said").
    """
    if head.pos_ not in {"NOUN", "X", "ADJ"}:
        return head.ent_type_ in {"PERSON", "ORG"} and head.pos_ != "PRON"
    return head.i > 0 or (head.tag_ != "NNS" and not any(child.dep_ in {"det", "amod"} for child in head.children))


def unlabelled_names(sentence: ParsedSentence, before: int | None = None) -> tuple[str, ...]:
    """Return capitalised name pairs that no entity label explains: they may be persons, and make "she" unsure."""
    doc = sentence.doc
    if doc is None:
        return ()
    found: list[str] = []
    for first, second in pairwise(doc):
        if before is not None and second.i >= before:
            break
        pair = first.tag_.startswith("NNP") and second.tag_.startswith("NNP") and first.dep_ == "compound"
        if pair and second.ent_type_ in {"", "PRODUCT", "WORK_OF_ART", "FAC"}:
            found.append(f"{first.text} {second.text}")
    return tuple(found)


def _name_around(doc: Doc, head: Token) -> str:
    start, end = head.i, head.i + 1
    while start > 0 and doc[start - 1].pos_ == "PROPN" and doc[start - 1].head in (head, *head.children):
        start -= 1
    while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].head.i in range(start, end):
        end += 1
    text = doc[start:end].text
    titles = frozenset[str]() if head.ent_type_ == "ORG" else cue_titles()  # "General Motors" is no general
    parts = text.split()
    while len(parts) > 1 and parts[0].lower().rstrip(".") in titles:
        parts.pop(0)
    return " ".join(parts)


def cue_titles() -> frozenset[str]:
    """Return titles that stand before a name and are no part of it, in lower case without the full stop."""
    return cue_lexicon().titles


def persons(sentence: ParsedSentence, before: int | None = None) -> tuple[str, ...]:
    """Return the names of persons in a sentence, up to token `before`, in order."""
    if sentence.doc is None:
        return ()
    titles = cue_titles()
    names: list[str] = []
    for entity in sentence.doc.ents:
        if entity.label_ == "PERSON" and (before is None or entity.end <= before):
            parts = entity.text.removesuffix("'s").removesuffix("’s").split()
            while len(parts) > 1 and parts[0].lower().rstrip(".") in titles:
                parts.pop(0)
            names.append(" ".join(parts))
    return tuple(names)


def distinct_persons(names: Sequence[str]) -> dict[str, str]:
    """Return last word -> fullest name; two persons of one family name count as one only if the names agree."""
    found: dict[str, str] = {}
    for name in names:
        parts = name.split()
        if not parts:
            continue
        last = parts[-1]
        known = found.get(last)
        if known is None or len(name) > len(known):
            if known is not None and len(known.split()) > 1 and known.split()[0] != parts[0]:
                found[name] = name
            else:
                found[last] = name
        elif len(parts) > 1 and known.split()[0] != parts[0]:
            found[name] = name
    return found


def is_personal(pronoun: str) -> bool:
    """Say whether a pronoun means one person."""
    return pronoun.lower() in _PERSONAL
