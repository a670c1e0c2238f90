"""Generated sites: stories of our own making in the furniture of a site, some of which cleaning alone lets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PLACES = ("Wexmouth", "Tarnholm", "Ilverton", "Quarrow", "Pellstrand", "Dunmere", "Ostwick", "Hallgate", "Brimsey")
THINGS = ("ferry", "library", "orchard", "quarry", "bakery", "tramway", "lighthouse", "theatre", "reservoir")
PERSONS = ("Ina Solberg", "Oskar Vell", "Mara Quist", "Tomas Ardley", "Lene Harrow", "Piet Dorrin")
SECTIONS = ("town", "business", "culture")

PROMISE = "Our reporters answer to readers and to nobody else, and that is how it will stay for as long as we print."
APPEAL = "Stay close to what happens around you with a paper that is made by your neighbours and paid by nobody else."
BIO = "{author} has written about life on the coast for this paper since school and keeps bees in a garden by the sea."


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page, the sentences of its story and the furniture in it that cleaning should drop."""

    url: str
    html: str
    story: tuple[str, ...]
    furniture: tuple[str, ...]


def story(number: int) -> tuple[str, tuple[str, ...]]:
    """Return headline and paragraphs of a story that no other number has."""
    place, thing = PLACES[number % len(PLACES)], THINGS[(number // len(PLACES) + number) % len(THINGS)]
    person, count = PERSONS[number % len(PERSONS)], 120 + 7 * number
    title = f"{place} votes on its {thing}, round {number}"
    return title, (
        f"The council of {place} has voted to keep the {thing} open for another {count % 17 + 2} years, said {person}.",
        f"About {count} people came to the hall on Monday, and {count // 3} of them spoke for the {thing} of {place}.",
        f"Repairs will cost {count * 9} crowns, a third of what {place} spent on its roads in {1950 + number}.",
        f"Work on the {thing} begins in {place} when the ice on the lake has gone, {count % 9 + 3} weeks from now.",
        f"{person} called the vote narrow: {count // 2} hands against {count // 2 - number % 5 - 1} in a cold room.",
    )


def page_html(
    title: str, paragraphs: Sequence[str], *, author: str = "", canonical: str = "", tail: Sequence[str] = ()
) -> str:
    """Return a page in the site's template; `tail` stands behind the story, in paragraphs like its own."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    signed = f'<meta name="author" content="{author}">' if author else ""
    body = "".join(f"<p>{text}</p>" for text in (*paragraphs, *tail))
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{link}{signed}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/town'>Town</a></li></ul></nav>"
        f"<main><article class='story'><h1>{title}</h1><div class='text'>{body}</div></article></main>"
        "<footer><p>Imprint</p></footer></body></html>"
    )


def site(host: str, pages: int, *, first: int = 0) -> list[SitePage]:
    """Return a site of so many stories.

    Every page ends with its author's biography and a promise, two in three with an appeal: plain paragraphs in the
    container of the story, which cleaning alone has no reason to drop.
    """
    made = []
    for number in range(first, first + pages):
        title, paragraphs = story(number)
        author = PERSONS[number % 2]
        furniture = [PROMISE, BIO.format(author=author)]
        tail = [BIO.format(author=author), PROMISE]
        if number % 3:
            tail.append(APPEAL)
            furniture.append(APPEAL)
        url = f"https://{host}/{SECTIONS[number % len(SECTIONS)]}/story-{number}"
        made.append(
            SitePage(
                url=url,
                html=page_html(title, paragraphs, author=author, tail=tail),
                story=paragraphs,
                furniture=tuple(furniture),
            )
        )
    return made
