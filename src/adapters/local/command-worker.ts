/** Runs a worker that is a program of any language: event on stdin, result on stdout, what went wrong on stderr. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Json } from '../../domain/task.js';
import type { CommandWorker, LocalRun, OutputStream, Refusal, RunEnd, Work } from './local-worker.js';
import { STARTED_BY } from './orphaned-programs.js';
import { TailText } from './tail-text.js';

/** What one run may print for the log. */
const OUTPUT_CHARACTERS = 65_536;
/** The end of stdout, in which the result is looked for. */
const RESULT_CHARACTERS = 1_048_576;
/** The end of stderr says why a program failed. */
const MESSAGE_CHARACTERS = 1000;
/** A process that left the group may hold the pipes open; it is not waited for. */
const PIPES_MS = 1000;

export function runCommand(worker: CommandWorker, work: Work): Promise<LocalRun | Refusal> {
  const [program, ...args] = worker.command;
  // A group of its own, so that a time-out ends what the program started as well.
  const env = { ...process.env, [STARTED_BY]: work.startedBy };
  const child = spawn(program, args, { cwd: worker.cwd, env, stdio: 'pipe', detached: true, windowsHide: true });
  let isCancelled = false;
  const ended = endOf(child, work).then((end) => (isCancelled ? afterCancel(end) : end));
  const cancel = (): void => {
    isCancelled = true;
    if (!hasEnded(child)) kill(child, 'SIGTERM');
  };
  // A program need not read its event, and may end before it did.
  child.stdin.on('error', () => {});
  child.stdin.end(work.event);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ refused: error.message }));
    child.on('spawn', () => resolve({ ended, cancel, stop: (graceMs) => stop(child, graceMs) }));
  });
}

function endOf(child: ChildProcessWithoutNullStreams, work: Work): Promise<RunEnd> {
  const print = boundedOutput(work);
  const stdout = new TailText(RESULT_CHARACTERS);
  const stderr = new TailText(MESSAGE_CHARACTERS);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout.add(text);
    print('stdout', text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr.add(text);
    print('stderr', text);
  });
  const letGo = (): void => {
    child.stdout.destroy();
    child.stderr.destroy();
  };
  child.on('exit', () => {
    // What is left of the group belongs to the attempt, which is over.
    kill(child, 'SIGKILL');
    // What the pipes hold already is read first, also where this process stood still meanwhile.
    const waiting = setTimeout(() => setImmediate(letGo), PIPES_MS);
    child.on('close', () => clearTimeout(waiting));
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      if (code === 0) return resolve({ outcome: 'completed', ...resultIn(stdout.text) });
      const message = stderr.text.trim() || (signal === null ? `exit code ${code}` : `ended by ${signal}`);
      resolve({ outcome: 'failed', error: { name: 'CommandFailed', message } });
    });
  });
}

/** A program that ends well when it is told to end has not done the task: another attempt may have that by now. */
function afterCancel(end: RunEnd): RunEnd {
  const error = { name: 'task.cancelled', message: 'the program was told to end, since its task was cancelled' };
  return end.outcome === 'failed' ? end : { ...end, outcome: 'failed', error };
}

function boundedOutput(work: Work): (stream: OutputStream, text: string) => void {
  let left = OUTPUT_CHARACTERS;
  return (stream, text) => {
    if (left <= 0) return;
    work.onOutput(stream, text.slice(0, left));
    left -= text.length;
    if (left < 0) work.onOutput('stderr', '\n(what follows is not kept)\n');
  };
}

/** All of stdout as JSON, else its last line as JSON, else that line as text. */
function resultIn(stdout: string): { readonly result?: Json } {
  const text = stdout.trim();
  if (text === '') return {};
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  return parsed(text) ?? parsed(lastLine) ?? { result: lastLine };
}

function parsed(text: string): { readonly result: Json } | undefined {
  try {
    return { result: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function stop(child: ChildProcessWithoutNullStreams, graceMs: number): void {
  if (hasEnded(child)) return;
  kill(child, graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
  const patience = setTimeout(() => kill(child, 'SIGKILL'), graceMs);
  child.on('exit', () => clearTimeout(patience));
}

const hasEnded = ({ exitCode, signalCode }: ChildProcessWithoutNullStreams): boolean =>
  exitCode !== null || signalCode !== null;

/** Signals the whole group; where there are no groups, the program alone. */
function kill(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
