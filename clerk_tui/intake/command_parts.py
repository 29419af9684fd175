"""What the commands on a case are made of: keys, reasons, means."""

from typing import Annotated, Literal

from pydantic import Field

Key = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.]+$")]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Means = Literal["phone", "pad", "paper", "fingerprint"]
MAX_VALUE = 2_000
"""Characters of one answer; a longer paste is refused before it is stored."""

MaterialVerdict = Literal["original_seen", "copies_kept", "scanned", "from_phone", "later", "not_acceptable", "cleared"]
RefusalKind = Literal["refused", "not_ours", "not_needed"]
"""不予受理、不属于本机关、无需许可."""
Outcome = Literal["passed", "passed_with_gap", "not_passed", "not_needed"]
Channel = Literal["window", "post", "locker", "proxy"]
