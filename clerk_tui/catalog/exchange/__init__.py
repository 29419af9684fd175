"""Lists of matters as tables and trees (实施清单 in CSV, XLSX, JSON): read into our own format, and written out of it."""
