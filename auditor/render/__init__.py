"""Rendering: one finished `Report` → web page, tables, JSON, terminal.  Computes no rate."""
