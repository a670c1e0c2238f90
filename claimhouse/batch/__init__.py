"""The batch stages: run a pure step over a batch safely, and write what comes out as Parquet in the batch's folder.

The only place that handles errors of documents: a `DocumentError` becomes a quarantine row with its reason, an
unexpected exception one with its traceback. No stage opens a database.
"""

from claimhouse.batch.context import BatchContext, extractor_step
from claimhouse.batch.stages import clean_batch, extract_batch, sign_batch

__all__ = ["BatchContext", "clean_batch", "extract_batch", "extractor_step", "sign_batch"]
