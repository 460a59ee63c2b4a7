"""The server of the chat: pages, endpoints, logins, limits, logs."""
