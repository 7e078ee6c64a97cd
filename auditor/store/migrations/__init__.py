"""The steps of the schema, in order; applied by `auditor.store.schema`."""
