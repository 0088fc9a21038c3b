"""Works, their cards and what people decide, in SQLite or PostgreSQL."""
