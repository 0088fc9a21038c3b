"""Quality against human annotation: the three tables, controls, and floors that fall only by an explicit flag."""
