"""The catalogue of matters: model, reading, checking, searching, publishing. Pure: callers read and write files."""
