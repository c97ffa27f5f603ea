"""The commands for operators, one file each in `commands/`; only the one that is asked for is loaded."""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from commentbox.settings import ENV_FILE

# The word, the file in `commands/`, and what the command is called in it.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("demo", "demo"),
    "init": ("init", "init"),
    "serve": ("serve", "serve"),
    "worker": ("worker", "worker"),
    "migrate": ("migrate", "migrate"),
    "doctor": ("doctor", "doctor"),
    "site": ("site", "site"),
    "staff": ("staff", "staff"),
    "door": ("door", "door"),
    "sso": ("sso", "sso"),
    "import": ("import_comments", "import_"),
    "erasures": ("erasures", "erasures"),
    "log": ("log", "log"),
    "triage": ("triage", "triage"),
    "numbers": ("numbers", "numbers"),
    "classifier": ("classifier", "classifier"),
}


class _OnDemand(click.Group):
    """The server starts a second sooner without what only the other commands need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        file, name = COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(f"commentbox.commands.{file}"), name)
        return found


@click.group(cls=_OnDemand, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--env-file", type=click.Path(dir_okay=False, path_type=Path), help="Settings, one NAME=value a line."
)
@click.version_option(package_name="commentbox")
def main(env_file: Path | None) -> None:
    """Reader comments for news articles, run by the newsroom itself."""
    if env_file is not None:
        if not env_file.is_file():
            raise click.ClickException(f"{env_file}: there is no such file")
        os.environ[ENV_FILE] = str(env_file)
