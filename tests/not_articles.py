"""Invented pages that are no articles, and articles that look a little like them, made of templates and wording.

The wording is in `not_articles.toml`, one table a language. Every page is one kind in one language in one style of
markup. Half of the languages, with styles of their own, are set aside: rules are written with the other half, and
the half set aside says how well they hold where nobody looked. Nothing here is drawn at random.
"""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimhouse.records import RejectReason

DEVELOPMENT = ("en", "fr", "it", "nl", "pl", "ja")
SET_ASIDE = ("de", "es", "pt", "ru", "sv", "zh")
STYLES = {"development": ("blog", "hashed", "bem"), "set aside": ("table", "app", "plain")}
ENTRIES = 24  # of a list page
HOUR, MINUTE = 14, 55
SITE = "Tessim Courier"

Wording = Mapping[str, Sequence[str]]
Style = Callable[["Body", Wording, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page and what it is.

    Attributes:
        name: kind, language and style.
        kind: what was made, finer than the reason.
        half: "development" or "set aside".
        url: its address.
        html: the page.
        reason: why it is rejected; null for an article.
        left: text that must be left of it, or null where nothing is asked.
    """

    name: str
    kind: str
    half: str
    url: str
    html: str
    reason: RejectReason | None
    left: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a kind puts into the frame that a style makes."""

    title: str
    main: str
    path: str
    head: str = ""
    framed: bool = True  # with the site's header and footer
    left: str | None = None


def made_pages() -> Iterator[MadePage]:
    """Yield all pages, kind by kind, language by language."""
    for number, (kind, (make, reason)) in enumerate(KINDS.items()):
        for half, languages in (("development", DEVELOPMENT), ("set aside", SET_ASIDE)):
            for place, language in enumerate(languages):
                style = STYLES[half][(number + place) % len(STYLES[half])]
                words = wording()[language]
                body = make(words, style)
                yield MadePage(
                    name=f"{kind}-{language}-{style}",
                    kind=kind,
                    half=half,
                    url=f"https://www.tessim-courier.example{body.path}",
                    html=_framed(body, words, style, language),
                    reason=reason,
                    left=body.left,
                )


@cache
def wording() -> dict[str, dict[str, list[str]]]:
    """Read the wording: texts by language and use."""
    return tomllib.loads(Path(__file__).with_name("not_articles.toml").read_text(encoding="utf-8"))


def _framed(body: Body, words: Wording, style: str, language: str) -> str:
    head = f'<meta charset="utf-8"><title>{_text(body.title)} | {SITE}</title>{body.head}'
    inner = FRAMES[style](body, words) if body.framed else body.main
    return f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body>{inner}</body></html>'


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _linked(texts: Sequence[str], folder: str, tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/{folder}/{place}">{_text(text)}</a></{tag}>' for place, text in enumerate(texts))


def _paragraphs(texts: Sequence[str], names: str = "") -> str:
    attribute = f' class="{names}"' if names else ""
    return "".join(f"<p{attribute}>{_text(text)}</p>" for text in texts)


# Frames: what a site puts around its content.


def _blog(body: Body, words: Wording) -> str:
    return (
        f'<div id="page" class="site"><header id="masthead"><p class="site-title"><a href="/">{SITE}</a></p>'
        f'<nav class="main-navigation"><ul>{_linked(words["nav"], "c")}</ul></nav></header>'
        f'<div id="content"><main id="main" class="site-main">{body.main}</main>'
        f'<aside class="widget-area"><ul>{_linked(words["headlines"][:5], "s")}</ul></aside></div>'
        f'<footer class="site-footer"><p>© 2025 {SITE}</p></footer></div>'
        '<script src="/a.js"></script><script src="/b.js"></script>'
    )


def _hashed(body: Body, words: Wording) -> str:
    menu = "".join(f'<a class="sc-b1" href="/{place}">{_text(text)}</a>' for place, text in enumerate(words["nav"]))
    return (
        f'<div id="root"><div class="sc-a0 kQzVn"><div class="sc-a1">{menu}</div></div><div class="sc-c4 hJdfe">'
        f'{body.main}</div><div class="sc-f9">© {SITE}</div></div>'
        '<script>window.x=1</script><script src="/c.js"></script>'
    )


def _bem(body: Body, words: Wording) -> str:
    return (
        f'<header class="page-header"><nav class="page-header__nav"><ul>{_linked(words["nav"], "ressort")}</ul></nav>'
        f'<a class="page-header__login" href="/login">{_text(words["login"][0])}</a></header>'
        f'<main class="page-main">{body.main}</main><footer class="page-footer">'
        f"<ul>{_linked(words['nav'][-2:], 'f')}</ul><small>© {SITE}</small></footer>"
        + "".join(f'<script async src="/{name}.js"></script>' for name in "abcdef")
    )


def _table(body: Body, words: Wording) -> str:
    menu = "".join(
        f'<tr><td><a href="/{place}.html">{_text(text)}</a></td></tr>' for place, text in enumerate(words["nav"])
    )
    return (
        f'<table width="980" cellpadding="0"><tr><td colspan="2"><b>{SITE}</b></td></tr>'
        f'<tr><td width="160" valign="top"><table>{menu}</table></td><td valign="top">{body.main}</td></tr>'
        f'<tr><td colspan="2" align="center">'
        f"<font size=1>© {SITE}</font></td></tr></table>"
    )


def _app(body: Body, words: Wording) -> str:
    state = json.dumps({"props": {"nav": list(words["nav"])}, "page": body.path}, ensure_ascii=False)
    menu = "".join(f'<div><a href="/{place}">{_text(text)}</a></div>' for place, text in enumerate(words["nav"]))
    return (
        f'<div id="__next"><div data-layout="top">{menu}</div><div data-layout="middle">{body.main}</div>'
        f'<div data-layout="bottom"><span>© {SITE}</span></div></div>'
        f'<script id="__NEXT_DATA__" type="application/json">{state}</script><script src="/_next/x.js"></script>'
    )


def _plain(body: Body, words: Wording) -> str:
    menu = " | ".join(f"<a href=/{place}>{_text(text)}</a>" for place, text in enumerate(words["nav"]))
    return f"<p>{menu}</p>{body.main}"


FRAMES: Mapping[str, Callable[[Body, Wording], str]] = {
    "blog": _blog,
    "hashed": _hashed,
    "bem": _bem,
    "table": _table,
    "app": _app,
    "plain": _plain,
}

# Kinds.


def _consent(words: Wording, style: str) -> Body:
    title, first, second, *buttons = words["consent"]
    pressed = "".join(f"<button>{_text(text)}</button>" for text in buttons)
    if style in {"hashed", "app"}:
        pressed = "".join(f'<div role="button">{_text(text)}</div>' for text in buttons)
    main = f'<div class="gate"><h1>{_text(title)}</h1>{_paragraphs((first, second))}{pressed}</div>'
    return Body(title=title, main=main, path="/consent?back=%2Fnews%2F81", framed=style == "blog")


def _consent_titled(words: Wording, style: str) -> Body:
    """Only the prompt, its title being that of the article it hides."""
    _, first, second, *buttons = words["consent"]
    pressed = "".join(f"<a href='#'>{_text(text)}</a> " for text in buttons)
    main = f"<div class='sc-x'>{_paragraphs((first, second))}<p>{pressed}</p></div>"
    return Body(title=words["headlines"][0], main=main, path="/news/harbour-81", framed=style not in {"blog", "table"})


def _paywall(words: Wording, _style: str) -> Body:
    title = words["headlines"][0]
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2025-10-06T08:00:00Z",
        "isAccessibleForFree": "False",
    }
    head = (
        f'<meta property="og:type" content="article"><script type="application/ld+json">{json.dumps(stated)}</script>'
    )
    main = (
        f"<article><h1>{_text(title)}</h1>{_paragraphs(words['prose'][:1])}"
        f'<div class="offer"><h3>{_text(words["paywall"][0])}</h3><p>{_text(words["paywall"][1])}</p></div></article>'
    )
    return Body(title=title, main=main, path="/news/harbour-81", head=head, left=words["prose"][0])


def _paywall_unstated(words: Wording, _style: str) -> Body:
    """A stub that only its words give away."""
    title = words["headlines"][0]
    prompt = f"<div class='sc-p'><b>{_text(words['paywall'][0])}</b><br>{_text(words['paywall'][1])}</div>"
    main = f"<h1>{_text(title)}</h1>{_paragraphs(words['prose'][:1])}{prompt}"
    return Body(
        title=title,
        main=main,
        path="/news/harbour-81",
        head='<meta property="og:type" content="article">',
        left=words["prose"][0],
    )


def _entries(words: Wording) -> list[str]:
    """Headlines that differ, as those of a list do: each with the name of a section before it."""
    names, headlines = words["nav"][1:5], words["headlines"]
    return [
        f"{names[place % len(names)]}: {headlines[(place + place // len(headlines)) % len(headlines)]}"
        for place in range(ENTRIES)
    ]


def _cards(words: Wording, style: str) -> str:
    cards = []
    for place, headline in enumerate(_entries(words)):
        link = f'<a href="/2025/10/{place}">{_text(headline)}</a>'
        teaser = _text(f"{words['teasers'][place % len(words['teasers'])]} ({place + 3})")
        if style == "blog":
            cards.append(
                f'<article class="post"><h2 class="entry-title">{link}</h2>'
                f'<div class="entry-summary"><p>{teaser}</p></div></article>'
            )
        elif style == "bem":
            cards.append(
                f'<article class="teaser"><h3 class="teaser__title">{link}</h3>'
                f'<p class="teaser__text">{teaser}</p></article>'
            )
        elif style == "table":
            cards.append(f"<tr><td><b>{link}</b><br>{teaser}</td></tr>")
        elif style == "plain":
            cards.append(f"<p>{link}<br>{teaser}</p>")
        else:
            cards.append(f'<div class="sc-d{place % 3}"><div>{link}</div><span>{teaser}</span></div>')
    return f"<table>{''.join(cards)}</table>" if style == "table" else "".join(cards)


def _section(words: Wording, style: str) -> Body:
    title = words["nav"][1]
    return Body(title=title, main=f"<h1>{_text(title)}</h1>{_cards(words, style)}", path="/politics/")


def _front(words: Wording, _style: str) -> Body:
    head = '<meta property="og:type" content="website">'
    entries = _entries(words)
    boxes = "".join(
        f"<section><h2>{_text(name)}</h2><ul>{_linked(entries[place::4], 'n')}</ul></section>"
        for place, name in enumerate(words["nav"][1:5])
    )
    return Body(title=words["nav"][0], main=boxes, path="/", head=head)


def _tag(words: Wording, style: str) -> Body:
    title, heading, more = words["tag"]
    stated = json.dumps({"@context": "https://schema.org", "@type": "CollectionPage", "name": title})
    head = f'<script type="application/ld+json">{stated}</script>' if style in {"bem", "app"} else ""
    main = f"<h1>{_text(title)}</h1><p>{_text(heading)}</p>{_cards(words, style)}<a href='?page=2'>{_text(more)}</a>"
    return Body(title=title, main=main, path="/tag/harbour", head=head)


def _search(words: Wording, style: str) -> Body:
    title, count, order, following = words["search"]
    stated = json.dumps({"@context": "https://schema.org", "@type": "SearchResultsPage", "name": title})
    head = f'<script type="application/ld+json">{stated}</script>' if style in {"bem", "app"} else ""
    main = (
        f'<form action="/search"><input name="q"></form><h1>{_text(title)}</h1><p>{_text(count)}</p>'
        f"<a href='?o=d'>{_text(order)}</a>{_cards(words, style)}<a href='?page=2'>{_text(following)}</a>"
    )
    return Body(title=title, main=main, path="/search?q=ferry", head=head)


def _shop(words: Wording, style: str) -> Body:
    title, order, button, stock, *names = words["shop"]
    tag = "li" if style in {"blog", "plain"} else "div"
    items = "".join(
        f'<{tag} class="product"><a href="/p/{place}">{_text(name)}</a> <span>{49 + 10 * place},00 €</span>'
        f" <em>{_text(stock)}</em> <button>{_text(button)}</button></{tag}>"
        for place, name in enumerate([*names, *names, *names])
    )
    main = f"<h1>{_text(title)}</h1><a href='?sort=price'>{_text(order)}</a><div>{items}</div>"
    return Body(title=title, main=main, path="/shop/rain-jackets")


def _ticker(words: Wording, _style: str) -> Body:
    title, heading = words["ticker"]
    entries = "".join(
        f"<li><time>{HOUR - place // 4}:{MINUTE - 15 * (place % 4):02}</time>"
        f' <a href="/t/{place}">{_text(headline)}</a></li>'
        for place, headline in enumerate(_entries(words))
    )
    return Body(title=title, main=f"<h1>{_text(title)}</h1><p>{_text(heading)}</p><ul>{entries}</ul>", path="/ticker")


def _gone(words: Wording, style: str) -> Body:
    title, *texts = words["gone"]
    more = f"<ul>{_linked(words['headlines'], 'n')}</ul>" if style in {"bem", "app"} else ""
    return Body(title=title, main=f"<h1>{_text(title)}</h1>{_paragraphs(texts)}{more}", path="/news/lost-4711")


def _gone_by_code(words: Wording, _style: str) -> Body:
    """The title is the site's own; the heading is the status."""
    _, *texts = words["gone"]
    main = f"<div class='e'><h1>404</h1>{_paragraphs(texts)}</div>"
    return Body(title=words["nav"][0], main=main, path="/news/lost-4712")


def _forbidden(words: Wording, _style: str) -> Body:
    title, *texts = words["forbidden"]
    main = f"<h1>{_text(title)}</h1>{_paragraphs(texts)}<hr>"
    return Body(title=title, main=main, path="/news/harbour-81", framed=False)


def _broken(words: Wording, style: str) -> Body:
    title, text = words["broken"]
    main = f"<center><h1>{_text(title)}</h1></center><p>{_text(text)}</p>"
    return Body(title=title, main=main, path="/news/harbour-81", framed=style in {"blog", "app"})


def _check(words: Wording, style: str) -> Body:
    title, *texts = words["check"]
    box = '<div class="g-recaptcha"></div>' if style in {"hashed", "plain"} else '<div id="challenge-stage"></div>'
    main = (
        f"<h1>{SITE}</h1>{_paragraphs(texts)}{box}<noscript>{_text(words['script'][0])}</noscript><script>x()</script>"
    )
    return Body(title=title, main=main, path="/news/harbour-81", framed=False)


def _shell(words: Wording, style: str) -> Body:
    app = {"blog": "app", "hashed": "root", "bem": "svelte", "table": "main", "app": "__next", "plain": "app"}[style]
    main = f'<noscript>{_text(words["script"][0])}</noscript><div id="{app}"></div><script src="/bundle.js"></script>'
    return Body(title=words["headlines"][0], main=main, path="/news/harbour-81", framed=False)


def _shell_with_menu(words: Wording, style: str) -> Body:
    main = '<div id="app"><div class="spinner"></div></div><script type="module" src="/main.js"></script>'
    return Body(
        title=words["headlines"][0], main=main, path="/news/harbour-81", framed=style in {"hashed", "bem", "app"}
    )


def _login(words: Wording, style: str) -> Body:
    title, mail, password, stay, forgot, register = words["login"]
    main = (
        f'<form method="post" action="/session"><h1>{_text(title)}</h1>'
        f'<label>{_text(mail)}<input type="email" name="u"></label>'
        f'<label>{_text(password)}<input type="password" name="p"></label>'
        f'<label><input type="checkbox">{_text(stay)}</label>'
        f"<button>{_text(title)}</button><p><a href='/forgot'>{_text(forgot)}</a></p>"
        f"<p><a href='/new'>{_text(register)}</a></p></form>"
    )
    return Body(title=title, main=main, path="/login?next=%2Fnews%2F81", framed=style not in {"table", "hashed"})


# Articles, each with something of the kinds above.


def _article(words: Wording, _style: str) -> Body:
    """A short report with everything that sites hang on it."""
    title = words["headlines"][0]
    form = f'<form><input type="email"><input type="password"><button>{_text(words["login"][0])}</button></form>'
    banner = f'<div class="cookie-banner">{_paragraphs(words["consent"][1:3])}</div>'
    texts = [*words["prose"], *words["teasers"]]
    main = (
        f"{form}<article><h1>{_text(title)}</h1>{_paragraphs(texts)}</article>"
        f'<div class="related"><ul>{_linked(words["headlines"][1:], "n")}</ul></div>{banner}'
    )
    return Body(title=title, main=main, path="/news/harbour-81", left=words["prose"][1])


def _metered(words: Wording, _style: str) -> Body:
    """A whole article that says it is not free, and asks for a subscription below."""
    title = words["headlines"][0]
    stated = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "isAccessibleForFree": False}
    )
    texts = [*words["prose"], *words["teasers"]] * 2
    numbered = [f"{text} ({place})" for place, text in enumerate(texts)]
    main = (
        f"<article><h1>{_text(title)}</h1>{_paragraphs(numbered)}</article>"
        f'<div class="offer"><h3>{_text(words["paywall"][0])}</h3><p>{_text(words["paywall"][1])}</p></div>'
    )
    head = f'<script type="application/ld+json">{stated}</script>'
    return Body(title=title, main=main, path="/news/harbour-81", head=head, left=words["prose"][1])


