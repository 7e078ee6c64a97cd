"""Database files as earlier versions wrote them, by their own SQL."""

import sqlite3
from pathlib import Path

ROUND_ID = "20260105T140000Z-0a1b2c"

_VERSION_1 = """
CREATE TABLE round (
    id VARCHAR(32) NOT NULL, community TEXT NOT NULL, started_at VARCHAR(40) NOT NULL,
    ended_at VARCHAR(40), complete BOOLEAN, registry_sha256 VARCHAR(64) NOT NULL,
    profile VARCHAR(100) NOT NULL, tool_version VARCHAR(40) NOT NULL, PRIMARY KEY (id));
CREATE TABLE observation (
    id INTEGER NOT NULL, round_id VARCHAR(32) NOT NULL, "row" INTEGER NOT NULL,
    probe VARCHAR(40) NOT NULL, version INTEGER NOT NULL, attempt INTEGER NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(round_id) REFERENCES round (id));
CREATE INDEX observation_round_row ON observation (round_id, "row");
CREATE TABLE finding (
    id INTEGER NOT NULL, round_id VARCHAR(32) NOT NULL, "row" INTEGER NOT NULL,
    device_code TEXT NOT NULL, rule VARCHAR(20) NOT NULL, severity VARCHAR(10) NOT NULL,
    verdict VARCHAR(20) NOT NULL, field VARCHAR(40) NOT NULL, value TEXT NOT NULL,
    message TEXT NOT NULL, suggestion TEXT NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(round_id) REFERENCES round (id));
CREATE INDEX finding_round ON finding (round_id);
CREATE TABLE rate (
    id INTEGER NOT NULL, round_id VARCHAR(32) NOT NULL, indicator VARCHAR(60) NOT NULL,
    version INTEGER NOT NULL, scope VARCHAR(40) NOT NULL, "of" INTEGER NOT NULL,
    met INTEGER NOT NULL, unknown INTEGER NOT NULL, excluded INTEGER NOT NULL,
    threshold INTEGER, verdict VARCHAR(20) NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(round_id) REFERENCES round (id));
CREATE INDEX rate_round ON rate (round_id);
INSERT INTO round VALUES ('20260105T140000Z-0a1b2c', '云帆社区', '2026-01-05T14:00:00+00:00',
    '2026-01-05T15:00:00+00:00', 1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'shandong-growth', '0.1.0');
INSERT INTO rate VALUES (1, '20260105T140000Z-0a1b2c', 'health_rate', 1, 'all', 20, 18, 1, 0, 95, 'misses');
PRAGMA user_version = 1;
"""
_VERSION_2 = """
CREATE TABLE report (
    round_id VARCHAR(32) NOT NULL, body BLOB NOT NULL, PRIMARY KEY (round_id),
    FOREIGN KEY(round_id) REFERENCES round (id));
PRAGMA user_version = 2;
"""


def write_version_1(path: Path, *more: str) -> None:
    """A file with one round that ended and its one rate."""
    connection = sqlite3.connect(path)
    connection.executescript(_VERSION_1 + "".join(more))
    connection.close()


def write_version_2(path: Path) -> None:
    """The same with the table of reports."""
    write_version_1(path, _VERSION_2)
