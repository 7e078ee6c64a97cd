"""Delivery to the acceptance platform: the document, its tables, the outbox emptied by HTTPS."""
