"""Alembic's entry: runs the scripts on the connection `caseintake.schema` hands over, on either engine."""

from alembic import context

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.storage import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
