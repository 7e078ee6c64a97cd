"""The camera's side of the relay: dialling the allowed address, logging in, redirects, farewell.

What is asked for is FFmpeg's business; the credential is used here and never reaches FFmpeg.
"""

import asyncio
from contextlib import suppress
from typing import Any

from probes.failure import FailureKind, ProbeError
from probes.probe import Context
from probes.rtsp.message import Frame, Response, build_request, encode_uri, is_closing
from probes.rtsp.relayed import Request, to_camera
from probes.rtsp_answer import check_status, is_older
from probes.rtsp_client import MAX_REDIRECTS, MAX_STRAY_ANSWERS, Limits
from probes.rtsp_connection import Connection, connect
from probes.rtsp_login import Login
from probes.rtsp_uri import port_of, redirected_uri, stream_uri
from probes.target import Target

__all__ = ["Upstream"]

_REDIRECTS = range(300, 400)
_OK = 200
_FORBIDDEN = 403


class Upstream:
    """A dialogue with the camera, request by request."""

    def __init__(self, target: Target, context: Context[Any], limits: Limits) -> None:
        self.status_code: int | None = None
        self.server: str | None = None
        self._target = target
        self._context = context
        self._limits = limits
        self._login = Login(
            credential=target.credential,
            is_allowed=context.login,
            proved_before=context.login_proved,
            signs=context.signs,
        )
        self._far = stream_uri(target)
        self._played = self._far
        self._connection: Connection | None = None
        self._cseq = 0
        self._redirects = 0
        self._session = ""

    @property
    def auth_scheme(self) -> str | None:
        """How the login was made; None without one."""
        return self._login.challenge.label if self._login.challenge else None

    @property
    def login_accepted(self) -> bool:
        """Whether the camera took the login."""
        return self._login.is_proved

    @property
    def is_connected(self) -> bool:
        """Whether the camera was dialled."""
        return self._connection is not None

    async def connect(self) -> None:
        """Dial the address of the context; raises OSError, TimeoutError, ProbeError."""
        self._context.step("connect")
        port, is_tls = port_of(self._far)
        self._connection = await connect(
            self._context.address,
            port,
            host=self._target.host,
            tls=self._limits.tls if is_tls else None,
            limit=self._limits.connect,
        )

    async def ask(self, request: Request, *, near: str) -> Response:
        """Pass ``request`` on and return a good answer; everything else is raised."""
        self._context.step(request.method.lower())
        if request.method == "OPTIONS":
            return await self._options(request, near)
        while True:
            uri, headers = to_camera(request, near=near, far=self._far)
            response = await self._exchange(request.method, uri, headers)
            if self._login.take_answer(response):
                await self._reconnect_if_closing(response)
            elif request.method == "DESCRIBE" and response.status in _REDIRECTS:
                await self._follow(response)
            else:
                self._check(request.method, response)
                self._remember(request.method, uri, response)
                return response

    async def frames(self) -> list[Frame]:
        """Return the next interleaved frames, as many as have come."""
        return await self._connected.frames()

    async def close(self) -> None:
        """Say TEARDOWN when a session may exist; never raises for the peer's sake."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if self._session:
                with suppress(ProbeError, OSError):
                    async with asyncio.timeout(self._limits.farewell):
                        self._send(connection, "TEARDOWN", self._played, {})
                        await connection.farewell()
        finally:
            await connection.close()

    @property
    def _connected(self) -> Connection:
        if self._connection is None:
            raise ProbeError(FailureKind.BUG, "not connected")
        return self._connection

    async def _options(self, request: Request, near: str) -> Response:
        """Ask out of politeness: some cameras answer with an error, with silence or by hanging up."""
        uri, headers = to_camera(request, near=near, far=self._far)
        try:
            response = await self._exchange(request.method, uri, headers)
        except (ProbeError, OSError):
            await self._reconnect()
        else:
            await self._reconnect_if_closing(response)
        return Response(_OK, "", (("public", "DESCRIBE, SETUP, PLAY, TEARDOWN"),))

    async def _exchange(self, method: str, uri: str, headers: dict[str, str]) -> Response:
        strays = 0
        try:
            async with asyncio.timeout(self._limits.answer):
                self._send(self._connected, method, uri, headers)
                while strays < MAX_STRAY_ANSWERS:
                    response = await self._response()
                    if not is_older(response, than=self._cseq):
                        return self._noted(response)
                    strays += 1
        except TimeoutError:
            if not strays:
                raise
        raise ProbeError(FailureKind.NOT_SUPPORTED, "answers carry foreign CSeq numbers")

    def _noted(self, response: Response) -> Response:
        self._context.answered = True
        self.status_code = response.status
        self.server = (response.header("server") or "")[:128] or self.server
        return response

    async def _response(self) -> Response:
        """Return the next answer; one that only our parser refuses is no second opinion."""
        try:
            return await self._connected.response()
        except ProbeError as error:
            if error.kind is not FailureKind.PROTOCOL_ERROR:
                raise
            raise ProbeError(FailureKind.NOT_SUPPORTED, error.detail) from None

    def _send(self, connection: Connection, method: str, uri: str, headers: dict[str, str]) -> None:
        self._cseq += 1
        fields = dict(headers)
        if self._session:
            fields["Session"] = self._session
        encoded = encode_uri(uri)
        fields |= self._login.header(method, encoded)
        connection.send(build_request(method, encoded, cseq=self._cseq, headers=fields))

    async def _reconnect_if_closing(self, response: Response) -> None:
        """Small servers end the connection with a refusal and expect a new one."""
        if is_closing(response):
            await self._reconnect()

    async def _reconnect(self) -> None:
        step = self._context.current_step
        await self._connected.close()
        await self.connect()
        self._context.step(step)

    async def _follow(self, response: Response) -> None:
        """Follow a redirect that stays on the registered host; FFmpeg hears nothing of it."""
        self._redirects += 1
        if self._redirects > MAX_REDIRECTS:
            raise ProbeError(FailureKind.NOT_SUPPORTED, f"more than {MAX_REDIRECTS} redirects")
        try:
            self._far = redirected_uri(response, host=self._target.host)
        except ProbeError as error:
            raise ProbeError(FailureKind.NOT_SUPPORTED, error.detail) from None
        await self._reconnect()

    def _check(self, method: str, response: Response) -> None:
        if response.status == _FORBIDDEN:
            raise self._login.forbidden()
        if response.status in _REDIRECTS:
            raise ProbeError(FailureKind.NOT_SUPPORTED, f"redirect in answer to {method}")
        check_status(method, response)

    def _remember(self, method: str, uri: str, response: Response) -> None:
        if method == "SETUP":
            self._session = (response.header("session") or "").partition(";")[0].strip()
        if method == "PLAY":
            self._played = uri
