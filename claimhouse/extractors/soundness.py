"""Which statements the parse carries: cheap signs that a word hangs wrongly, that a phrase is cut or a condition lost.

A parser hangs every word somewhere, and where it errs, the statement says what the sentence does not. Agreement,
order, what stands between two words and how a phrase ends tell most such errors without a second parser. A statement
with such a sign is left to `--no-gate`: a wrong row costs an analyst more than one that is missing.
"""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum, unique
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from claimhouse.extractors.clauses import Path, Statement, connectives
from claimhouse.extractors.phrases import AGES, is_doubtful
from claimhouse.extractors.worth import worth_words

_VERBS = frozenset({"VERB", "AUX"})
_HELPERS = frozenset({"aux", "auxpass"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PLURAL = frozenset({"NNS", "NNPS"})
_SINGULAR = frozenset({"NN", "NNP"})
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "\u2019ve", "'s", "\u2019s", "'d", "\u2019d"})
_OF_VERBS = frozenset({Path.CLAUSE, Path.CONJUNCT, Path.RELATIVE})
_DETERMINERS = frozenset({"det", "poss", "amod", "nummod"})
_NEAR = 3
"""Words from one verb to the next where nothing stands between but "and" and an adverb."""
_OURS = frozenset({Path.HEADLINE, Path.LABEL, Path.TABLE, Path.TITLE})
"""Paths with rules of their own."""
_CONTINUES = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "ADP", "PRON", "DET"})
"""Words that go on with a phrase where no sign divides them from it."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?|%")
_COMMAS = frozenset({",", "-", "\u2013", "\u2014"})
_LOOSE_END = re.compile(r"(?:\s[-\u2013\u2014]|[,;])\s(?:and|but|or|so|yet)$")
_DASHES = frozenset({"-", "\u2013", "\u2014", "to"})


@unique
class Doubt(StrEnum):
    """Why a statement may not be what its sentence says."""

    NUMBER = "number"  # one subject with a verb of many, or many with a verb of one
    VERBLESS = "verbless"  # no finite verb where there must be one
    GRAMMAR = "grammar"  # a predicate that no verb group is
    GAP = "gap"  # words between subject and verb that belong to neither
    CUT = "cut"  # a phrase that goes on behind its end
    UNFINISHED = "unfinished"  # a phrase that ends or begins in the middle
    LISTED = "listed"  # one of a list taken for a description of another
    RESULT = "result"  # what follows from the whole clause, said of its subject
    RESTRICTION = "restriction"  # which of many are meant, said of all
    OPEN = "open"  # in a clause of what has not happened or is a condition
    EITHER = "either"  # one of two of which only one need be so
    SAYING = "saying"  # that somebody says, without what
    BARE = "bare"  # an event without its circumstances, only named as a time or an idea
    ANTECEDENT = "antecedent"  # a noun before a clause taken for its object


@cache
def soundness_words() -> dict[str, frozenset[str]]:
    """Return the word lists by name."""
    folder = resources.files("claimhouse.extractors") / "data" / "en"
    table = tomllib.loads((folder / "soundness.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def doubt_of(doc: Doc, statement: Statement, *, has_amount: bool, is_said: bool) -> Doubt | None:
    """Return the first sign that a statement is not what its sentence says; null where there is none."""
    if _is_unfinished(statement):
        return Doubt.UNFINISHED
    if _lacks_grammar(doc, statement):
        return Doubt.GRAMMAR
    if statement.path is Path.TITLE and statement.subject_head is not None:
        return Doubt.LISTED if doc[statement.subject_head].ent_type_ in {"ORG", "FAC", "LOC"} else None
    if statement.path in _OURS:
        return None
    if statement.path is Path.APPOSITION:
        return Doubt.LISTED if _is_of_list(doc, statement) else None
    checks = {
        Doubt.NUMBER: _disagrees(doc, statement),
        Doubt.VERBLESS: _lacks_finite(doc, statement, has_amount=has_amount),
        Doubt.SAYING: _says_nothing(doc, statement),
        Doubt.BARE: _is_bare(doc, statement, has_amount=has_amount, is_said=is_said),
        Doubt.ANTECEDENT: _is_false_antecedent(doc, statement),
        Doubt.GAP: _has_gap(doc, statement),
        Doubt.RESULT: _is_result(doc, statement, has_amount=has_amount),
        Doubt.RESTRICTION: _is_bare_restriction(doc, statement, has_amount=has_amount),
        Doubt.OPEN: _is_open(doc, statement),
        Doubt.EITHER: _is_either(doc, statement),
        Doubt.CUT: _is_cut(doc, statement),
    }
    return next((doubt for doubt, is_so in checks.items() if is_so), None)


def _is_unfinished(statement: Statement) -> bool:
    words = soundness_words()
    phrases = [statement.object, *statement.arguments]
    if statement.path is not Path.NOMINAL:  # there "its" is the subject
        phrases.append(statement.subject)
        first = (statement.subject or "").lower().partition(" ")
        if (first[0] in connectives() and first[2]) or first[2].endswith(("'s", "\u2019s")):
            return True  # "therefore the pumps", "Tessel, which was bought by Norvik\u2019s"
    for phrase in phrases:
        found = _WORD.findall(phrase or "")  # "WHO" is a name
        if found and (found[-1] in words["unfinished"] or found[0].lower() in words["headless"]):
            return len(found) == 1 or found[-2].lower() not in words["helping"]  # "than those who did not"
        if phrase is not None and _LOOSE_END.search(phrase):
            return True
        if found and found[-1] in words["stranded"] and (len(found) == 1 or phrase is statement.subject):
            return True
    return False


def _lacks_grammar(doc: Doc, statement: Statement) -> bool:
    """Tell whether a predicate is no verb group: "argues been spying", "approachability with"."""
    head = doc[statement.head]
    if head.pos_ not in _VERBS or statement.path in {Path.APPOSITION, Path.TITLE, Path.NOMINAL}:
        return False
    is_name = head.is_upper and len(head) > 1 and head.lemma_.lower() not in {"be", "do", "have"}  # "OLED models"
    target = doc[statement.object_head] if statement.object_head is not None else None
    # "offers a more neutral[, simple view]"
    is_half = target is not None and target.tag_ == "JJ" and target.dep_ == "dobj" and not list(target.rights)
    is_more = any(doc[number].norm_ in {"not", "n't"} and _is_only(doc, number) for number in statement.tokens)
    does_so = head.lemma_ == "do" and (target is None or target.dep_ != "dobj")
    if is_name or is_more or does_so or is_half or _is_split(doc, statement):
        return True
    said = _WORD.findall(statement.predicate)
    following = (statement.object or "").split(" ")[0]
    if said and said[-1] in soundness_words()["prepositions"] and following in soundness_words()["prepositions"]:
        return True  # "better than on the mill"
    if head.lower_.endswith(tuple(soundness_words()["noun_endings"])):
        return True
    before = [token.lower_ for token in doc if token.i in statement.tokens and token.i <= statement.head]
    for position, word in enumerate(before):
        if word == "been" and not _HAVE & set(before[max(0, position - 4) : position]):
            return True
    return False


def _is_split(doc: Doc, statement: Statement) -> bool:
    """Tell whether a word is cut at its hyphen or owner's sign: "ultra[-lights]", "Delhi[\u2019s]"."""
    for number in statement.tokens:
        token, after = doc[number], doc[number + 1] if number + 1 < len(doc) else None
        if after is None or after.i in statement.tokens or token.whitespace_:
            continue
        is_joined = after.text == "-" and not after.whitespace_ and after.i + 1 < len(doc)
        is_owner = after.tag_ == "POS" and statement.path is not Path.NOMINAL
        if token.pos_ not in _VERBS and (is_joined or is_owner):
            return True
    return False


