"""Every kind of failure has words for the report, and no two the same."""

from auditor.failure_words import failure_text
from probes.failure import Failure, FailureKind


def test_every_kind_has_words_of_its_own() -> None:
    texts = [failure_text(Failure("connect", kind, "detail")) for kind in FailureKind]
    assert len(set(texts)) == len(FailureKind)
    assert all(text and "detail" not in text for text in texts)
