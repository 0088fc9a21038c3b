# The speaker scorer, trained on the annotated novels, and the model of pronouns, trained on LitBank: weights into the
# package.
.PHONY: train-people train-pronouns

train-people: $(VENV)/.developed
	OMP_NUM_THREADS=1 $(BIN)/python -m train.people --data $(DATA)

train-pronouns: $(VENV)/.developed
	OMP_NUM_THREADS=1 $(BIN)/python -m train.pronouns --data $(DATA)
