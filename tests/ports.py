"""Ports of this machine for servers that tests start."""

import socket


def free_port() -> int:
    """Return a port that nobody listens at, and that nobody is given by chance for a minute: only who names it has it.

    A connection to it that has just been closed keeps it from those that ask for any port, and lets servers have it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
        with socket.create_connection(("127.0.0.1", port)) as client:
            # The end that is closed first is the one that keeps the port.
            listener.accept()[0].close()
            client.recv(1)
    return port
