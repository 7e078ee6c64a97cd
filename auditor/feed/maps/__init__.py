"""Column maps as TOML files, one a template; see `auditor.feed.column_map`."""