def _is_only(doc: Doc, number: int) -> bool:
    """Tell whether "only" or the like follows "not": more than that is said, not less."""
    return number + 1 < len(doc) and doc[number + 1].lower_ in {"just", "merely", "only", "simply"}


def _main(doc: Doc, statement: Statement) -> Token:
    """Return the first verb of a predicate: "plans" of "plans to sell"."""
    verb = doc[statement.head]
    while verb.dep_ == "xcomp" and verb.head.i in statement.tokens and verb.head.pos_ in _VERBS:
        verb = verb.head
    return verb


def _finite(verb: Token) -> Token | None:
    """Return what carries number and tense of a verb group: itself or its first helper."""
    helpers = [child for child in verb.lefts if child.dep_ in _HELPERS]
    carrier = helpers[0] if helpers else verb
    return carrier if carrier.tag_ in _FINITE else None


def _disagrees(doc: Doc, statement: Statement) -> bool:
    if statement.path not in _OF_VERBS or statement.subject_head is None:
        return False
    subject, carrier = doc[statement.subject_head], _finite(_main(doc, statement))
    if subject.i and subject.text[0].isupper():  # a name: "Harrow Foods is …"
        is_joined = any(child.dep_ == "conj" for child in subject.children)
        is_many = carrier is not None and carrier.tag_ == "VBP"
        return statement.path is Path.CONJUNCT and subject.tag_ == "NNP" and is_many and not is_joined
    if carrier is None or subject.lower_ in soundness_words()["groups"] or subject.ent_type_ in {"ORG", "PRODUCT"}:
        return False
    is_joined = any(child.dep_ in {"conj", "cc", "appos"} for child in subject.children)
    is_amount = any(child.dep_ in {"nummod", "quantmod"} for child in subject.children) or subject.like_num
    is_one_verb = carrier.tag_ == "VBZ" or carrier.lower_ == "was"
    is_many_verb = carrier.tag_ == "VBP" or carrier.lower_ == "were"
    if subject.tag_ == "NNS" and is_one_verb and not is_amount:
        return not any(child.lower_ == "of" for child in subject.children) or statement.path is not Path.CLAUSE
    return (
        subject.tag_ == "NN"
        and is_many_verb
        and not is_joined
        and (statement.path is not Path.CLAUSE or any(child.lower_ in {"a", "an", "this"} for child in subject.lefts))
    )


