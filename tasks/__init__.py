"""The stages as Prefect tasks: name, retries, time limit, tags. No logic; nothing is cached, the ledger skips."""
