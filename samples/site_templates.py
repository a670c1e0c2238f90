"""Site templates of the sample pages: an article in, a page out, with a list of all that is not the article.

Every text that a template adds around the article goes through `Sheet.noise`, which remembers it: the gold
then knows what cleaning must not keep.
"""

from __future__ import annotations

import json
import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article's source: metadata, and blocks as (kind, text); kinds with `!` are noise set into the text."""

    name: str
    title: str
    authors: tuple[str, ...]
    date: str
    modified: str | None
    summary: str
    language: str
    blocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An invented outlet and how it builds its pages."""

    name: str
    host: str
    template: str
    nav: tuple[str, ...] = ("Home", "Business", "Sport", "Weather")
    comments: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    consent: str | None = None
    policy: str | None = None
    repeat_title: bool = False


@dataclass(slots=True)
class Sheet:
    """A page in work, and the noise that was put on it."""

    site: Site
    article: Article
    url: str
    seen: list[str] = field(default_factory=list)

    def noise(self, text: str) -> str:
        """Remember a text that is no part of the article, and return it escaped."""
        self.seen.append(text)
        return escape(text, quote=False)

    @property
    def day(self) -> str:
        """The publication day as a byline prints it."""
        year, month, day = self.article.date[:10].split("-")
        return f"{int(day)} {month_name[int(month)]} {year}"

    @property
    def authors(self) -> str:
        """The authors as a byline names them."""
        return " and ".join(self.article.authors)


CITATION = re.compile(r"\[\[(\d+)\]\]")
BLOCK_CLASSES = {
    "!see_also": "inline-related",
    "!related": "related-posts",
    "!newsletter": "newsletter-signup",
    "!share": "share-bar",
    "!follow": "follow-us",
    "!bio": "author-bio",
    "!comment": "comment",
    "!prompt": "comment-prompt",
    "!paywall": "paywall-teaser",
    "!toc": "table-of-contents",
    "!tags": "tag-list",
    "!copyright": "copyright",
    "!ad": "ad-slot",
    "!affiliate": "disclosure",
    "!editorial": "editorial-note",
    "!source": "source-line",
    "!offtopic": "para",
}


def inline(text: str) -> str:
    """Escape a paragraph and set its citation markers as links."""
    return CITATION.sub(r'<sup class="ref"><a href="#note-\1">[\1]</a></sup>', escape(text, quote=False))


def body(sheet: Sheet, paragraph: Callable[[str], str], *, rich: bool) -> str:
    """Return the blocks of the article as HTML; `rich` markup has headings, figures and lists of their own."""
    parts = []
    for kind, text in sheet.article.blocks:
        if kind == "p":
            parts.append(paragraph(inline(text)))
        elif kind == "h2":
            parts.append(f"<h2>{escape(text)}</h2>" if rich else paragraph(f"<b>{escape(text)}</b>"))
        elif kind == "!caption":
            caption = sheet.noise(text)
            image = '<img src="/img/lead.jpg" alt="" width="800" height="450">'
            parts.append(
                f"<figure>{image}<figcaption>{caption}</figcaption></figure>"
                if rich
                else f'<div class="pic">{image}<br><small>{caption}</small></div>'
            )
        elif kind == "!hidden":
            parts.append(f'<p style="display:none" aria-hidden="true">{sheet.noise(text)}</p>')
        elif kind == "!offtopic":
            parts.append(paragraph(sheet.noise(text)))
        elif kind != "!comment":
            tag = "aside" if rich else "div"
            parts.append(f'<{tag} class="{BLOCK_CLASSES[kind]}"><p>{sheet.noise(text)}</p></{tag}>')
    return "\n".join(parts)


def _comments(sheet: Sheet, open_tag: str, close_tag: str) -> str:
    texts = [*(text for kind, text in sheet.article.blocks if kind == "!comment"), *sheet.site.comments]
    return "\n".join(f"{open_tag}{sheet.noise(text)}{close_tag}" for text in texts)


def _related(sheet: Sheet) -> str:
    return "\n".join(
        f'<li><a href="/more/{number}">{sheet.noise(title)}</a></li>' for number, title in enumerate(sheet.site.related)
    )


def _nav(sheet: Sheet, separator: str) -> str:
    return separator.join(f'<a href="/{name.lower()}">{name}</a>' for name in sheet.site.nav)


def _meta(sheet: Sheet) -> str:
    article = sheet.article
    lines = [
        f'<meta property="og:title" content="{escape(article.title)}">',
        f'<meta property="og:site_name" content="{escape(sheet.site.name)}">',
        f'<meta property="article:published_time" content="{article.date}">',
        *([f'<meta property="article:modified_time" content="{article.modified}">'] if article.modified else []),
        *([f'<meta name="author" content="{escape(", ".join(article.authors))}">'] if article.authors else []),
        f'<meta name="description" content="{escape(article.summary)}">',
        f'<link rel="canonical" href="{sheet.url}">',
    ]
    return "\n".join(lines)


def _json_ld(sheet: Sheet) -> str:
    article = sheet.article
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.date,
        "dateModified": article.modified or article.date,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": sheet.site.name},
    }
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def semantic(sheet: Sheet) -> str:
    """A modern site: one <article>, JSON-LD, figures, asides."""
    site, article = sheet.site, sheet.article
    consent = f'<div id="cmp" role="dialog"><p>{sheet.noise(site.consent)}</p></div>' if site.consent else ""
    policy = f'<p class="policy">{sheet.noise(site.policy)}</p>' if site.policy else ""
    tags = "".join(f'<a rel="tag" href="/tag/{tag}">{tag}</a> ' for tag in site.tags)
    byline = f'<p class="byline">{sheet.noise("By " + sheet.authors)}</p>' if article.authors else ""
    repeated = f"<p><strong>{escape(article.title)}</strong></p>" if site.repeat_title else ""
    return f"""<!DOCTYPE html>
