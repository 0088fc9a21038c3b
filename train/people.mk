# The speaker scorer: trained on the annotated novels, weights into the package.
.PHONY: train-people

train-people: $(VENV)/.developed
	OMP_NUM_THREADS=1 $(BIN)/python -m train.people --data $(DATA)