def _lacks_finite(doc: Doc, statement: Statement, *, has_amount: bool) -> bool:
    """Tell whether a statement with a subject of its own has no finite verb: "someone charge into the room"."""
    main = _main(doc, statement)
    is_heading = main.dep_ == "ROOT" and not doc[-1].is_punct and statement.object is None and not statement.arguments
    if main.tag_ == "VBN" and is_heading:
        return not any(child.dep_ in _HELPERS for child in main.children)  # "Five Myths Debunked"
    if statement.path is Path.CONJUNCT and main.tag_ == "VBN" and statement.predicate.split(" ")[0] == main.text:
        return True  # "fined firms deemed unsafe", the last verb joined to the first
    if statement.path is not Path.CLAUSE:
        return False
    is_expected = has_amount and main.head.lemma_.lower() in soundness_words()["expecting"]
    if _finite(main) is not None or is_expected:
        return False
    return main.tag_ in {"VB", "VBG", "VBN"} and main.dep_ not in {"ROOT", "conj"}


def _says_nothing(doc: Doc, statement: Statement) -> bool:
    """Tell whether a verb of saying stands without what is said: "Bell said"."""
    is_passive = any(child.dep_ == "auxpass" for child in doc[statement.head].children)
    target = doc[statement.object_head] if statement.object_head is not None else None
    is_empty = target is None or (target.dep_ == "pobj" and target.ent_type_ in {"DATE", "TIME"})
    is_bare = is_empty and not statement.arguments and not is_passive
    return is_bare and doc[statement.head].lemma_.lower() in soundness_words()["saying"]


