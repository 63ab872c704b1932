/** A dashboard as its users start it: the command in a process of its own, and requests to it with any header. */

import { request } from 'node:http';
import { startSosw, type Surroundings } from '../../entrypoints/cli/run-sosw.js';

export interface ServedDashboard {
  /** With the token, where there is one. */
  readonly url: string;
  stop(): Promise<void>;
}

/** `args` behind `sosw dashboard --port 0`. */
export async function serveDashboard(args: readonly string[], surroundings: Surroundings): Promise<ServedDashboard> {
  const running = startSosw(['dashboard', '--port', '0', '--json', ...args], surroundings);
  const { url } = JSON.parse(await running.printed(1)) as { url: string };
  return {
    url,
    stop: async () => {
      running.kill('SIGTERM');
      await running.ended;
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  json<Facts>(): Facts;
}

export interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Unlike fetch it sends every header as it is given, Host and Origin too. */
export function ask(url: string, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Each over a connection of its own: one that the server has closed is not taken again.
    const asking = request(new URL(path, url), { method, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text,
          json: <Facts>() => JSON.parse(text) as Facts,
        }),
      );
    });
    asking.on('error', reject);
    asking.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

/** The secret that the page was given. */
export const csrfOf = async (url: string): Promise<string> =>
  /name="sosw-csrf" content="([^"]+)"/.exec((await ask(url, '/')).text)?.[1] ?? '';

/** A change as the page asks for it. */
export async function change(url: string, path: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-sosw-csrf': await csrfOf(url) };
  return ask(url, path, { method: 'POST', headers, body });
}
