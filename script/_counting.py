"""A pytest plugin for script/test: counts outcomes, names what failed, and skips browser tests aloud."""

import json
import os
from pathlib import Path

import pytest

_KINDS = {"passed": ("passed", "xfailed"), "failed": ("failed", "error", "xpassed"), "skipped": ("skipped",)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("COMMENTBOX_TEST_CHROMIUM"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="this machine has no Chromium"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    path = os.environ.get("COMMENTBOX_TEST_COUNTS")
    if reporter is None or path is None:
        return
    counts = {
        kind: sum(len(reporter.stats.get(name, ())) for name in names) for kind, names in _KINDS.items()
    }
    bad = [*reporter.stats.get("failed", ()), *reporter.stats.get("error", ())]
    told = {"counts": counts, "failed": sorted({report.nodeid for report in bad})}
    Path(path).write_text(json.dumps(told))
