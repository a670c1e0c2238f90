"""Pages from the network: feeds, sitemaps, lists of URLs; asked politely, within limits, never twice for nothing."""

from claimhouse.fetching.fetcher import Fetcher

__all__ = ["Fetcher"]
