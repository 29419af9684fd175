"""The pages that a citizen sees on a phone: what is in them, and how they are drawn."""
