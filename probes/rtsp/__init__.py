"""RTSP, SDP and RTP as pure functions of bytes; sockets are left to `probes.rtsp_client`."""
