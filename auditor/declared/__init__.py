"""The filled acceptance form: read, checked by itself, held against measured figures, filled.

``reading`` makes a `Form` of a DOCX, HTML or text file, ``check`` judges its sentences by the
rules of ``rules``, ``reconcile`` compares indicator 4 with a round and ``fill`` writes it.
"""
