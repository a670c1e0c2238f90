"""Claims brought to (subject, attribute, value), so that claims of several documents compare.

Every claim is read once by itself (`attribute_of`). Sentences that name a deal, a founder or an office are read once
more by their frames, because the kind of a deal or who founded what is rarely a claim's predicate; such a reading
hangs on the claim of the sentence whose words cover the frame best, and has its modality.
"""

from claimhouse.resolve.readings.documents import document_readings, read_claims, read_document
from claimhouse.resolve.readings.model import COUNTING, SILENT, ReadDocument, Reading, statement_view
from claimhouse.resolve.readings.values import bring_to_value

__all__ = [
    "COUNTING",
    "SILENT",
    "ReadDocument",
    "Reading",
    "bring_to_value",
    "document_readings",
    "read_claims",
    "read_document",
    "statement_view",
]
