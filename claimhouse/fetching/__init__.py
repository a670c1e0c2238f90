"""Pages from the network: feeds, sitemaps, lists of URLs; asked politely, within limits, never twice for nothing.

`claimhouse.fetching.fetcher.Fetcher` is its front. It is not imported here: the process that reads a foreign feed
starts anew for each of them, and needs none of it.
"""
