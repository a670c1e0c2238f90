"""The Prefect flows: when and how the stages run. No logic."""
