"""Names of documents to entities of the collection, each membership with its reason.

The extractor has joined the names of one document (`Mention.name` is the fullest form the document uses). Here
document names, pairs of (document, name), become the nodes of a graph; every edge has a reason:

1. `alias_file`: the user's alias file names both forms for one entity;
2. `same_name`: equal comparable names of compatible kinds; lone names of persons do not join by this (save a word
   that another document, which shares a further name, takes for an organisation);
3. `legal_form`: the same, the written names differ in legal form, article, possessive or form of address;
4. `surname`: a lone surname and the only full name that ends in it, in one document or cluster of copies; of two, the
   one who alone was named when the surname first stands in the text (this is part of the comparable name);
5. `short_form`: an organisation's short name and the only longer name in the collection that begins with it (of names
   that begin with each other, the shortest), in one document or cluster, or where a text uses the one for the other and
   the two documents share another name;
6. `acronym`: capitals and the only name in the collection that they are the initials of.

Whatever has two candidates stays apart.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from claimhouse.errors import SettingsError
from claimhouse.provenance import digest
from claimhouse.records import EntityKind, Field, Mention, ResolveName
from claimhouse.resolve.names import bracketed_acronym, is_acronym, is_person_part, is_shortened, normal_name

_JOINABLE = frozenset({EntityKind.ORGANISATION, EntityKind.OTHER})


_COUPLING = re.compile(r" (?:&|and) ")
_NEVER = 1 << 62


class DocumentName(NamedTuple):
    """A name as one document uses it: the member of an entity."""

    document_key: str
    name: str

    @property
    def key(self) -> str:
        """The member's key; an entity is named after the lowest of its first members."""
        return digest(self.document_key, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """The user's alias file: comparable name -> the entity's name, and the kinds given."""

    names: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, EntityKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedEntity:
    """An entity with its members; `members` maps each to the reason why it belongs."""

    name: str
    kind: EntityKind
    members: Mapping[DocumentName, str]

    @property
    def lowest_key(self) -> str:
        """The lowest key of the members: the entity's name where it has no older one."""
        return min(member.key for member in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    member: DocumentName
    kind: EntityKind
    normal: str
    forms: frozenset[str]  # comparable surface forms that the document uses for it
    cluster: str
    mentions: int


def read_aliases(content: str) -> Aliases:
    """Read an alias file: tables `[[entity]]` with `name`, `aliases` and, if wanted, `kind`.

    Raises:
        SettingsError: it is no TOML of that form, or one alias is given to two entities.
    """
    try:
        tables = tomllib.loads(content).get("entity", [])
        rows = [
            (str(table["name"]), [str(alias) for alias in table.get("aliases", [])], table.get("kind"))
            for table in tables
        ]
        kinds = {name: EntityKind(kind) for name, _, kind in rows if kind is not None}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        message = (
            'the alias file needs tables [[entity]] with name = "...", aliases = ["..."] and, if wanted, '
            f"kind = one of {', '.join(EntityKind)}: {error}"
        )
        raise SettingsError(message) from error
    names: dict[str, str] = {}
    for name, aliases, _ in rows:
        for alias in (name, *aliases):
            normal = normal_name(alias)
            if names.setdefault(normal, name) != name:
                message = f"the alias file gives {alias!r} to both {names[normal]!r} and {name!r}"
                raise SettingsError(message)
    return Aliases(names=names, kinds=kinds)


def resolve_entities(
    mentions: Iterable[Mention],
    clusters: Mapping[str, str] | None = None,
    aliases: Aliases | None = None,
) -> tuple[ResolvedEntity, ...]:
    """Join the names of documents to entities; the order of the mentions does not matter.

    Args:
        mentions: the current mentions of all documents.
        clusters: document key -> cluster of copies; documents that are not in it stand alone.
        aliases: names that the user says mean one entity; they go before every rule.
    """
    known = aliases or Aliases()
    nodes = _nodes(mentions, clusters or {})
    edges = list(_edges(nodes, known))
    joined = _components(nodes, edges)
    return tuple(sorted((_entity(group, edges, known) for group in joined), key=lambda entity: entity.lowest_key))


def document_names(
    mentions: Iterable[Mention], clusters: Mapping[str, str], aliases: Aliases | None = None
) -> list[ResolveName]:
    """Return the names of documents with all that decides which of them are one thing.

    What is one thing for certain is one atom: the names given by the alias file, equal full names, and of equal lone
    words the organisations, the places, and the persons of one cluster; which word stands for an organisation even
    where it is taken for a person is seen from all documents, so atoms of lone persons are given later.
    """
    known = aliases or Aliases()
    return [_name_row(node, known) for node in _nodes(mentions, clusters)]


def _name_row(node: _Node, aliases: Aliases) -> ResolveName:
    alias = aliases.names.get(node.normal)
    is_full = " " in node.normal
    words = node.normal.split()
    lasts = {words[-1], node.normal.removesuffix(" jr").split()[-1]} if is_full else set()
    is_person = node.kind is EntityKind.PERSON
    return ResolveName(
        document_key=node.member.document_key,
        name=node.member.name,
        member_key=node.member.key,
        written=node.member.name.strip(),
        normal=node.normal,
        kind=node.kind,
        forms=tuple(sorted(node.forms)),
        mentions=node.mentions,
        cluster_key=node.cluster,
        capitals=node.member.name.isupper(),
        surname=next((last for last in lasts if is_person and is_person_part(last, node.normal)), None),
        initials=_initials(node.normal) if is_full else None,
        bracketed=bracketed_acronym(node.member.name) if is_full else None,
        alias=alias,
        atom=_atom(node, alias),
    )


def _atom(node: _Node, alias: str | None) -> str:
    if alias is not None:
        return f"|a {alias}"
    if " " in node.normal:
        return node.normal
    if node.kind is EntityKind.PERSON:
        return ""
    return f"{node.normal} |{'l' if node.kind is EntityKind.PLACE else 'o'}"


def spelled_acronyms(candidates: Iterable[tuple[str, str, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield comparable names with the only longer name whose initials they are written as.

    Args:
        candidates: comparable name, the name as written, a comparable longer name, and that one as written.
    """
    spelled: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for normal, written, longer, form in candidates:
        if is_acronym(written, form) or bracketed_acronym(form) == normal:
            spelled[normal, written].add(longer)
    found = {(normal, next(iter(longer))) for (normal, _), longer in spelled.items() if len(longer) == 1}
    yield from sorted(found)


def _nodes(mentions: Iterable[Mention], clusters: Mapping[str, str]) -> list[_Node]:
    grouped: defaultdict[DocumentName, list[Mention]] = defaultdict(list)
    for mention in mentions:
        grouped[DocumentName(mention.document_key, mention.name)].append(mention)
    normals: defaultdict[str, set[str]] = defaultdict(set)
    for member in grouped:
        normals[member.document_key].add(normal_name(member.name))
    nodes = (
        _node(member, group, clusters.get(member.document_key, member.document_key), normals[member.document_key])
        for member, group in sorted(grouped.items())
    )
    return list(_with_full_names([node for node in nodes if node.normal], grouped))


def _with_full_names(nodes: Sequence[_Node], mentions: Mapping[DocumentName, Sequence[Mention]]) -> Iterator[_Node]:
    """Give a lone surname that two persons of its document bear to the one who alone was named so far.

    A writer who goes on about Roe when only one Roe has been named does not mean the other, who comes later. Nor is
    "Roe" a firm where a person of that name was named before, and no firm that begins so.
    """
    bearers: defaultdict[tuple[str, str], list[_Node]] = defaultdict(list)
    houses: set[tuple[str, str]] = set()
    for node in nodes:
        if " " in node.normal:
            if node.kind is EntityKind.PERSON:
                bearers[node.member.document_key, node.normal.split()[-1]].append(node)
            else:
                houses.add((node.member.document_key, node.normal.split()[0]))
    for node in nodes:
        place = (node.member.document_key, node.normal)
        met = [] if node.kind is EntityKind.PLACE or place in houses else bearers.get(place, [])
        starts = sorted((_first_start(mentions[bearer.member]), bearer.normal) for bearer in met)
        if starts and (len(starts) > 1 or node.kind is not EntityKind.PERSON):
            ends = starts[1][0] if len(starts) > 1 else _NEVER + 1
            alone = starts[0][0] < _first_start(mentions[node.member]) < ends
            yield replace(node, normal=starts[0][1], kind=EntityKind.PERSON) if alone else node
        else:
            yield node


def _first_start(mentions: Iterable[Mention]) -> int:
    """Return where a name first stands in a text; behind all others if only in its title."""
    return min((mention.char_start for mention in mentions if mention.field is Field.TEXT), default=_NEVER)


def _node(member: DocumentName, mentions: Sequence[Mention], cluster: str, beside: set[str]) -> _Node:
    kind = _majority(mention.kind for mention in mentions)
    forms = {normal_name(mention.text, kind) for mention in mentions}
    normal = _uncoupled(normal_name(member.name, kind), forms, beside)
    acronym = bracketed_acronym(member.name)
    return _Node(
        member=member,
        kind=kind,
        normal=normal,
        forms=frozenset(forms | {normal} | ({acronym} if acronym else set())) - {""},
        cluster=cluster,
        mentions=len(mentions),
    )


def _uncoupled(normal: str, forms: set[str], beside: set[str]) -> str:
    """Undo a name that was joined to its neighbour: "norvik & alder" where "norvik" is used, and alder is known."""
    left, *right = _COUPLING.split(normal, maxsplit=1)
    return left if right and left in forms and right[0] in beside else normal


def _majority(kinds: Iterable[EntityKind]) -> EntityKind:
    """The most frequent kind; of equally frequent ones the first in the vocabulary."""
    counts = Counter(kinds)
    return min(counts, key=lambda kind: (-counts[kind], list(EntityKind).index(kind)))


class _Edge(NamedTuple):
    left: DocumentName
    right: DocumentName
    reason: str


def _edges(nodes: Sequence[_Node], aliases: Aliases) -> Iterator[_Edge]:
    free = []
    by_alias: defaultdict[str, list[_Node]] = defaultdict(list)
    for node in nodes:
        name = aliases.names.get(node.normal)
        if name is None:
            free.append(node)
        else:
            by_alias[name].append(node)
    for group in by_alias.values():
        yield from (_Edge(left.member, right.member, "alias_file") for left, right in pairwise(group))
    yield from _equal_names(free)
    yield from _surnames(free)
    yield from _short_forms(free)


def _equal_names(nodes: Sequence[_Node]) -> Iterator[_Edge]:
    by_name: defaultdict[str, list[_Node]] = defaultdict(list)
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for node in nodes:
        by_name[node.normal].append(node)
        beside[node.member.document_key].add(node.normal)
    for normal, group in by_name.items():
        if " " not in normal:
            yield from _mistaken_persons(normal, group, beside)
    for normal, group in by_name.items():
        for alike in _compatible(normal, group):
            for left, right in pairwise(alike):
                equal = left.member.name.casefold() == right.member.name.casefold()
                yield _Edge(left.member, right.member, "same_name" if equal else "legal_form")


def _mistaken_persons(normal: str, nodes: Sequence[_Node], beside: Mapping[str, set[str]]) -> Iterator[_Edge]:
    """Join a lone word taken for a person to the organisation of that name in a document that shares another name."""
    organisations = [node for node in nodes if node.kind in _JOINABLE]
    for node in nodes:
        if node.kind is not EntityKind.PERSON:
            continue
        mine = beside[node.member.document_key] - {normal}
        other = next((other for other in organisations if mine & beside[other.member.document_key]), None)
        if other is not None:
            yield _Edge(node.member, other.member, "same_name")


def _compatible(normal: str, nodes: Sequence[_Node]) -> Iterator[list[_Node]]:
    """Split the bearers of one name into those that may be one thing.

    Recognisers label one name differently from page to page, so full names (two words or more) join whatever
    their kind. Of lone words, persons stay alone (a surname says nothing) unless most documents take the
    word for an organisation; places stay apart from the rest.
    """
    if " " in normal:
        yield list(nodes)
        return
    kinds = Counter(node.kind for node in nodes)
    organisations = [node for node in nodes if node.kind in _JOINABLE]
    if 0 < kinds[EntityKind.PERSON] < len(organisations):
        organisations = [node for node in nodes if node.kind is not EntityKind.PLACE]
    elif kinds[EntityKind.PERSON]:
        by_cluster: defaultdict[str, list[_Node]] = defaultdict(list)
        for node in nodes:
            if node.kind is EntityKind.PERSON:
                by_cluster[node.cluster].append(node)
        yield from by_cluster.values()
    yield sorted(organisations, key=lambda node: node.member)
    yield [node for node in nodes if node.kind is EntityKind.PLACE]


def _surnames(nodes: Sequence[_Node]) -> Iterator[_Edge]:
    full: defaultdict[tuple[str, str], list[_Node]] = defaultdict(list)
    for node in nodes:
        if " " in node.normal and node.kind is EntityKind.PERSON:
            full[node.cluster, node.normal.split()[-1]].append(node)
            full[node.cluster, node.normal.removesuffix(" jr").split()[-1]].append(node)
    for node in nodes:
        if " " in node.normal or node.kind is not EntityKind.PERSON:
            continue
        bearers = [other for other in full[node.cluster, node.normal] if is_person_part(node.normal, other.normal)]
        if len({bearer.normal for bearer in bearers}) == 1:
            yield _Edge(node.member, bearers[0].member, "surname")


def _short_forms(nodes: Sequence[_Node]) -> Iterator[_Edge]:
    """Join short names of organisations to longer ones, where one longer name alone comes into question."""
    longer: defaultdict[str, set[str]] = defaultdict(set)  # first word -> comparable longer names
    initials: defaultdict[str, set[str]] = defaultdict(set)
    bearers: defaultdict[str, list[_Node]] = defaultdict(list)
    names_of: defaultdict[str, set[str]] = defaultdict(set)
    for node in nodes:
        names_of[node.member.document_key] |= node.forms
        if " " in node.normal and node.kind in _JOINABLE | {EntityKind.PERSON}:
            bearers[node.normal].append(node)
            longer[node.normal.split()[0]].add(node.normal)
            initials[_initials(node.normal)].add(node.normal)
            initials.setdefault(bracketed_acronym(node.member.name) or "", set()).add(node.normal)
    organisations = {normal for normal, group in bearers.items() if any(node.kind in _JOINABLE for node in group)}
    places = {node.normal for node in nodes if node.kind is EntityKind.PLACE}
    for node in nodes:
        candidates = {
            name
            for name in longer[node.normal.split()[0]]
            if is_shortened(node.normal, name) and not _COUPLING.match(name, len(node.normal))
        }
        name = min(candidates, default="")
        alone = all(longer == name or is_shortened(name, longer) for longer in candidates)
        if name in organisations and alone and _may_be_short(node, places):
            other = _near(node, bearers[name], names_of)
            if other is not None:
                yield _Edge(node.member, other.member, "short_form")
        if node.kind not in _JOINABLE:
            continue
        written = node.member.name.strip()
        spelled = {
            name
            for name in initials[node.normal]
            if any(
                is_acronym(written, form.member.name) or bracketed_acronym(form.member.name) == node.normal
                for form in bearers[name]
            )
        }
        if len(spelled) == 1:
            yield _Edge(node.member, bearers[spelled.pop()][0].member, "acronym")


def _initials(normal: str) -> str:
    return "".join(word[0] for word in normal.split() if word[0].isalpha())


def _may_be_short(node: _Node, places: set[str]) -> bool:
    """Say whether a name may be the short form of a longer one: no place ("Brigham" is no club), no capitals alone."""
    return node.normal not in places and not (node.member.name.isupper() and " " not in node.normal)


def _near(node: _Node, bearers: Sequence[_Node], names_of: Mapping[str, set[str]]) -> _Node | None:
    """Find a bearer of the longer name close enough to be certain.

    In one document or cluster both must be organisations, or some text must use the short form for the longer name;
    across documents some text must, and the two documents must share another name.
    """
    used = any(node.normal in other.forms for other in bearers)
    for other in bearers:
        alike = node.kind is EntityKind.ORGANISATION and other.kind is EntityKind.ORGANISATION
        if other.cluster == node.cluster and (used or alike):
            return other
    mine = names_of[node.member.document_key] - {node.normal}
    return next((other for other in bearers if used and mine & names_of[other.member.document_key] - other.forms), None)


def _components(nodes: Sequence[_Node], edges: Iterable[_Edge]) -> list[list[_Node]]:
    parent = {node.member: node.member for node in nodes}

    def root(member: DocumentName) -> DocumentName:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for edge in edges:
        low, high = sorted((root(edge.left), root(edge.right)))
        parent[high] = low
    groups: defaultdict[DocumentName, list[_Node]] = defaultdict(list)
    for node in nodes:
        groups[root(node.member)].append(node)
    return list(groups.values())


def _entity(group: Sequence[_Node], edges: Sequence[_Edge], aliases: Aliases) -> ResolvedEntity:
    members = {node.member for node in group}
    reasons: dict[DocumentName, str] = {}
    for edge in edges:
        if edge.left in members:
            reasons.setdefault(edge.left, edge.reason)
            reasons.setdefault(edge.right, edge.reason)
    alias = next((aliases.names[node.normal] for node in group if node.normal in aliases.names), None)
    kinds: Counter[EntityKind] = Counter()
    for node in group:
        kinds[node.kind] += node.mentions
    kind = min(kinds, key=lambda code: (-kinds[code], list(EntityKind).index(code)))
    return ResolvedEntity(
        name=alias or _display_name(group),
        kind=aliases.kinds.get(alias, kind) if alias else kind,
        members={member: reasons.get(member, "only_member") for member in sorted(members)},
    )


def _display_name(group: Sequence[_Node]) -> str:
    """The name most documents use; of equally frequent ones the longest, then the first in the alphabet."""
    counts = Counter(node.member.name.strip() for node in group)
    return min(counts, key=lambda name: (-counts[name], -len(name), name))
