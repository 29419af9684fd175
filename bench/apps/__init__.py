"""Small programs that the benches run in a terminal."""
