"""Measures a Python ROUGE package on groups of token lists, a JSON line each on standard input: argv = metric, seconds.

Scores ordered pairs, group after group, until the time is over, and prints {"pairsPerSecond", "pairsPerCpuSecond",
"meanF1", "pairs"}.
"""
import json
import sys
import time


def scorer(metric):
    if metric == 'rouge-1.0.1':
        from rouge import Rouge

        rouge = Rouge()

        def score(hypothesis, reference):
            try:
                answer = rouge.get_scores(hypothesis, reference)[0]
            except ValueError:
                return 0.0
            return (answer['rouge-1']['f'] + answer['rouge-2']['f'] + answer['rouge-l']['f']) / 3

        return score
    from rouge_score import rouge_scorer, tokenizers

    class AsGiven(tokenizers.Tokenizer):
        def tokenize(self, text):
            return text.split(' ') if text else []

    rouge = rouge_scorer.RougeScorer(['rouge1', 'rouge2', 'rougeL'], tokenizer=AsGiven())

    def score(hypothesis, reference):
        answer = rouge.score(reference, hypothesis)
        return sum(answer[part].fmeasure for part in ('rouge1', 'rouge2', 'rougeL')) / 3

    return score


def main(metric, seconds):
    sys.setrecursionlimit(10000)
    score = scorer(metric)
    lines = sys.stdin.buffer.read().decode('utf-8').split('\n')
    groups = [[' '.join(tokens) for tokens in json.loads(line)] for line in lines if line.strip()]
    pairs = 0
    total = 0.0
    start = time.perf_counter()
    cpu_start = time.process_time()
    for group in groups:
        for hypothesis in group:
            for reference in group:
                total += score(hypothesis, reference)
                pairs += 1
        if time.perf_counter() - start > seconds:
            break
    result = {
        'pairsPerSecond': pairs / (time.perf_counter() - start),
        'pairsPerCpuSecond': pairs / (time.process_time() - cpu_start),
        'meanF1': total / pairs,
        'pairs': pairs,
    }
    print(json.dumps(result))


main(sys.argv[1], float(sys.argv[2]))
