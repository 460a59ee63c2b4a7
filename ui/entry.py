"""Where the command `qa` begins: Ctrl-C ends it quietly, also while it imports what it needs.

That takes a third of a second, so nothing large is imported here.
"""

from ui.interrupts import ctrl_c_calls, end_at_once


def main() -> None:
    """Run the command line; see ui.cli.main."""
    with ctrl_c_calls(end_at_once):
        from ui import cli
    cli.main()
