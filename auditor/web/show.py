"""Pages from templates: escaped, unseen characters written out, and masked for those who look.

Masking is the rule and not the exception: only a page for somebody who may operate leaves it.
"""

import functools
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import HTMLResponse

from auditor.render import figures, words
from auditor.render.conclusion import overall
from auditor.render.html import gated_environment
from auditor.render.plain_text import LONG_TEXT, shorten, visible
from auditor.web.access import maybe_signed
from auditor.web.masking import is_whole, told
from auditor.web.roles import ROLE_TITLES, Role
from auditor.web.words import DETAILS, FINDING_STATES, REPROBE_OUTCOMES, REPROBE_STATES, VERBS

__all__ = ["link", "own", "page"]


def page(
    request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **values: object
) -> HTMLResponse:
    """A page for whoever asks."""
    signed = maybe_signed(request)
    role = signed.role if signed else None
    text = (
        _environment()
        .get_template(f"{template}.html.j2")
        .render(
            user=signed.session.user if signed else "",
            role=role,
            csrf=own(signed.session.csrf if signed else ""),
            may_operate=is_whole(role),
            may_administer=role is not None and role.may(Role.ADMINISTER),
            path=request.url.path,
            **values,
        )
    )
    return HTMLResponse(text, status)


def own(text: str) -> Markup:
    """A token, an id or a hash of ours, in which digits may look like a telephone: never masked."""
    return Markup.escape(text)


def link(path: str, **query: object) -> Markup:
    """An address of ours with what is not empty as its query, safe to stand in a page."""
    given = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return Markup.escape(f"{path}?{urlencode(given)}" if given else path)


@functools.cache
def _environment() -> Environment:
    environment = gated_environment("auditor.web", _printable)
    environment.globals.update(
        figures=figures,
        words=words,
        overall=overall,
        link=link,
        role_titles=ROLE_TITLES,
        finding_states=FINDING_STATES,
        reprobe_outcomes=REPROBE_OUTCOMES,
        reprobe_states=REPROBE_STATES,
        verbs=VERBS,
        details=DETAILS,
    )
    return environment


@pass_context
def _printable(context: Context, value: object) -> object:
    """What a template prints; markup is ours and stays."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    shown = shorten(visible(str(value)), LONG_TEXT)
    return told(context.get("role"), shown)