def _is_bare(doc: Doc, statement: Statement, *, has_amount: bool, is_said: bool) -> bool:
    """Tell whether a clause is only a time or an idea for another: "since it was built", "the claim that he left"."""
    words = soundness_words()
    verb = _main(doc, statement)
    if statement.path is Path.CLAUSE and verb.dep_ == "acl" and any(child.lower_ == "that" for child in verb.lefts):
        return not is_said and verb.head.lemma_.lower() not in words["factual"]
    if statement.object is not None or statement.arguments:
        return False
    last = doc[statement.head]
    is_passive = any(child.dep_ == "auxpass" for child in last.children)
    if statement.path is Path.PARTICIPLE or last.pos_ == "AUX":  # "he will", but "12 lines running" in a headline
        is_told = has_amount and last.head.dep_ == "ROOT" and last.head.pos_ == "NOUN"
        return not is_told or any(token.tag_ in _FINITE for token in doc)
    if not (is_passive or has_amount or last.lemma_.lower() in worth_words()["events"]):
        return verb.dep_ not in {"ROOT", "conj"} and not (is_said and verb.dep_ == "ccomp")
    joined = [
        child for child in last.rights if child.dep_ == "conj" and child.pos_ in _VERBS and not _has_subject(child)
    ]
    if any(verb.i - last.i <= _NEAR and any(not part.is_punct for part in verb.rights) for verb in joined):
        return True  # "was written and edited by Bell"
    marks = {child.lower_ for child in verb.lefts if child.dep_ in {"mark", "advmod"}}
    return verb.dep_ == "advcl" and bool(marks & words["times"])


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.lefts)


def _is_false_antecedent(doc: Doc, statement: Statement) -> bool:
    """Tell whether a clause has the noun before it for an object wrongly: "the way it works"."""
    verb = _main(doc, statement)
    if statement.path is not Path.CLAUSE or verb.dep_ != "relcl":
        return False
    if any(part.tag_ == "WDT" for child in verb.lefts if child.dep_ == "prep" for part in child.children):
        return True  # "an illness in which he does not sweat"
    if verb.head.lemma_.lower() in soundness_words()["manners"]:
        return True
    if statement.object_head == verb.head.i and verb.head.pos_ == "PRON":
        return True
    if any(child.tag_ == "WRB" for child in verb.lefts):
        return not any(token.is_punct for token in doc[verb.head.i + 1 : verb.left_edge.i + 1])  # "areas where"
    # "the novel she sold": nobody says that she sold it, it is the one meant
    return not any(part.tag_ in {"WDT", "WP", "WP$"} or part.lower_ == "that" for part in verb.subtree)


def _has_gap(doc: Doc, statement: Statement) -> bool:
    """Tell whether between subject and verb stands what belongs to neither and is no insertion."""
    main = _main(doc, statement)
    words = [number for number in statement.subject_tokens if not doc[number].is_punct]
    if statement.path not in {Path.CLAUSE, Path.RELATIVE} or not words:
        return False
    if statement.path is Path.RELATIVE and main.head.i != statement.subject_head:
        return False  # said of what the noun is said of
    first = min([main.i, *(child.i for child in main.lefts if child.dep_ in _HELPERS)])
    between = [token for token in doc[max(words) + 1 : first] if token.is_punct or token.i not in statement.tokens]
    if [token.text for token in between] == [","] and statement.path is Path.CLAUSE:
        return not any(token.text == "," for token in doc[min(words) : max(words)])  # "A group, alarmed that"
    if statement.path is Path.RELATIVE:
        between = [token for token in between if token.tag_ not in {"WDT", "WP"} and token.lower_ != "that"]
    return _outside(between) > 0


def _outside(between: list[Token]) -> int:
    """Return how many words of a stretch stand outside what commas, dashes or brackets set off."""
    if not between or (between[0].text in _COMMAS and between[-1].text in _COMMAS and len(between) > 1):
        return 0
    outside, is_inside = 0, False
    for token in between:
        if token.text in {"(", "["}:
            is_inside = True
        elif token.text in {")", "]"}:
            is_inside = False
        elif not is_inside and not token.is_punct and token.pos_ not in {"ADV", "PART", "AUX", "SPACE"}:
            outside += 1
    return outside