<html lang="{article.language}">
<head>
<meta charset="utf-8">
<title>{escape(article.title)} | {site.name}</title>
{_meta(sheet)}
{_json_ld(sheet)}
<style>article {{ max-width: 40em }}</style>
</head>
<body>
{consent}
<header><a href="/">{site.name}</a><nav>{_nav(sheet, " ")}</nav></header>
<main>
<article>
<header><h1>{escape(article.title)}</h1>
{byline}
<time datetime="{article.date}">{sheet.day}</time></header>
{repeated}
{body(sheet, lambda html: f"<p>{html}</p>", rich=True)}
<footer class="tags">{tags}</footer>
{policy}
</article>
<aside class="more"><h3>{sheet.noise("More stories from " + site.name)}</h3><ul>
{_related(sheet)}
</ul></aside>
</main>
<footer><p>{sheet.noise(f"© 2026 {site.name}. All rights reserved.")}</p></footer>
</body>
</html>
"""


def div_soup(sheet: Sheet) -> str:
    """An old content system: nothing but nested divs with meaningless class names."""
    site, article = sheet.site, sheet.article
    byline = f'<div class="c7">{sheet.noise("Text: " + sheet.authors)} | {sheet.day}</div>' if article.authors else ""
    return f"""<html lang="{article.language}"><head><meta charset="utf-8">
<title>{escape(article.title)} - {site.name}</title>
{_meta(sheet)}
<script>var dl = dl || [];</script></head>
<body><div id="w"><div class="c1"><div class="c2">{_nav(sheet, " | ")}</div></div>
<div class="c3"><div class="c4"><div class="c5 hl">{escape(article.title)}</div>
{byline}
<div class="c8">
{body(sheet, lambda html: f'<div class="c9">{html}</div>', rich=False)}
</div></div>
<div class="c10"><div class="c11">{sheet.noise("Most read on " + site.name)}</div><ul>{_related(sheet)}</ul></div>
<div class="c12">{_comments(sheet, '<div class="c13">', "</div>")}</div></div>
<div class="c14">{sheet.noise(f"Copyright 2026 {site.name}. Imprint. Privacy. Contact.")}</div></div></body></html>
"""


def wordpress(sheet: Sheet) -> str:
    """A blog engine: entry-content, sharing buttons, tags, a comment list."""
    site, article = sheet.site, sheet.article
    consent = f'<div class="cookie-notice"><span>{sheet.noise(site.consent)}</span></div>' if site.consent else ""
    return f"""<!DOCTYPE html>
