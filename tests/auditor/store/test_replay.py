"""Verdicts are recomputable: judged live or from the store's text, the answer is the same."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.examples import camera
from auditor.judge import judge_camera
from auditor.judged import JudgedCamera
from auditor.model import Evidence
from auditor.store.codec import decode, encode
from probes.observation import Observation
from tests.auditor.store.values import observations


def judged(kept: list[Observation[object]]) -> JudgedCamera:
    evidence = Evidence(camera=camera(onvif_uri="http://127.0.0.1/"), observations=tuple(kept))
    return judge_camera(evidence, tries=3, record_findings={})


@settings(deadline=None, max_examples=60)
@given(st.lists(observations, max_size=6))
def test_any_evidence_is_judged_alike_from_the_store(kept: list[Observation[object]]) -> None:
    live = [replace(one, picture=b"\xff\xd8") for one in kept]
    again = judged([decode(one.probe, encode(one)) for one in live])
    seen = judged(live)
    assert again == seen


@settings(deadline=None, max_examples=60)
@given(st.lists(observations, max_size=6))
def test_what_went_wrong_with_us_never_condemns(kept: list[Observation[object]]) -> None:
    """Without a picture, three clean tries are needed for a verdict against the camera."""
    result = judged(kept)
    ours = {one.attempt for one in kept if one.failure and one.failure.kind.is_ours}
    clean = {one.attempt for one in kept} - ours
    if result.account.picture_try is None and len(clean) < 3:
        assert not result.state.is_conclusive
