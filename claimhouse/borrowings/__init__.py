"""What a text takes from elsewhere, by its own showing: text in, credits, citations and long quotations out.

A copy that was rewritten shares no wording with its source, but it still says "(AP)", "as first reported by the
Elsden Courier" or carries the same statement of forty words. `find_borrowings` finds these passages in one document;
what follows from two documents that have the same one is a join (`warehouse/steps/independence_edges.sql`).
"""

from claimhouse.borrowings.find import find_borrowings
from claimhouse.borrowings.outlets import Outlet, outlet_name, outlet_of

VERSION = "1"

__all__ = ["VERSION", "Outlet", "find_borrowings", "outlet_name", "outlet_of"]