def _list_article(words: Wording, _style: str) -> Body:
    """A story told as a list with links, under subheadings."""
    title = words["headlines"][7]
    parts = "".join(
        f"<h2>{place}. {_text(words['headlines'][place])}</h2><p>{_text(words['teasers'][place])} "
        f'<a href="https://other.example/{place}">{_text(words["nav"][place])}</a></p>'
        f"<p>{_text(words['prose'][place % 2])}</p>"
        for place in range(4)
    )
    return Body(
        title=title,
        main=f"<article><h1>{_text(title)}</h1>{parts}</article>",
        path="/guide/parking",
        left=words["teasers"][2],
    )


def _notice_story(words: Wording, _style: str) -> Body:
    """A report about outages and cookies, titled like an error page."""
    title = words["broken"][0]
    texts = [words["prose"][0], *words["teasers"], words["consent"][1], words["prose"][1]]
    main = f"<article><h1>{_text(title)}</h1>{_paragraphs(texts)}</article>"
    return Body(title=f"{title}: {words['headlines'][2]}", main=main, path="/news/outage", left=words["teasers"][0])


KINDS: Mapping[str, tuple[Callable[[Wording, str], Body], RejectReason | None]] = {
    "consent": (_consent, RejectReason.CONSENT_WALL),
    "consent_titled": (_consent_titled, RejectReason.CONSENT_WALL),
    "paywall": (_paywall, RejectReason.PAYWALL),
    "paywall_unstated": (_paywall_unstated, RejectReason.PAYWALL),
    "section": (_section, RejectReason.INDEX_PAGE),
    "front": (_front, RejectReason.INDEX_PAGE),
    "tag": (_tag, RejectReason.INDEX_PAGE),
    "search": (_search, RejectReason.INDEX_PAGE),
    "shop": (_shop, RejectReason.INDEX_PAGE),
    "ticker": (_ticker, RejectReason.INDEX_PAGE),
    "gone": (_gone, RejectReason.ERROR_PAGE),
    "gone_by_code": (_gone_by_code, RejectReason.ERROR_PAGE),
    "forbidden": (_forbidden, RejectReason.ERROR_PAGE),
    "broken": (_broken, RejectReason.ERROR_PAGE),
    "check": (_check, RejectReason.ERROR_PAGE),
    "shell": (_shell, RejectReason.SCRIPT_SHELL),
    "shell_menu": (_shell_with_menu, RejectReason.SCRIPT_SHELL),
    "login": (_login, RejectReason.LOGIN_PAGE),
    "article": (_article, None),
    "metered": (_metered, None),
    "list_article": (_list_article, None),
    "notice_story": (_notice_story, None),
}