def _is_result(doc: Doc, statement: Statement, *, has_amount: bool) -> bool:
    """Tell whether a participle tells what follows from the clause before it: "…, making it cheaper"."""
    words = soundness_words()
    verb = first = _main(doc, statement)
    while verb.dep_ == "conj" and verb.head.pos_ in _VERBS:
        verb = verb.head
    if statement.path not in {Path.PARTICIPLE, Path.CONJUNCT} or verb.dep_ not in {"advcl", "acl"}:
        return False
    if any(child.dep_ in {"mark", "advmod"} and child.lower_ in words["suspending"] for child in verb.lefts):
        return True
    if verb.tag_ != "VBG" or statement.subject_head is None:
        return False
    if doc[statement.subject_head].tag_ == "EX" or doc[statement.subject_head].pos_ == "PRON":
        return True
    lemmas = {verb.lemma_.lower(), first.lemma_.lower()}
    is_before = verb.i < statement.subject_head or verb.left_edge.i - 2 <= max(statement.subject_tokens)
    if has_amount:
        return not is_before and bool(lemmas & words["results"])
    return not is_before and not lemmas <= words["attributive"]


def _is_bare_restriction(doc: Doc, statement: Statement, *, has_amount: bool) -> bool:
    """Tell whether a participle right behind its noun only says which is meant: "the types of perils covered"."""
    verb = doc[statement.head]
    if _is_unmarked(verb, statement) or (statement.path is Path.CONJUNCT and _is_after_saying(verb)):
        return True
    is_told = verb.tag_ == "VBN" or (has_amount and not any(token.tag_ in _FINITE for token in doc))
    # "Valve blamed for fire", "12 lines running"
    is_headline = verb.head.dep_ == "ROOT" and is_told and verb.head.pos_ not in _VERBS
    if statement.path is not Path.PARTICIPLE or verb.dep_ != "acl" or is_headline:
        return False
    is_bare = verb.head.tag_ in _SINGULAR and not any(child.dep_ == "det" for child in verb.head.lefts)
    is_set_off = any(token.is_punct for token in doc[verb.head.i + 1 : verb.left_edge.i + 1])
    is_far = is_set_off and verb.head.dep_ == "pobj" and verb.head.pos_ == "NOUN" and verb.head.i < verb.i
    if is_far or (verb.tag_ == "VBG" and verb.i == verb.head.i + 1 and is_bare):
        return True  # "shots from a gun, followed by a blast", "20 Event Planning Tips"
    if has_amount and (statement.object or statement.arguments) and doc[verb.head.i].tag_ != "EX":
        return False
    return not is_set_off


def _is_after_saying(verb: Token) -> bool:
    """Tell whether a verb is joined to one of saying behind what is said: "says that 28 left, and had no money"."""
    says = verb.head.lemma_.lower() in soundness_words()["saying"]
    said = any(child.dep_ == "ccomp" and child.i < verb.i for child in verb.head.rights)
    return says and said and verb.lemma_.lower() not in soundness_words()["saying"]


def _is_unmarked(verb: Token, statement: Statement) -> bool:
    """Tell whether a clause without "that" stands behind "is": "the list is the one thing owners keep"."""
    return (
        statement.path is Path.CLAUSE
        and statement.object is None
        and verb.dep_ == "ccomp"
        and verb.head.lemma_ == "be"
        and not any(child.dep_ == "mark" for child in verb.lefts)
    )


