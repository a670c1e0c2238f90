"""Which elements are open: the stack of open elements of the HTML Standard, in time linear in the tags.

A tree is not built. What is kept for each open element is how far the tags behind it reach, as places in the stack,
so that no tag makes us look through the stack: pages nest ten thousand deep on purpose.

Of "The rules for parsing tokens in HTML content" (13.2.6) these are left out: the reconstruction of formatting
elements (bold that is never closed ends with its paragraph) and foster parenting (text between the cells of a table
stays where it is written). Parts of tables and forms outside of any are taken as they come.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from claimhouse.clean.walk.html_elements import HEAD_ONLY, HEADINGS, Rule, rule_of
from claimhouse.clean.walk.tags import Tag

TABLE_PARTS = frozenset({"tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup"})
PAGE_PARTS = ("html", "body", "head")
HTML, BODY = Tag(rule_of("html")), Tag(rule_of("body"))  # a page without them gets them
STOPS = {"li": "ul ol", "p": "button"}  # end tags, and what else they do not reach across
FOREIGN = frozenset({"svg", "math"})
NOWHERE = -1

State = TypeVar("State")


class Reach(NamedTuple):
    """How far tags reach outwards: places of the innermost elements, the element itself included.

    No end tag of an inline element reaches across `special`, no list item across `listed`, no end tag of a block
    across `scope`, and nothing at all across `sealed`.
    """

    special: int
    listed: int
    scope: int
    sealed: int


class Level(Generic[State]):
    """An open element.

    Attributes:
        tag: its start tag.
        outer: the element around it.
        before: place of the element of the same name around it; -1 for none.
        reach: how far the tags in it reach.
        is_open: False where its end tag came while blocks inside it were open; it waits for them.
        state, number, inline, in_row, is_apart: of whoever walks the page; `is_apart`: its text is no part of the line
            around it, so that what is open in it ends with it.
    """

    __slots__ = ("before", "in_row", "inline", "is_apart", "is_open", "number", "outer", "reach", "state", "tag")

    def __init__(self, tag: Tag, before: int, place: int, outer: Level[State] | None) -> None:
        rule = tag.rule
        self.tag = tag
        self.outer = outer
        self.before = before
        self.number = self.inline = 0
        self.is_open = True
        self.is_apart = self.in_row = False
        self.state: State | None = None
        if outer is None:
            self.reach = Reach(0, 0, 0, NOWHERE)
        elif rule.is_special:
            _, listed, scope, sealed = outer.reach
            self.reach = Reach(
                place,
                place if rule.is_listed else listed,
                place if rule.is_scope else scope,
                place if rule.is_sealed else sealed,
            )
        else:
            self.reach = outer.reach


class Nesting(Generic[State]):
    """The open elements of a page, outermost first.

    Args:
        enter: called with each new element, before it is on the stack; not with void ones.
        leave: called with each element that ends, after it left the stack.
        pass_by: called with each void element.
    """

    def __init__(
        self,
        enter: Callable[[Level[State]], None],
        leave: Callable[[Level[State]], None],
        pass_by: Callable[[Tag], None],
    ) -> None:
        self._enter = enter
        self._leave = leave
        self._pass_by = pass_by
        self._innermost: dict[str, int] = {}  # place of the innermost open element of each name
        self._has_html = self._has_head = self._has_body = False
        self.levels: list[Level[State]] = [Level(HTML, NOWHERE, 0, None)]

    def start(self, tag: Tag) -> None:
        """Open an element, and close what its start tag closes; a void one ends at once."""
        rule = tag.rule
        if rule.name in PAGE_PARTS:
            self._start_part(tag)
            return
        if not self._has_body and rule.name not in HEAD_ONLY:
            self.start_text()
        innermost = self._innermost
        if rule.closes_p:
            self._close_p()
            if rule.name in HEADINGS and self.levels[-1].tag.rule.name in HEADINGS:
                self._pop(len(self.levels) - 1)
        if rule.implied:
            self._close_implied(tag)
        if rule.is_void:
            self._pass_by(tag)
            return
        levels = self.levels
        place = len(levels)
        level = Level(tag, innermost.get(rule.name, NOWHERE), place, levels[-1])
        self._enter(level)
        if tag.closes_itself and self.is_foreign():
            self._leave(level)
            return
        levels.append(level)
        innermost[rule.name] = place

    def start_text(self) -> None:
        """Open the body, if text comes before it: outside of what has its own place in the head."""
        if not self._has_body and self.levels[-1].reach.sealed == NOWHERE and not self.levels[-1].tag.rule.is_apart:
            self._start_part(BODY)

    def end(self, tag: Tag) -> bool:
        """Close the element that an end tag means, with all that is open in it.

        Returns:
            False where there is none.
        """
        name = tag.rule.name
        place = self._innermost.get(name, NOWHERE)
        last = len(self.levels) - 1
        if place == last:
            self._pop(place)
            return True
        if name in HEADINGS:
            place = max(self._innermost.get(heading, NOWHERE) for heading in HEADINGS)
        if place == NOWHERE:
            return False
        top = self.levels[last].reach
        if place > self._reach(tag, top):
            if name == "form":
                self._end_alone(place)
            else:
                self._pop(place)
            return True
        if tag.rule.is_formatting and place > top.scope:
            self._end_alone(place)
            return True
        return False

    def is_foreign(self) -> bool:
        """Whether SVG or MathML is open."""
        return not FOREIGN.isdisjoint(self._innermost)

    def close(self) -> None:
        """Close all that is open at the end of the page."""
        self._pop(0)

    def _reach(self, tag: Tag, top: Reach) -> int:
        """Return the place behind which an end tag finds nothing."""
        rule = tag.rule
        if rule.is_sealed:
            return NOWHERE
        if rule.name == "table":
            return top.sealed
        if rule.name in TABLE_PARTS:
            return self._innermost_of("table", top.sealed)
        if rule.name in STOPS:
            return self._innermost_of(STOPS[rule.name], top.scope)
        if rule.is_scope:
            return top.scope - 1  # it is a boundary itself
        return top.scope if rule.is_special or rule.name in FOREIGN else top.special

    def _innermost_of(self, names: str, at_least: int) -> int:
        return max([at_least, *[self._innermost.get(name, NOWHERE) for name in names.split()]])

    def _start_part(self, tag: Tag) -> None:
        """Open `html`, `head` or `body`; a late one opens nothing, but gives its attributes to the one made up."""
        name = tag.rule.name
        if self._has_body:
            place = PAGE_PARTS.index(name)
            if self.levels[min(place, 1)].tag is (HTML, BODY, None)[place]:
                self.levels[place].tag, self.levels[place].state = tag, None
            return
        root = self.levels[0]
        if not self._has_html:
            self._has_html = True
            root.tag = tag if name == "html" else HTML
            self._enter(root)
        if name == "html" or (name == "head" and self._has_head):
            return
        self._has_head = True
        if name == "body":
            self._has_body = True
            self._pop(1)
        level = Level(tag, NOWHERE, len(self.levels), self.levels[-1])
        self._enter(level)
        self.levels.append(level)
        if name == "head":  # the end tag of the body closes nothing: what follows is still in it
            self._innermost[name] = 1

    def _close_p(self) -> None:
        innermost, top = self._innermost, self.levels[-1].reach
        if innermost.get("svg", NOWHERE) > top.scope:  # a paragraph ends a drawing that is not closed
            self._pop(innermost["svg"])
            top = self.levels[-1].reach
        place = innermost.get("p", NOWHERE)
        if place > top.scope and place > innermost.get("button", NOWHERE):
            self._pop(place)

    def _close_implied(self, tag: Tag) -> None:
        rule, innermost = tag.rule, self._innermost
        for name in rule.implied:
            while name in innermost:
                place, top = innermost[name], self.levels[-1].reach
                if place > self._limit(rule, top):
                    self._pop(place)
                elif rule.is_formatting and place > top.scope:
                    self._end_alone(place)
                else:
                    break

    def _limit(self, rule: Rule, top: Reach) -> int:
        if rule.limit == "table":
            return self._innermost_of("table", top.sealed)
        return {"listed": top.listed, "special": top.special, "scope": top.scope}[rule.limit]

    def _pop(self, place: int) -> None:
        levels = self.levels
        while len(levels) > place:
            level = levels.pop()
            if level.is_open:
                if level.before == NOWHERE:
                    self._innermost.pop(level.tag.rule.name, None)
                else:
                    self._innermost[level.tag.rule.name] = level.before
                self._leave(level)

    def _end_alone(self, place: int) -> None:
        """End an element around blocks that stay open."""
        level = self.levels[place]
        if level.is_apart:  # its text is a block: what is open in it ends with it
            self._pop(place)
            return
        level.is_open = False
        level.state = None
        if level.before == NOWHERE:
            del self._innermost[level.tag.rule.name]
        else:
            self._innermost[level.tag.rule.name] = level.before
        self._leave(level)
