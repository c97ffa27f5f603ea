"""For staff who lost their telephone and their recovery codes."""

import click

from commentbox.commands.opened import opened
from commentbox.services import staff


@click.command("reset-factor")
@click.option("--email", required=True, help="The address they log in with.")
def reset_factor(email: str) -> None:
    """Let somebody on the staff set up a new second factor at their next log-in."""
    with opened() as work:
        name = staff.reset_factor(work, email)
    click.echo(
        f"{name} is logged out everywhere, and sets up a new second factor at the next log-in."
        "\nTheir password is the only thing that protects the console until then: let them do it at once."
    )