def _is_open(doc: Doc, statement: Statement) -> bool:
    """Tell whether a statement stands in a clause of what need not be so: "until he pays", "when it rains"."""
    words = soundness_words()
    verb = _main(doc, statement)
    if verb.head.i == verb.i and any(child.tag_ == "WRB" and child.i < verb.i for child in verb.lefts):
        return True  # "How the council would decide"
    while verb.head.i != verb.i:
        if verb.dep_ == "advcl":
            marks = {child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod"} and child.i < verb.i}
            carrier = _finite(verb)
            is_timeless = carrier is None or carrier.tag_ != "VBD"
            if marks & words["supposing"] or (is_timeless and marks & words["timeless"]):
                return True
        if verb.dep_ == "ccomp" and _is_unreal(verb.head):
            return True
        if verb.dep_ not in {"advcl", "conj", "ccomp", "xcomp", "acl", "relcl", "pcomp"}:
            return False
        verb = verb.head
    return False


def _is_unreal(verb: Token) -> bool:
    """Tell whether what depends on a verb is only feared or seen to: "the danger is that", "ensures that"."""
    words = soundness_words()
    is_feared = any(child.dep_ == "nsubj" and child.lemma_.lower() in words["feared"] for child in verb.lefts)
    return verb.lemma_.lower() in words["ensuring"] or (verb.lemma_ == "be" and is_feared)


def _is_either(doc: Doc, statement: Statement) -> bool:
    """Tell whether a verb is joined to another by "or": neither is said to be so alone."""
    verb = _main(doc, statement)
    family = [verb, *(part for part in verb.conjuncts if part.pos_ in _VERBS)]
    is_free = any(child.dep_ == "neg" or child.tag_ == "MD" for part in family for child in part.children)
    return (
        len(family) > 1
        and not is_free  # "may be sold or leased" is both
        and any(child.dep_ == "cc" and child.lower_ == "or" for part in family for child in part.children)
    )


def _is_cut(doc: Doc, statement: Statement) -> bool:
    """Tell whether the sentence goes on right behind the last word of a statement, without a sign in between."""
    last = max(number for number in statement.tokens if not doc[number].is_punct or doc[number].text == "%")
    if last + 1 >= len(doc) or last < statement.head:
        return False
    after = next((token for token in doc[last + 1 :] if token.text not in {")", "]", "\u201d", '"'}), doc[last])
    is_adverb = after.pos_ == "ADV" and after.i + 1 < len(doc) and after.nbor(1).pos_ in {"ADP", "VERB"}
    if is_adverb and after.nbor(1).tag_ in {"IN", "VBG", "VBN"} and not _begins_clause(after):
        return True  # "in the days right after the sale"
    if after.pos_ == "PROPN" == doc[last].pos_:
        return True
    if after.text == ",":
        is_measured = (
            doc[last].tag_ == "CD" and after.i + 1 < len(doc) and after.nbor(1).text[0].isdigit()
        )  # "a 48V, 500W motor"
        is_listed = _is_one_of_list(doc, statement, last) or _goes_on(doc, last + 1) or _has_second(doc, statement)
        return is_measured or is_listed
    following = doc[last + 2] if last + 2 < len(doc) else after
    if after.text in _DASHES and (following.like_num or following.is_currency or following.ent_type_ == "DATE"):
        return True  # "May 3 – June 4"
    return after.pos_ in _CONTINUES and not _begins_clause(after)


def _begins_clause(token: Token) -> bool:
    """Tell whether a word begins a clause of its own: "who", "in which", "he said"."""
    if token.tag_ in {"WDT", "WP", "WRB", "WP$", "EX"} or any(part.tag_ in {"WDT", "WP"} for part in token.subtree):
        return True
    part = token
    while part.head.i != part.i and part.left_edge.i >= token.i:
        if part.dep_ in _SUBJECTS or part.dep_ in {"advcl", "mark", "npadvmod"} or part.pos_ in _VERBS:
            return True
        part = part.head
    return False


def _is_one_of_list(doc: Doc, statement: Statement, last: int) -> bool:
    """Tell whether a phrase ends at a comma of a list whose rest is left out: "sells X[, Y and Z]"."""
    rest = [
        child
        for number in statement.tokens
        if doc[number].pos_ in {"NOUN", "PROPN"}
        for child in doc[number].children
        if child.dep_ in {"appos", "conj"} and child.i > last and child.i not in statement.tokens
    ]
    # "320 exhibits, among them a loom" is no list of which the loom is the second
    inside = [child for child in rest if child.pos_ in {"NOUN", "PROPN"} and child.left_edge.pos_ != "ADP"]
    inside = [child for child in inside if not _says(child)]  # "left before the vote, a clerk told the court"
    if not inside:
        return False
    bare = inside[0].head
    if inside[0].pos_ == "PROPN" and bare.tag_ == "NN" and not any(child.dep_ in _DETERMINERS for child in bare.lefts):
        return True  # "invited by director[, Ann Bell]"
    end = max(child.right_edge.i for child in inside)
    joined = [token for token in doc[last + 1 : end + 3] if token.lower_ in {"and", "or", "&"} and token.i > last + 1]
    return len(inside) > 1 or any(doc[token.i - 1].text == "," for token in joined) or is_doubtful(inside[0])


def _says(noun: Token) -> bool:
    """Tell whether a verb of saying follows a noun and what belongs to it: the noun begins the speaker's part."""
    after = noun.doc[noun.right_edge.i + 1] if noun.right_edge.i + 1 < len(noun.doc) else None
    return after is not None and after.tag_ in _FINITE and after.lemma_.lower() in soundness_words()["saying"]


def _has_second(doc: Doc, statement: Statement) -> bool:
    """Tell whether a second noun hangs on the verb behind a comma: "offers a view, night vision[, and storage]"."""
    return any(
        child.dep_ in {"dobj", "oprd", "npadvmod", "attr"}
        and child.pos_ in {"NOUN", "VERB"}
        and child.ent_type_ not in {"DATE", "TIME"}
        and child.i != statement.object_head
        and child.i in statement.tokens
        and doc[child.left_edge.i - 1].text == ","
        for child in doc[statement.head].rights
    )


def _goes_on(doc: Doc, comma: int) -> bool:
    """Tell whether ", and" with another noun follows, and no clause: the end of a list that was hung elsewhere."""
    if comma + 2 >= len(doc) or doc[comma + 1].lower_ not in {"and", "or", "&"}:
        return False
    noun = doc[comma + 2]
    while noun.head.i > noun.i and noun.head.pos_ in {"NOUN", "PROPN"} and noun.dep_ not in _SUBJECTS:
        noun = noun.head
    return noun.pos_ in {"NOUN", "PROPN"} and noun.dep_ in {"conj", "appos"}


def _is_of_list(doc: Doc, statement: Statement) -> bool:
    """Tell whether an apposition was one of a list: ", and" or ", or" behind it, or commas in it."""
    name, description = statement.subject_head, statement.object_head
    if name is None or description is None:
        return False
    is_counted = any(child.dep_ == "nummod" for part in (name, description) for child in doc[part].lefts)
    if is_counted:  # "1 lb, 1.5 lb and 2 lb loaves"; "Ann Bell and Tom Reyes, two chemists": neither is the two
        is_several = doc[description].tag_ in _PLURAL and any(child.dep_ == "conj" for child in doc[name].children)
        return doc[name].pos_ != "PROPN" or is_several
    last = max(statement.tokens)
    after = [token.lower_ for token in doc[last + 1 : last + 4]]
    is_person = doc[name].ent_type_ == "PERSON"
    if after[:1] == [","] and any(word in {"and", "or"} for word in after[1:3]) and not is_person:
        return True
    inside = doc[min(name, description) : last + 1]
    # "the front, if not the whole of it", "the Lift 2"
    is_age = doc[description].text in AGES and doc[name].pos_ == "PROPN" and after[:1] == [","]
    is_number = doc[description].pos_ == "NUM" and doc[name].ent_type_ != "PERSON" and not is_age
    if is_number or doc[description].left_edge.pos_ == "SCONJ":
        return True
    commas = sum(token.text == "," for token in inside)
    if commas > 1 and not is_person and any(child.dep_ == "conj" for child in doc[description].children):
        return True
    between = doc[min(name, description) + 1 : max(name, description)]
    is_close = not any(token.is_punct for token in between)
    return is_close and doc[name].pos_ == "PROPN" == doc[description].pos_
