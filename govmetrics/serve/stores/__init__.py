"""Where participation is kept: SQLite in the evaluation's folder, or PostgreSQL by its address, behind one small interface."""

from govmetrics.serve.stores.base import Row, Store, Transaction, insert, new_id
from govmetrics.serve.stores.migrate import migrate, version
from govmetrics.serve.stores.opening import FILE, open_store

__all__ = ["FILE", "Row", "Store", "Transaction", "insert", "migrate", "new_id", "open_store", "version"]
