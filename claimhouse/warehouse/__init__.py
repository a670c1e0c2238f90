"""Access to the warehouse: connect, migrate, load, publish, query. The only package that imports DuckDB.

It knows records and SQL and no stage; whatever a set step must compute outside SQL is handed in by
`claimhouse.pipeline`.
"""

from claimhouse.warehouse.connection import holder_of
from claimhouse.warehouse.reader import NamedQuery, Reader, named_queries
from claimhouse.warehouse.sql_files import sql_names, sql_text
from claimhouse.warehouse.writer import Compacted, ReplaceCount, Warehouse, old_schema_copies, snapshot_path

__all__ = [
    "Compacted",
    "NamedQuery",
    "Reader",
    "ReplaceCount",
    "Warehouse",
    "holder_of",
    "named_queries",
    "old_schema_copies",
    "snapshot_path",
    "sql_names",
    "sql_text",
]
