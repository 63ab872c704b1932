/** `sosw/worker`: what a worker needs, in both styles, and nothing else. */

export { RefusedError, SoswError } from '../../domain/errors.js';
export type { Json, JsonObject } from '../../domain/task.js';
export type { EndsWithInvocation } from './ends-with-invocation.js';
export { type HasStats, Stats, type StatValues } from './stats.js';
export type { WorkerLogger } from './worker/attempt-runner.js';
export { createProcessor, type ProcessorClass } from './worker/create-processor.js';
export type { LambdaContext, WorkerHost } from './worker/lambda-context.js';
export { LambdaGlobals } from './worker/lambda-globals.js';
export { getLambdaHandler } from './worker/lambda-handler.js';
export type { Middleware, Next } from './worker/middleware.js';
export { type LoggerTool, type MetricsTool, powertools } from './worker/powertools.js';
export { Processor } from './worker/processor.js';
export type { ReportMessage } from './worker/report-message.js';
export type { TaskOfEvent } from './worker/task-of-event.js';
export { type AnyEvent, type WorkerHandler, worker } from './worker/worker.js';
export { Worker } from './worker/worker-class.js';
export { Continuation, type WorkerContext } from './worker/worker-context.js';
export type { ConfigOf, NoConfig, WorkerDefinition } from './worker/worker-definition.js';
