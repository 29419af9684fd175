"""Intake (受理): the plan of what to ask and bring, one case's life, its clock, what its papers say. Pure."""
