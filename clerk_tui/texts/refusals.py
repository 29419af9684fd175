"""Why a rule said no: the sentence for each refusal code, saying what is wrong and how to mend it."""

TEXTS: dict[str, tuple[str, str]] = {}
