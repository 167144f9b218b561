"""`load_dataset(FOLDER)` of a folder with a data card: features and sizes are the card's, and are checked against the files."""

import tempfile

from common import main, skip

try:
    import datasets
except ImportError as error:
    skip(error)


def read(case):
    datasets.disable_progress_bars()
    data = datasets.load_dataset(case["folder"], cache_dir=tempfile.mkdtemp())
    return [
        {"split": name, "rows": split.num_rows, "features": str(split.features), "last": str(split[-1])}
        for name, split in data.items()
    ]


main(read)