<html lang="{article.language}"><head><meta charset="UTF-8" />
<title>{escape(article.title)} &#8211; {site.name}</title>
<meta name="generator" content="WordPress 6.8" />
{_meta(sheet)}
</head>
<body class="single single-post">
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title">{site.name}</p>
<nav class="main-navigation"><ul><li>{_nav(sheet, "</li><li>")}</li></ul></nav></header>
<div id="content" class="site-content"><main id="main">
<article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{escape(article.title)}</h1>
<div class="entry-meta"><span class="posted-on">{sheet.noise("Posted on " + sheet.day)}</span>
<span class="byline"> by <span class="author vcard">{escape(sheet.authors)}</span></span></div></header>
<div class="entry-content">
{body(sheet, lambda html: f"<p>{html}</p>", rich=True)}
<div class="sharedaddy"><h3>{sheet.noise("Share this:")}</h3><ul><li>Chirper</li><li>Facepage</li></ul></div>
</div>
<footer class="entry-footer">
<span class="tags-links">{sheet.noise("Tagged " + ", ".join(site.tags))}</span></footer></article>
<nav class="post-navigation"><h2>{sheet.noise("Post navigation")}</h2><ul>{_related(sheet)}</ul></nav>
<div id="comments"><ol class="comment-list">{_comments(sheet, '<li class="comment"><p>', "</p></li>")}</ol>
<p>{sheet.noise("Leave a Reply. Your email address will not be published.")}</p></div>
</main></div>
<footer class="site-footer">{sheet.noise(f"Proudly powered by {site.name}")}</footer></div>{consent}</body></html>
"""


def table_layout(sheet: Sheet) -> str:
    """A page of the nineties: layout tables, <font>, paragraphs parted by <br><br>."""
    site, article = sheet.site, sheet.article
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">
<TITLE>{site.name}: {escape(article.title)}</TITLE>
{_meta(sheet)}</HEAD>
<BODY BGCOLOR="#FFFFFF"><TABLE WIDTH="100%" BORDER=0><TR><TD COLSPAN=3>{_nav(sheet, " &middot; ")}</TD></TR>
<TR><TD WIDTH=150 VALIGN=top><FONT SIZE=1>{sheet.noise("Latest headlines")}<UL>{_related(sheet)}</UL></FONT></TD>
<TD VALIGN=top><FONT FACE="Times" SIZE=5>{escape(article.title)}</FONT><BR>
<FONT SIZE=2><I>{sheet.noise(sheet.authors + ", " + sheet.day)}</I></FONT><BR><BR>
<FONT FACE="Times" SIZE=3>
{body(sheet, lambda html: f"{html}<BR><BR>", rich=False)}
</FONT></TD>
<TD WIDTH=120 VALIGN=top><FONT SIZE=1>{sheet.noise("Today's special offers from our partners")}</FONT></TD></TR>
<TR><TD COLSPAN=3 ALIGN=center>
<FONT SIZE=1>{sheet.noise(f"(c) 2026 {site.name} Publishing Ltd")}</FONT></TD></TR></TABLE></BODY></HTML>
"""


def amp(sheet: Sheet) -> str:
    """An accelerated mobile page: amp elements, a consent element, a sidebar."""
    site, article = sheet.site, sheet.article
    asked = f"<div>{sheet.noise(site.consent)}</div>" if site.consent else ""
    consent = f'<amp-consent id="consent" layout="nodisplay">{asked}</amp-consent>' if asked else ""
    return f"""<!doctype html>
<html amp lang="{article.language}"><head><meta charset="utf-8"><title>{escape(article.title)}</title>
{_meta(sheet)}
{_json_ld(sheet)}
<style amp-boilerplate>body{{visibility:visible}}</style><script async src="https://cdn.amp.example/v0.js"></script></head>
<body>{consent}<amp-sidebar id="menu" layout="nodisplay"><ul><li>{_nav(sheet, "</li><li>")}</li></ul></amp-sidebar>
<div class="amp-wp-article"><header><h1 class="amp-wp-title">{escape(article.title)}</h1>
<div class="amp-wp-meta">{sheet.noise(site.name + " · " + sheet.authors)} <time>{sheet.day}</time></div></header>
<amp-img src="/lead.jpg" width="600" height="400" layout="responsive"></amp-img>
<div class="amp-wp-article-content">
{body(sheet, lambda html: f"<p>{html}</p>", rich=True)}
</div>
<amp-social-share type="chirper"></amp-social-share>
<section class="recommended"><h2>{sheet.noise("You may also like")}</h2><ul>{_related(sheet)}</ul></section></div>
<footer>{sheet.noise(f"{site.name} is a member of the Press Fairness Board. Terms of use.")}</footer></body></html>
"""


def plain_text(sheet: Sheet) -> str:
    """Plain text: the title, an empty line, paragraphs parted by empty lines."""
    article = sheet.article
    return "\n\n".join([article.title, *(text for kind, text in article.blocks if not kind.startswith("!"))]) + "\n"


TEMPLATES: dict[str, Callable[[Sheet], str]] = {
    "semantic": semantic,
    "div_soup": div_soup,
    "wordpress": wordpress,
    "table_layout": table_layout,
    "amp": amp,
    "plain_text": plain_text,
}
