"""What an auditor relies on: receipts, the ledger of them, replay, and the impact of a change."""
