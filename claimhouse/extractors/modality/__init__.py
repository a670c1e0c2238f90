"""Modality of a claim."""
