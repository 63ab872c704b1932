/** `sosw/testing`: runs a worker in a unit test as it runs in production, without any cloud. */

export { type RunWorkerOptions, runWorker, type TaskFields, type WorkerRun } from './testing/run-worker.js';
