/** The command line: arguments → command → exit code. Commands are loaded on demand, so that each starts fast. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { hapuiVersion } from '../run/version.ts';
import { guarded } from './guard.ts';
import type { Io } from './io.ts';
import type { PairsCheckArguments } from './pairs-check.ts';
import { reportError } from './report-error.ts';

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('expected a whole number from 1.');
  return value;
};

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('expected a number above 0.');
  return value;
};

const amount = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('expected an amount of USD from 0.');
  return value;
};

const anyNumber = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('expected a number.');
  return value;
};

const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  text,
];

type PairsCheckOptions = Omit<PairsCheckArguments, 'file'>;

/** Options that every command with a config has. */
const withConfig = (command: Command): Command =>
  command
    .argument('[config]', 'config file (default: ensemble.yaml, then configs/ensemble.yaml)')
    .option('--set <key=value>', 'override a key of the config, such as mbr.votes.clusters=none', collect)
    .option('--output <dir>', 'outputs folder (default: output.folder of the config)')
    .option('--allow-commands', 'let the config start programs (tokenizer: {command: …})');

/** The whole command line; `finish` receives the exit code of the command that ran. */
export const createProgram = (io: Io, finish: (code: number) => void): Command => {
  const program = new Command('hapui')
    .description('Many candidate summaries of each dialogue in, one consensus summary out.')
    .version(hapuiVersion)
    .option('--debug', 'print the stack trace of an error')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text, write) => write(text.replace(/^error: /, 'error [usage] ')),
    });

  withConfig(program.command('run').description('decide every dialogue and write the summaries'))
    .option('--limit <n>', 'only the first n dialogues', wholeNumber)
    .option('--only <id...>', 'only these dialogues')
    .option('--shard <i/n>', 'only part i of n, with a folder and store of its own; see merge-runs')
    .option('--workers <n>', 'worker threads (default: the cores, at most 8)', wholeNumber)
    .option('--fresh', 'ignore stored answers')
    .option('--budget <usd>', 'end in order before paid systems cost more in this run', amount)
    .option('--deadline <seconds>', 'end in order after this time', positive)
    .option('--json', 'print the closing table as JSON')
    .option('--quiet', 'print nothing but errors')
    .action(async (config: string | undefined, options) => {
      const { runCommand } = await import('./run.ts');
      finish(await runCommand({ config, ...options }, io));
    });

  withConfig(program.command('plan').description('check all that a run needs; spends and writes nothing'))
    .option('--limit <n>', 'only the first n dialogues', wholeNumber)
    .option('--only <id...>', 'only these dialogues')
    .option('--workers <n>', 'worker threads (default: the cores, at most 8)', wholeNumber)
    .option('--no-trial', 'do not compute a first batch of slow systems, which forecasts time and memory')
    .option('--json', 'print the plan as JSON')
    .action(async (config: string | undefined, options) => {
      const { planCommand } = await import('./plan.ts');
      finish(await planCommand({ config, ...options }, io));
    });

  withConfig(
    program.command('train').description('learn from `labelled` how to choose, and what that is worth'),
  )
    .option('--out <file>', "where to write (default: second-stage.json in the run's folder)")
    .option('--workers <n>', 'worker threads (default: the cores, at most 8)', wholeNumber)
    .option('--budget <usd>', 'end in order before paid systems cost more for it', amount)
    .option('--json', 'print what was learned as JSON')
    .action(async (config: string | undefined, options) => {
      const { trainCommand } = await import('./train.ts');
      finish(await trainCommand({ config, ...options }, io));
    });

  withConfig(
    program
      .command('tune')
      .description(
        'search weights of fusion, and generation options, on `labelled`; say what they are worth',
      ),
  )
    .option('--out <file>', "where to write (default: tuning.json in the run's folder)")
    .option('--workers <n>', 'worker threads (default: the cores, at most 8)', wholeNumber)
    .option('--budget <usd>', 'end in order before paid systems cost more for it', amount)
    .option('--json', 'print what was found as JSON')
    .action(async (config: string | undefined, options) => {
      const { tuneCommand } = await import('./tune.ts');
      finish(await tuneCommand({ config, ...options }, io));
    });

  program
    .command('eval')
    .description('score files of summaries against references, with signature and intervals')
    .argument('<summaries...>', 'files of summaries')
    .requiredOption('--references <file>', 'file of references')
    .option('--tokenizer <name>', 'what a token is; several side by side (default: character)', collect)
    .option('--metric <name>', 'rouge-1.0.1 or rouge-score (default: rouge-1.0.1)')
    .option('--stemmer', 'Porter stems in the tokenizer rouge-score')
    .option('--reference-mode <mode>', 'of several references: best or mean (default: best)')
    .option(
      '--columns <role=name>',
      'name a column: id, summary, reference or topic; several allowed',
      collect,
    )
    .option('--encoding <name>', 'of all files: utf-8 or cp949 (default: utf-8)')
    .option('--per-row <file>', 'write a JSON line a row')
    .option('--breakdown', 'scores by topic and by length')
    .option('--strict', 'stop where the original package would raise')
    .option('--fail-under <score>', 'exit with 100 below this score, 0–100', anyNumber)
    .option('--seed <n>', 'seed of intervals and tests (default: 42)', anyNumber)
    .option('--json', 'print the scores as JSON')
    .option('--allow-commands', 'let a tokenizer start programs')
    .action(async (files: string[], options) => {
      const { evalCommand } = await import('./eval.ts');
      finish(await evalCommand({ files, ...options }, io));
    });

  program
    .command('why')
    .description('why a dialogue has its summary')
    .argument('<run>', "a run's folder, or its name inside the outputs folder")
    .argument('<id>', 'id of the dialogue')
    .option('--output <dir>', 'outputs folder', 'outputs')
    .option('--json', 'print the explanation as JSON')
    .option('--allow-commands', 'let the config start programs (tokenizer: {command: …})')
    .action(async (run: string, id: string, options) => {
      const { whyCommand } = await import('./why.ts');
      finish(await whyCommand({ run, id, ...options }, io));
    });

  program
    .command('report')
    .description('write report.html of a finished run anew')
    .argument('<run>', "a run's folder, or its name inside the outputs folder")
    .option('--output <dir>', 'outputs folder', 'outputs')
    .action(async (run: string, options) => {
      const { reportCommand } = await import('./report.ts');
      finish(await reportCommand({ run, ...options }, io));
    });

  program
    .command('verify')
    .description('whether a run is whole: every id once, files as the inputs and the store give them')
    .argument('<run>', "a run's folder, or its name inside the outputs folder")
    .option('--output <dir>', 'outputs folder', 'outputs')
    .option('--workers <n>', 'worker threads (default: the cores, at most 8)', wholeNumber)
    .option('--json', 'print the report as JSON')
    .option('--allow-commands', 'let the config start programs (tokenizer: {command: …})')
    .action(async (run: string, options) => {
      const { verifyCommand } = await import('./verify.ts');
      finish(await verifyCommand({ run, ...options }, io));
    });

  withConfig(
    program
      .command('merge-runs')
      .description('join the shards of a run (outputs/NAME.i-of-n) and derive its files anew'),
  )
    .option('--shards <dir...>', "the shards' folders (default: all beside the run's folder)")
    .option('--workers <n>', 'worker threads (default: the cores, at most 8)', wholeNumber)
    .option('--json', 'print the closing table as JSON')
    .option('--quiet', 'print nothing but errors')
    .action(async (config: string | undefined, options) => {
      const { mergeRunsCommand } = await import('./merge-runs.ts');
      finish(await mergeRunsCommand({ config, ...options }, io));
    });

  program
    .command('submit')
    .description('submissions to a competition')
    .command('check')
    .description(
      'whether a file is written as its sample is: columns, ids, order, encoding, newlines, quoting',
    )
    .argument('<file>', 'submission, such as outputs/NAME/summaries.csv')
    .requiredOption('--sample <file>', "the competition's sample submission")
    .option('--previous <file>', 'an earlier submission, to show what changed')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, options) => {
      const { submitCheckCommand } = await import('./submit-check.ts');
      finish(await submitCheckCommand({ file, ...options }, io));
    });

  program
    .command('init')
    .description('write a first config for these submission files')
    .argument('[files...]', 'files of summaries, and of dialogues')
    .option('--output <file>', 'config to write (default: ensemble.yaml)')
    .option('--force', 'replace the config that is there')
    .action(async (files: string[], options) => {
      const { initCommand } = await import('./init.ts');
      finish(await initCommand({ files, ...options }, io));
    });

  program
    .command('doctor')
    .description('what this machine can do: runtime, devices, models')
    .option('--device <device>', 'auto, cpu, cuda or cuda:n', 'auto')
    .option('--json', 'print the report as JSON')
    .action(async (options) => {
      const { doctorCommand } = await import('./doctor.ts');
      finish(await doctorCommand(options, io));
    });

  const models = program.command('models').description('models that tokenizers and systems need');
  models
    .command('pull')
    .description('fetch a model into the cache folder')
    .argument('<model>', 'kiwi: the model of the tokenizer `morpheme`')
    .option('--from <source>', 'folder, archive or URL (default: the Python package index, through pip)')
    .option('--folder <dir>', 'where to put it')
    .action(async (model: string, options) => {
      const { modelsPull } = await import('./models.ts');
      finish(await modelsPull({ model, ...options }, io));
    });

  models
    .command('inspect')
    .description('say what a model folder holds and whether it can run')
    .argument('<dir>', 'folder of an encoder-decoder model in the optimum ONNX layout')
    .option('--dtype <type>', 'fp32, fp16 or int8 (default: the first that is there)')
    .option('--device <device>', 'auto, cpu, cuda or cuda:n (default: auto)')
    .option('--runtime <package>', 'package that runs the model (default: onnxruntime-node)')
    .option('--json', 'print the report as JSON')
    .action(async (folder: string, options) => {
      const { modelsInspect } = await import('./models-inspect.ts');
      finish(await modelsInspect({ folder, ...options }, io));
    });
  models
    .command('setup-cuda')
    .description("fetch the CUDA libraries by onnxruntime-node's own installer")
    .action(async () => {
      const { modelsSetupCuda } = await import('./models-setup-cuda.ts');
      finish(await modelsSetupCuda({}, io));
    });

  const pairs = withConfig(
    program
      .command('pairs')
      .description('preference pairs of better and worse summaries, in the formats of trainers'),
  )
    .option('--limit <n>', 'only the first n dialogues', wholeNumber)
    .option('--workers <n>', 'worker threads (default: the cores, at most 8)', wholeNumber)
    .option('--budget <usd>', 'spend no more than this on paid models', amount)
    .option('--json', 'print the counts as JSON')
    .option('--quiet', 'print nothing but errors')
    .action(async (config: string | undefined, options) => {
      const { pairsCommand } = await import('./pairs.ts');
      finish(await pairsCommand({ config, ...options }, io));
    });
  pairs
    .command('check')
    .description(
      "read a pair file as a trainer's loader would, and say what it would reject, drop, cut or mangle",
    )
    .argument('<file>', 'JSON lines of any origin; .gz too')
    .requiredOption(
      '--for <format>',
      'trl, trl-standard, reward, kto, openai, llamafactory[-sharegpt] or axolotl',
    )
    .option('--tokenizer <name>', 'count the tokens of this tokenizer, such as "{model: tokenizer.json}"')
    .option('--max-tokens <n>', "tokens a row may have (default: the loader's own limit)", wholeNumber)
    .option('--strict', 'exit with 100 for warnings too')
    .option('--json', 'print all findings as JSON')
    .option('--allow-commands', 'let a tokenizer start programs')
    .action(async (file: string, _options, command: Command) => {
      const { pairsCheckCommand } = await import('./pairs-check.ts');
      // options that `pairs` has too are taken by it, wherever they stand
      finish(await pairsCheckCommand({ file, ...command.optsWithGlobals<PairsCheckOptions>() }, io));
    });

  const store = program.command('store').description('the answers that are kept');
  store
    .command('verify')
    .description('read every stored answer and say whether all are as they were written')
    .argument('[folder]', 'the store, or the outputs folder that holds it (default: outputs)')
    .option('--json', 'print the report as JSON')
    .action(async (folder: string | undefined, options) => {
      const { storeVerify } = await import('./store-verify.ts');
      finish(await storeVerify({ folder, ...options }, io));
    });

  return program;
};

/** Runs the command line and returns the exit code; whatever is thrown becomes one message. */
export const main = async (argv: readonly string[], world: Io): Promise<number> => {
  const io = guarded(world);
  let code = 0;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // commander has printed its own message; help and version are no errors
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportError(error, io, argv.includes('--debug'));
  }
};
