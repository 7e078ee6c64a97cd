"""The pages: one file a subject, each with `routes`."""
