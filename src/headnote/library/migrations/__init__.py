"""Alembic's folder: `env` runs the migrations in `versions` within the caller's transaction."""
