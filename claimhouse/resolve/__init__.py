"""Resolve: names to entities, claims to (subject, attribute, value), groups of claims that say the same, conflicts."""

from claimhouse.resolve.attributes import Attribute, StatementView, attribute_of
from claimhouse.resolve.conflicts import find_conflicts
from claimhouse.resolve.entities import read_aliases, resolve_entities
from claimhouse.resolve.groups import group_claims
from claimhouse.resolve.independence import independence_edges
from claimhouse.resolve.readings import bring_to_value, read_claims

VERSION = "8"

__all__ = [
    "VERSION",
    "Attribute",
    "StatementView",
    "attribute_of",
    "bring_to_value",
    "find_conflicts",
    "group_claims",
    "independence_edges",
    "read_aliases",
    "read_claims",
    "resolve_entities",
]
