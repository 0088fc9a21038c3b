"""Training of the model that tells whom a pronoun means."""
