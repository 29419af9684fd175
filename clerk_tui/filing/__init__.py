"""Assisted filing (帮办): one party's session on a case's draft, by phone or beside the window. Pure."""
