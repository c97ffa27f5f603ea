"""A real nginx with the module nchan, under the configuration we hand out."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bench.server import free_port

CONF = Path(__file__).parents[1] / "deploy" / "nginx" / "commentbox-nchan.conf"
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
_MAIN = """
load_module {module};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/nchan.conf;
}}
"""


@contextmanager
def streaming(folder: Path) -> Iterator[tuple[str, str]]:
    """Where to publish and where to listen; skipped aloud where there is no such nginx."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists() or not MODULE.exists():
        pytest.skip("there is no nginx with nchan on this machine (libnginx-mod-nchan): streaming NOT tried")
    publish, listen = free_port(), free_port()
    text = CONF.read_text(encoding="utf-8")
    (folder / "nchan.conf").write_text(text.replace("8090;", f"{publish};").replace("8091;", f"{listen};"))
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, module=MODULE))
    process = subprocess.Popen([program, "-c", str(main), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{publish}/", process)
        yield f"http://127.0.0.1:{publish}/publish", f"http://127.0.0.1:{listen}/stream"
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(10)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(url, timeout=2)  # noqa: S310 - our own
        except URLError as error:
            if "404" in str(error):
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")
