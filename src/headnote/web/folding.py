"""Folding: which scenes close to one line, and which passages blur, for a person's choice of codes to avoid."""
