"""Routes of the central API, one subject a module; each has a `router`."""
