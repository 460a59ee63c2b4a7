"""What is taken from one file while it is read, with all files inside it, so that the limits hold for it as a whole."""

from dataclasses import dataclass, field, replace
from time import process_time

from embeddings.readers.content import Columns, LimitReached, Limits


@dataclass
class Taken:
    """What was taken from one file so far: how many files inside it, and how many bytes these are.

    `columns` holds for all of them. `begun` is when, in the time of this process's work, the first of it was read.
    """

    limits: Limits
    columns: Columns = ()
    members: int = 0
    unpacked: int = 0
    begun: float = field(default_factory=process_time)

    def take(self, data: bytes) -> None:
        """Count a member. Raises LimitReached where it is one too many, or unpacks to too much."""
        self.members += 1
        self.unpacked += len(data)
        if self.members > self.limits.members:
            raise LimitReached(f"holds more than {self.limits.members:,} files; unpack it, or set LOCCIT_FILE_MEMBERS")
        if self.unpacked > self.limits.megabytes * 1_000_000:
            raise LimitReached(
                f"unpacks to more than {self.limits.megabytes:,} MB; unpack it, or set LOCCIT_FILE_UNPACKED_MB"
            )

    @property
    def left(self) -> Limits:
        """What is left of the limits for the next member: scans in it share the time that OCR has for one file."""
        worked = process_time() - self.begun
        return replace(self.limits, ocr_seconds=max(0.0, self.limits.ocr_seconds - worked))
