"""clerk-tui · 一窗: one keyboard, one screen, one window of a government service hall."""
