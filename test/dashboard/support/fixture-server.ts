/** Serves the built page with facts made by hand, under the same policy as the real server, and notes what it is asked. */

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { OperationFacts, OverviewFacts, TaskFacts } from '../../../src/application/views/facts.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { anAxis, anEcology, anExplanation, anOverview, aWorld } from './facts.js';
import {
  aGrid,
  anOperation,
  aPreview,
  aTaskLife,
  costs,
  freeSearch,
  jobs,
  operations,
  tasks,
  theDead,
} from './task-facts.js';

/** What the server answers; a test changes what it needs. */
export const aFixture = () => ({
  world: aWorld(),
  overview: anOverview(),
  ecology: anEcology(),
  axis: anAxis(),
  explanation: anExplanation(),
  jobs: jobs(),
  grid: aGrid(),
  tasks: tasks() as readonly TaskFacts[],
  /** Rows that each page of a search looks at: fewer tasks than rows make empty pages. */
  emptyPages: 0,
  cost: freeSearch(),
  life: aTaskLife(),
  dead: theDead(),
  costs: costs(),
  operations: operations(),
  preview: aPreview(),
  /** What an action answers; undefined refuses it. */
  begun: anOperation({ state: 'begun', changed: 0, skipped: 0 }) as OperationFacts | undefined,
});
export type Fixture = ReturnType<typeof aFixture>;

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface Done {
  readonly path: string;
  readonly body: JsonObject;
  readonly csrf: string | undefined;
}

export interface FixtureServer {
  readonly address: string;
  readonly token: string;
  fixture: Fixture;
  /** Questions, in their order. */
  readonly asked: Asked[];
  /** Actions, in their order. */
  readonly done: Done[];
  /** Live views that are open. */
  liveCount(): number;
  push(event: 'overview', facts: OverviewFacts): void;
  push(event: 'operation', facts: OperationFacts): void;
  /** Ends the live views and takes no new one until `takeLive`, as a server does that is started anew. */
  dropLive(): void;
  takeLive(): void;
  /** Everything as at the start. */
  reset(): void;
  close(): Promise<void>;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/app.js': ['app.js', 'text/javascript; charset=utf-8'],
  '/app.css': ['app.css', 'text/css; charset=utf-8'],
};

const TOKEN = 'token-of-the-page';
const PAGE = 50;

/** @param folder - Where the built page is. */
export async function startFixtureServer(folder: string): Promise<FixtureServer> {
  const live = new Set<ServerResponse>();
  let takesLive = true;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const self: FixtureServer = {
    address: `http://127.0.0.1:${port}/`,
    token: TOKEN,
    fixture: aFixture(),
    asked: [],
    done: [],
    liveCount: () => live.size,
    push: (event: string, facts: object) => {
      for (const response of live) response.write(`event: ${event}\ndata: ${JSON.stringify(facts)}\n\n`);
    },
    dropLive: () => {
      takesLive = false;
      for (const response of live) response.destroy();
    },
    takeLive: () => {
      takesLive = true;
    },
    reset: () => {
      self.takeLive();
      self.fixture = aFixture();
      self.asked.length = 0;
      self.done.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', self.address);
    const file = FILES[url.pathname];
    if (file !== undefined) return sendFile(response, join(folder, file[0]), file[1]);
    if (url.pathname === '/api/live') return openLive(response);
    if (request.method === 'POST') {
      const body = JSON.parse(await textOf(request));
      const csrf = request.headers['x-sosw-csrf'];
      self.done.push({ path: url.pathname, body, csrf: typeof csrf === 'string' ? csrf : undefined });
      return send(response, ...acted(url.pathname, body));
    }
    self.asked.push({ path: url.pathname, query: url.searchParams });
    const facts = factsOf(self.fixture, url);
    return facts === undefined ? send(response, 404, failure('page.unknown')) : send(response, 200, facts);
  }

  function openLive(response: ServerResponse): void {
    if (!takesLive) return void response.destroy();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`event: overview\ndata: ${JSON.stringify(self.fixture.overview)}\n\n`);
    live.add(response);
    response.on('close', () => live.delete(response));
  }

  function acted(path: string, body: JsonObject): readonly [status: number, facts: object] {
    if (path === '/api/actions/preview') return [200, self.fixture.preview];
    const { begun } = self.fixture;
    if (begun === undefined) return [409, failure('task.changed')];
    return [200, { ...begun, action: path.split('/').at(-1), target: body }];
  }

  return self;
}

const failure = (code: string): object => ({ error: { code, message: `it was refused: ${code}` } });

/** The facts at an address; undefined where there is nothing. */
function factsOf(fixture: Fixture, url: URL): object | undefined {
  const path = url.pathname.replace('/api', '');
  const id = decodeURIComponent(path.split('/')[2] ?? '');
  if (path === '/world') return fixture.world;
  if (path === '/overview')
    return { ...fixture.overview, at: Number(url.searchParams.get('at') ?? fixture.overview.at) };
  if (path.endsWith('/ecology')) return fixture.ecology;
  if (path.endsWith('/axis')) return fixture.axis;
  if (path.endsWith('/explanation')) return fixture.explanation;
  if (path === '/jobs') return { jobs: fixture.jobs };
  if (path.endsWith('/grid'))
    return { ...fixture.grid, ...named(url, 'rows', 'row_name'), ...named(url, 'columns', 'column_name') };
  if (path.startsWith('/jobs/')) return fixture.jobs.find(({ job_id }) => job_id === id) ?? fixture.jobs[0];
  if (path === '/tasks/cost') return fixture.cost;
  if (path === '/tasks') return pageOf(fixture, url.searchParams);
  if (path.startsWith('/tasks/')) return fixture.life;
  if (path === '/dead') return fixture.dead;
  if (path === '/cost') return fixture.costs;
  if (path === '/operations') return { operations: fixture.operations };
  if (path.startsWith('/operations/')) return fixture.operations.find(({ operation_id }) => operation_id === id);
  return undefined;
}

const named = (url: URL, key: string, name: string): object =>
  url.searchParams.has(key) ? { [name]: url.searchParams.get(key) } : {};

/** First the pages without a hit, then the tasks that have one of the wanted states and labourers. */
function pageOf({ tasks: all, emptyPages }: Fixture, query: URLSearchParams): object {
  const page = Number(query.get('after') ?? 0);
  if (page < emptyPages) return { tasks: [], next: String(page + 1), examined: 1000 };
  const matches = (key: string, value: string): boolean => !query.has(key) || query.getAll(key).includes(value);
  const found = all.filter(({ state, labourer_id }) => matches('state', state) && matches('labourer', labourer_id));
  const from = (page - emptyPages) * PAGE;
  const next = from + PAGE < found.length ? String(page + 1) : null;
  return { tasks: found.slice(from, from + PAGE), next, examined: 1000 };
}

function sendFile(response: ServerResponse, file: string, type: string): void {
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
  response.end(readFileSync(file, 'utf8').replaceAll('{{csrf}}', TOKEN));
}

function send(response: ServerResponse, status: number, facts: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-security-policy': POLICY });
  response.end(JSON.stringify(facts));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
