import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createProcessor,
  getLambdaHandler,
  type LambdaContext,
  LambdaGlobals,
  Processor,
  Stats,
  Worker,
} from '../../../../src/entrypoints/library/worker.js';
import { runWorker } from '../../../../src/entrypoints/library/testing.js';

afterEach(() => vi.restoreAllMocks());

class Client {
  readonly #stats = new Stats();
  work = () => this.#stats.add('requests');
  getStats = () => this.#stats.values;
  resetStats = () => this.#stats.reset();
  onInvocationEnd = vi.fn(async () => {});
}

interface Settings {
  readonly rows: number;
  readonly names: readonly string[];
  readonly lifetime_stats_params?: readonly string[];
}

class Rows extends Worker<Settings> {
  static override readonly DEFAULT_CONFIG = { rows: 1, names: ['a'] };
  readonly tableClient = new Client();

  override async call(event: { fail?: boolean; forget?: boolean; give?: unknown }) {
    this.stats.add('rows', this.config.rows);
    this.tableClient.work();
    if (event.fail) throw new TypeError('no rows');
    if (event.forget) return 'not told';
    if (event.give !== undefined) {
      await super.call(event);
      return event.give;
    }
    this.result.rows = this.config.rows;
    return super.call(event);
  }
}

describe('configuration', () => {
  it('is merged from the defaults, the stored document and the code: later wins, maps merge, lists are joined', async () => {
    const configOf = (name: string) => (name === 'rows_config' ? { rows: 2, names: ['b', 'a'] } : {});
    const context: LambdaContext = { functionName: 'rows', sosw: { report() {}, configOf } };
    expect((await createProcessor(Rows, {}, context)).config).toEqual({ rows: 2, names: ['a', 'b'] });
    expect((await createProcessor(Rows, { rows: 3 }, context)).config.rows).toBe(3);
  });

  it('comes from elsewhere where the class overrides getConfig', async () => {
    class Elsewhere extends Rows {
      static override async getConfig(name: string) {
        return { rows: name.length };
      }
    }
    expect((await createProcessor(Elsewhere, {}, { functionName: 'four' })).config.rows).toBe('four_config'.length);
  });

  it('names the field that is missing for a client of init_clients, and accepts those that are there', async () => {
    await expect(createProcessor(Rows, { init_clients: ['dynamo_db'] })).rejects.toMatchObject({
      code: 'worker.client',
      message: expect.stringContaining('dynamoDbClient'),
    });
    expect(await createProcessor(Rows, { init_clients: ['Table'] })).toBeInstanceOf(Rows);
  });
});

describe('a worker class', () => {
  it('marks its task as completed by super.call, with its result and the counters of its clients', async () => {
    const { outcome, result, messages } = await runWorker(getLambdaHandler(Rows), { task_id: 't' });
    expect(outcome).toBe('completed');
    expect(result).toEqual({ rows: 1 });
    expect(messages).toEqual([
      {
        action: 'mark_task_as_completed',
        task_id: 't',
        attempt: 1,
        stats: { rows: 1, requests: 1 },
        result: { rows: 1 },
      },
    ]);
  });

  it('keeps what call returns where it set no result', async () => {
    expect((await runWorker(getLambdaHandler(Rows), { give: { own: 1 } })).messages[0]?.result).toEqual({ own: 1 });
  });

  it('marks its task as failed when call throws', async () => {
    const { outcome, messages } = await runWorker(getLambdaHandler(Rows), { fail: true });
    expect(outcome).toBe('failed');
    expect(messages[0]).toMatchObject({
      action: 'mark_task_as_failed',
      error: { name: 'TypeError', message: 'no rows' },
    });
  });

  it('leaves the task open when it never says that it is done', async () => {
    expect((await runWorker(getLambdaHandler(Rows), { forget: true })).outcome).toBe('unreported');
  });

  it('lives on in a warm container: made once, each task told of its own run only', async () => {
    const globals = new LambdaGlobals<Rows>();
    const handler = getLambdaHandler(Rows, globals, { rows: 5 });
    const first = await runWorker(handler, {});
    const made = globals.processor;
    const second = await runWorker(handler, { forget: true });
    const third = await runWorker(handler, {});
    expect(globals.processor).toBe(made);
    expect([first, third].map(({ stats }) => stats)).toEqual([
      { rows: 5, requests: 1 },
      { rows: 5, requests: 1 },
    ]);
    expect(second.outcome).toBe('unreported');
    expect(made?.getStats()).toEqual({ rows: 5, requests: 1, total_rows: 10, total_requests: 2 });
    expect(made?.tableClient.onInvocationEnd).toHaveBeenCalledTimes(3);
  });

  it('shows the present context to other code of its module', async () => {
    const globals = new LambdaGlobals<Rows>();
    await runWorker(getLambdaHandler(Rows, globals), {}, { requestId: 'r1' });
    expect(globals.lambdaContext.awsRequestId).toBe('r1');
    expect(globals.processor?.remaining).toBeGreaterThan(50_000);
  });
});

describe('counters', () => {
  class Counting extends Processor<Settings> {
    readonly oneClient = new Client();
    readonly noClientAtAll = 1;
    call() {}
  }
  const counting = () => new Counting({ rows: 1, names: [], lifetime_stats_params: ['kept'] });

  it('are the own and those of the clients, or only the own', () => {
    const processor = counting();
    processor.stats.add('requests', 2);
    processor.oneClient.work();
    expect(processor.getStats()).toEqual({ requests: 3 });
    expect(processor.getStats({ recursive: false })).toEqual({ requests: 2 });
  });

  it('begin anew at a reset, but for totals and those of a lifetime; the rest is added to the totals', () => {
    const processor = counting();
    for (const [name, count] of [
      ['a', 2],
      ['kept', 3],
      ['total_b', 4],
    ] as const)
      processor.stats.add(name, count);
    processor.resetStats({ recursive: false });
    processor.stats.add('a', 5);
    processor.resetStats();
    expect(processor.getStats()).toEqual({ total_a: 7, kept: 3, total_b: 4 });
  });

  it('of clients stay at a reset that is not recursive', () => {
    const processor = counting();
    processor.oneClient.work();
    processor.resetStats({ recursive: false });
    expect(processor.getStats()).toEqual({ requests: 1 });
  });
});

describe('die', () => {
  class Dying extends Processor<{ dead_sns_topic?: string }> {
    async call() {
      this.stats.add('tried');
      return this.die('the partner is gone');
    }
  }

  it('logs the counters, tells the topic with the name of the function, and throws', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { outcome, error, notices } = await runWorker(getLambdaHandler(Dying), {}, { functionName: 'pull' });
    expect(outcome).toBe('failed');
    expect(error).toMatchObject({ code: 'worker.died', message: 'the partner is gone' });
    expect(notices).toEqual([{ topic: 'SoswWorkerErrors', subject: 'pull died', message: 'the partner is gone' }]);
    expect(logged.mock.calls.join()).toContain('"tried":1');
  });

  it('tells the topic of the configuration', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const handler = getLambdaHandler(Dying, undefined, { dead_sns_topic: 'theirs' });
    expect((await runWorker(handler, {})).notices[0]?.topic).toBe('theirs');
  });

  it('throws all the same when nobody could be told', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const publish = async () => {
      throw new Error('no topic');
    };
    await expect(getLambdaHandler(Dying)({}, { sosw: { report() {}, publish } })).rejects.toThrow(
      'the partner is gone',
    );
    expect(logged.mock.calls.join()).toContain('SoswWorkerErrors could not be told');
  });
});
