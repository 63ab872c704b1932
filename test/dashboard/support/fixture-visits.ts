/** Visits of a page that shows facts made by hand; after each test the browser must have had nothing to complain of. */

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startChromium } from '../../support/chromium.js';
import { builtPage } from './built-page.js';
import { type FixtureServer, startFixtureServer } from './fixture-server.js';
import { type Visit, type VisitOptions, visit } from './visitor.js';

export interface FixtureVisits {
  /** Its facts are as at the start when a test begins. */
  readonly server: FixtureServer;
  /** `path` begins with what stands before the `#`, if anything does. */
  open(path: string, options?: VisitOptions): Promise<Visit>;
}

/** To be called once in a file of tests: one server and one browser for all of them. */
export function fixtureVisits(): FixtureVisits {
  const visits: Visit[] = [];
  let folder: Awaited<ReturnType<typeof builtPage>>;
  let server: FixtureServer;
  let browser: Browser;

  beforeAll(async () => {
    folder = await builtPage();
    server = await startFixtureServer(folder.path);
    browser = await startChromium();
  }, 180_000);

  afterEach(async () => {
    const complaints = visits.flatMap((each) => each.complaints);
    await Promise.all(visits.splice(0).map((each) => each.close()));
    server.reset();
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    folder?.remove();
  });

  return {
    get server() {
      return server;
    },
    async open(path, options) {
      const opened = await visit(browser, server.address + path, options);
      visits.push(opened);
      return opened;
    },
  };
}

/** Waits for what a read comes to; a machine that does other things too needs some seconds for it. */
export const eventually = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 30_000 });

/** Forgets complaints that a test has provoked, once there is one: the browser may tell of it later than the page does. */
export async function forgive({ complaints }: Visit, like: RegExp): Promise<void> {
  await eventually(() => complaints).toContainEqual(expect.stringMatching(like));
  const others = complaints.filter((complaint) => !like.test(complaint));
  complaints.splice(0, complaints.length, ...others);
}
