"""GStreamer's RTSP server as a peer; run by the system's Python, which has its bindings.

``python3 -m tests.interop.peers.gst_rtsp_server [CERTIFICATE KEY]`` listens on free ports of
127.0.0.1, with TLS on one when given PEM files, prints one JSON line (ports and what could not be
offered) and ends when its input is closed.
"""

import importlib
import json
import sys
import threading
from typing import Any

USER = "inspector"
PASSWORD = "gst:pass/w@rd"
ADDRESS = "127.0.0.1"

_ROLE = "user"
# A short key frame interval: two key pictures are needed to call a picture still.
_H264 = (
    "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! rtph264pay name=pay0 pt=96"
)
_H265 = (
    "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! rtph265pay name=pay0 pt=96"
)
_JPEG = "jpegenc ! rtpjpegpay name=pay0 pt=26"
_AUDIO = "audiotestsrc is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=8"
_ELEMENTS = ("x264enc", "x265enc", "jpegenc", "alawenc")


def _video(pattern: str, width: int, height: int, encoder: str) -> str:
    size = f"width={width},height={height},framerate=10/1"
    source = f"videotestsrc is-live=true pattern={pattern} ! video/x-raw,format=I420,{size}"
    return f"{source} ! {encoder}"


MOUNTS = {
    "/h264": _video("smpte", 1280, 720, _H264),
    "/h265": _video("smpte", 640, 360, _H265),
    "/black": _video("black", 704, 576, _H264),
    "/red": _video("red", 704, 576, _H264),
    "/jpeg": _video("smpte", 320, 240, _JPEG),
    "/sound": f"{_video('smpte', 352, 288, _H264)} {_AUDIO}",
    "/udp": _video("smpte", 352, 288, _H264),
    "/many": _video("smpte", 352, 288, _H264),
}


def _libraries() -> tuple[Any, Any, Any]:
    gi = importlib.import_module("gi")
    names = ("Gst", "GstRtsp", "GstRtspServer")
    for name in names:
        gi.require_version(name, "1.0")
    gst, rtsp, server = (importlib.import_module(f"gi.repository.{name}") for name in names)
    gst.init(None)
    return gst, rtsp, server


def _serve(server_type: Any, rtsp: Any, *, auth: Any = None) -> Any:
    """Open a server with every mount; the caller must keep it alive."""
    server = server_type.RTSPServer()
    server.set_address(ADDRESS)
    server.set_service("0")
    mounts = server.get_mount_points()
    for path, pipeline in MOUNTS.items():
        factory = server_type.RTSPMediaFactory()
        factory.set_launch(f"( {pipeline} )")
        if path == "/udp":
            factory.set_protocols(rtsp.RTSPLowerTrans.UDP)
        if path == "/many":
            factory.set_shared(True)
        if auth is not None:
            factory.set_permissions(_permissions(server_type))
        mounts.add_factory(path, factory)
    if auth is not None:
        server.set_auth(auth)
    server.attach(None)
    return server


def _permissions(server_type: Any) -> Any:
    permissions = server_type.RTSPPermissions.new()
    for name in ("media.factory.access", "media.factory.construct"):
        permissions.add_permission_for_role(_ROLE, name, True)  # noqa: FBT003 - GStreamer's own form
    return permissions


def _account(server_type: Any, *, methods: Any) -> Any:
    auth = server_type.RTSPAuth()
    auth.set_supported_methods(methods)
    token = server_type.RTSPToken.new()
    token.set_string("media.factory.role", _ROLE)
    auth.add_digest(USER, PASSWORD, token)
    auth.add_basic(server_type.RTSPAuth.make_basic(USER, PASSWORD), token)
    return auth


def _secure(auth: Any, files: list[str]) -> Any:
    """The account behind TLS; None where GLib has no TLS (glib-networking)."""
    gio, glib = (importlib.import_module(f"gi.repository.{name}") for name in ("Gio", "GLib"))
    try:
        auth.set_tls_certificate(gio.TlsCertificate.new_from_files(*files))
    except glib.Error:
        return None
    return auth


def _ready(gst: Any, servers: dict[str, Any]) -> dict[str, object]:
    return {
        "ports": {name: server.get_bound_port() for name, server in servers.items()},
        "missing": [name for name in _ELEMENTS if gst.ElementFactory.find(name) is None],
    }


def main() -> None:
    try:
        gst, rtsp, server_type = _libraries()
    except (ImportError, ValueError) as error:
        print(json.dumps({"absent": str(error)}), flush=True)  # noqa: T201 - the test reads it
        return
    loop = importlib.import_module("gi.repository.GLib").MainLoop()
    digest, basic = rtsp.RTSPAuthMethod.DIGEST, rtsp.RTSPAuthMethod.BASIC
    servers = {
        "open": _serve(server_type, rtsp),
        "digest": _serve(server_type, rtsp, auth=_account(server_type, methods=digest)),
        "basic": _serve(server_type, rtsp, auth=_account(server_type, methods=basic)),
    }
    account = _account(server_type, methods=digest)
    secure = _secure(account, sys.argv[1:3]) if len(sys.argv) > 1 else None
    if secure is not None:
        servers["tls"] = _serve(server_type, rtsp, auth=secure)
    print(json.dumps(_ready(gst, servers)), flush=True)  # noqa: T201 - the test reads it
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


if __name__ == "__main__":
    main()
