"""The central API: the authority over tickets, cases and filings, and the ledger in which every change stands."""
