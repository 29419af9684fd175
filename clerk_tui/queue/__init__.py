"""Tickets (排队票): states, who is next, what the day looked like. Pure: time, ids and policy come in as arguments."""
