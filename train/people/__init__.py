"""Training of the speaker scorer and its measurement by leave-one-novel-out cross-validation."""
