"""Many rows: sweep them with several processes, lose none, repeat none."""
