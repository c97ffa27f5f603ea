"""A real nginx with the module nchan, under the configuration we hand out."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from bench.server import free_port

CONF = Path(__file__).parents[1] / "deploy" / "nginx" / "commentbox-nchan.conf"
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
_LONGEST_START = 15.0
_MAIN = """
load_module {module};
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
  include {folder}/nchan.conf;
}}
"""


class NoStreamError(Exception):
    """There is no such nginx here, or it did not start."""


@contextmanager
def streaming(folder: Path, *, files: int = 1024) -> Iterator[tuple[str, str]]:
    """Where to publish and where to listen, for a little fewer than so many listeners."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists() or not MODULE.exists():
        raise NoStreamError("there is no nginx with nchan on this machine (libnginx-mod-nchan)")
    publish, listen = free_port(), free_port()
    text = CONF.read_text(encoding="utf-8")
    (folder / "nchan.conf").write_text(text.replace("8090;", f"{publish};").replace("8091;", f"{listen};"))
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, module=MODULE, files=files))
    process = subprocess.Popen([program, "-c", str(main), "-p", str(folder)], stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{publish}/", process)
        yield f"http://127.0.0.1:{publish}/publish", f"http://127.0.0.1:{listen}/stream"
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(url, timeout=2)  # noqa: S310 - our own
        except HTTPError:
            return  # it answers
        except URLError:
            time.sleep(0.05)
    raise NoStreamError("nginx did not start")
