"""What Alembic runs for each upgrade: the steps, in the transaction that it is handed.

It runs at import because Alembic runs it so.
"""

from alembic import context

# SQLite changes a schema within a transaction as well as PostgreSQL does; Alembic does not
# presume it.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
