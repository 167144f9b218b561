"""Measures kiwipiepy on texts: a JSON list on standard input.

Prints {"version", "model", "loadSeconds", "seconds", "cpuSeconds", "memoryMb", "tokens"}; `tokens` are the forms of every text.
"""
import json
import resource
import sys
import time

import kiwipiepy
import kiwipiepy_model

texts = json.load(sys.stdin)
start = time.perf_counter()
kiwi = kiwipiepy.Kiwi(num_workers=1)
loaded = time.perf_counter() - start
for text in texts[:100]:
    kiwi.tokenize(text)

start, cpu = time.perf_counter(), time.process_time()
tokens = [[token.form for token in kiwi.tokenize(text)] for text in texts]
json.dump(
    {
        'version': kiwipiepy.__version__,
        'model': kiwipiepy_model.__version__,
        'loadSeconds': loaded,
        'seconds': time.perf_counter() - start,
        'cpuSeconds': time.process_time() - cpu,
        'memoryMb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        'tokens': tokens,
    },
    sys.stdout,
)
