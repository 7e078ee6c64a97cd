"""What each role sees of a text, a camera and a finding: whole, or as files are masked.

The masking itself is `auditor.masking`, so that a page and a downloaded table say the same.
"""

from dataclasses import replace

from auditor.masking.reports import masked_camera, masked_finding
from auditor.masking.texts import mask_text
from auditor.model import CameraResult, Finding
from auditor.web.roles import Role

__all__ = ["is_whole", "told", "told_camera", "told_finding"]


def is_whole(role: Role | None) -> bool:
    """Whether nothing is masked for this role; who has not signed in sees the least."""
    return role is not None and role.may(Role.OPERATE)


def told(role: Role | None, text: str) -> str:
    """A text of which nothing is known."""
    return text if is_whole(role) else mask_text(text)


def told_camera(role: Role, one: CameraResult) -> CameraResult:
    """A camera; its texts are masked as any when they are printed."""
    return one if is_whole(role) else replace(one, camera=masked_camera(one.camera))


def told_finding(role: Role, finding: Finding) -> Finding:
    """A finding, masked by what its field is."""
    return finding if is_whole(role) else masked_finding(finding)
