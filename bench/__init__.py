"""Speed and memory, as ratios to a plain pass over the same text in the same run."""
