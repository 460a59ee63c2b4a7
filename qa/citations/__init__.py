"""References are followed, changes compared, and what is quoted is written in the formats that others read."""
