"""The parts a screen is made of, one widget a file. They know view values and texts, never what travels."""
