"""Training of the encoder that reads passages in the full tier: `make train`."""
