"""A real nginx under the configurations we hand out: in front of a server, and streaming."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from bench.server import free_port

CONFS = Path(__file__).parents[1] / "deploy" / "nginx"
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
_LONGEST_START = 15.0
_MAIN = """
{modules}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_rlimit_nofile {files};
events {{ worker_connections {files}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/ours.conf;
}}
"""


class NoNginxError(Exception):
    """There is no such nginx here, or it did not start."""


@contextmanager
def fronting(folder: Path, port: int) -> Iterator[int]:
    """Where nginx answers in front of the server at that port, without TLS."""
    listen = free_port()
    text = (CONFS / "commentbox.conf").read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(True) if "ssl_certificate" not in line)
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{listen};")
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{port}")
    text = text.replace("/var/cache/nginx/commentbox", str(folder / "cache"))
    with _nginx(folder, text, f"http://127.0.0.1:{listen}/healthz"):
        yield listen


@contextmanager
def static(folder: Path, body: bytes) -> Iterator[int]:
    """Where nginx sends these bytes from a file: the most that is to be had of this machine."""
    listen, place = free_port(), folder / "static"
    place.mkdir(parents=True)
    (place / "answer").write_bytes(body)
    text = f"open_file_cache max=10; server {{ listen 127.0.0.1:{listen}; root {place}; }}"
    with _nginx(place, text, f"http://127.0.0.1:{listen}/answer"):
        yield listen


@contextmanager
def streaming(folder: Path, *, files: int = 1024) -> Iterator[tuple[str, str]]:
    """Where to publish and where to listen, for a little fewer than so many listeners."""
    if not MODULE.exists():
        raise NoNginxError("there is no nginx with nchan on this machine (libnginx-mod-nchan)")
    publish, listen = free_port(), free_port()
    text = (CONFS / "commentbox-nchan.conf").read_text(encoding="utf-8")
    text = text.replace("8090;", f"{publish};").replace("8091;", f"{listen};")
    with _nginx(folder, text, f"http://127.0.0.1:{publish}/", f"load_module {MODULE};", files):
        yield f"http://127.0.0.1:{publish}/publish", f"http://127.0.0.1:{listen}/stream"


@contextmanager
def _nginx(folder: Path, text: str, probe: str, modules: str = "", files: int = 1024) -> Iterator[None]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        raise NoNginxError("there is no nginx on this machine")
    (folder / "ours.conf").write_text(text)
    main = folder / "nginx.conf"
    if os.geteuid() == 0:
        modules += "user root;"  # whoever else could not write into the folder
    main.write_text(_MAIN.format(folder=folder, modules=modules, files=files))
    process = subprocess.Popen([program, "-c", str(main), "-p", str(folder)], stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(probe, process)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(url, timeout=2).close()  # noqa: S310 - our own
            return
        except HTTPError:
            return  # it answers
        except URLError:
            time.sleep(0.05)
    raise NoNginxError("nginx did not start")
