/** Whatever a name, a payload, an error or a log says, it is shown as the text that it is: nothing of it runs, loads or leads elsewhere. */

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { aLabourer, anAxis, anEcology, anExplanation, anOverview, aWorld, NOW } from './support/facts.js';
import { aGrid, aJob, anOperation, aPreview, aTask, aTaskLife, costs, theDead } from './support/task-facts.js';
import type { Fixture } from './support/fixture-server.js';
import { fixtureVisits } from './support/fixture-visits.js';
import { goTo } from './support/visitor.js';

const HOSTILE: Readonly<Record<string, string>> = {
  'a script': '<script>globalThis.broken = 1; alert(1)</script>',
  'the end of the page’s script': '</script><script>alert(1)</script>',
  'a picture that fails': '<img src=x onerror="globalThis.broken=1;alert(1)">',
  'a picture from elsewhere': '<img src="https://evil.example/x.png">',
  'a drawing that loads': '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>',
  'a frame': '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  'a style from elsewhere': '<style>@import "https://evil.example/x.css";</style>',
  'a link that runs': 'javascript:alert(document.domain)',
  'a link of data': 'data:text/html,<script>alert(1)</script>',
  'an attribute’s end': '" autofocus onfocus="alert(1)" x="',
  entities: '&lt;script&gt;alert(1)&lt;/script&gt;&#x3C;b&#x3E;',
  'a template': `{{csrf}} ${'$'}{alert(1)} {{constructor.constructor("alert(1)")()}}`,
  'a prototype': '{"__proto__":{"broken":1},"constructor":{"prototype":{"broken":1}}}',
  'a component':
    '{"type":"script","props":{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=alert(1)>"}},"__v":1}',
  'writing turned round': '\u202Egnp.exe\u202C \u2066abc\u2069 \u200F\u05D0\u05D1',
  'marks upon marks': `Z${'\u0341\u0300\u0315'.repeat(200)}`,
  'a very long word': 'x'.repeat(200_000),
  'many lines': `${'line\r\n'.repeat(2000)}\u0000\u0007\u001b[31mred\u2028\u2029end`,
  'half a character': 'ab\uD800cd\uDFFFef\uFFFF',
  'an address’ parts': '../../etc/passwd?state=dead&limit=9#/tasks%2F%00%zz',
  'an address of this page': '#/operations" onclick="alert(1)',
};

/** A world in which every text that comes from outside is this one. */
function saying(text: string): Partial<Fixture> {
  const decisions = [{ at: NOW, text }];
  const task = aTask({
    task_id: text,
    labourer_id: text,
    job_id: text,
    last_error: { name: text, message: text },
    payload: { [text]: text },
    [`result_${text}`]: text,
    [text]: [text],
  });
  const labourer = aLabourer({ labourer_id: text, paused: true, dead: 2, decision: { at: NOW, text } });
  return {
    world: aWorld({ name: text, version: text, labourers: [text] }),
    overview: anOverview({ labourers: [labourer] }),
    ecology: anEcology({
      labourer_id: text,
      decisions,
      metrics: anEcology().metrics.map((each) => ({ ...each, name: text })),
    }),
    axis: anAxis({ labourer_id: text, links: { head: text } }),
    explanation: anExplanation({ labourer_id: text, reasons: [{ code: text, text, advice: text }], decisions }),
    jobs: [aJob({ job_id: text, labourer_id: text })],
    grid: aGrid({
      job_id: text,
      row_name: text,
      column_name: text,
      dimensions: [text],
      rows: [text],
      columns: [text],
      cells: [[{ states: { [text]: 1, dead: 1 }, task_id: text }]],
    }),
    tasks: [task, { ...task, task_id: `${text}2`, state: text, payload: text }],
    life: aTaskLife({
      task,
      events: [{ at: NOW, event: text, author: text, details: { [text]: text }, log_url: text }],
      explanation: [{ code: text, text, advice: text }],
    }),
    dead: theDead({
      groups: [{ labourer_id: text, error: text, count: 1, newest_closed_at: NOW, sample_task_id: text }],
    }),
    costs: costs({
      labourers: costs()
        .labourers.map((each) => ({ ...each, labourer_id: text }))
        .slice(0, 1),
    }),
    operations: [
      anOperation({ operation_id: text, by: text, action: text, state: text, target: { [text]: text }, error: text }),
    ],
    preview: aPreview({ sample: [task], filter: { text } }),
  };
}

const ROUTES = (id: string): readonly string[] => [
  '#/',
  `#/labourers/${id}`,
  '#/jobs',
  `#/jobs/${id}`,
  `#/tasks?text=${id}`,
  `#/tasks/${id}`,
  '#/dead',
  '#/cost',
  '#/operations',
];

/** What could have become of a text that was taken for more. */
const TAKEN_FOR_MORE = `JSON.stringify({
  broken: globalThis.broken ?? ({}).broken ?? null,
  elements: [...document.querySelectorAll('main img, main script, main iframe, main style, main b[onclick], main [onload], main [onerror], main [onfocus], main [onclick]')].map((element) => element.outerHTML.slice(0, 80)),
  links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')).filter((href) => !href.startsWith('#/')),
  forms: [...document.querySelectorAll('[action], [formaction], [srcdoc], base')].length,
  wide: document.documentElement.scrollWidth - innerWidth > 0,
})`;

const taken = async (page: Page): Promise<unknown> => JSON.parse(await page.evaluate(TAKEN_FOR_MORE));
const NOTHING = { broken: null, elements: [], links: [], forms: 0, wide: false };

/** As it comes out of a browser: half a character is told as one that is not known. */
const whole = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

describe.skipIf(skips('pages'))('a hostile text', () => {
  const visits = fixtureVisits();

  it.each(Object.entries(HOSTILE))('that is %s is only a text, wherever it stands', async (_, text) => {
    Object.assign(visits.server.fixture, saying(text));
    const { page } = await visits.open('#/');
    // Addresses have their bounds too: no one goes to a page of 200,000 characters.
    const id = encodeURIComponent(whole(text.slice(0, 500)));
    for (const route of ROUTES(id)) {
      await goTo(page, route);
      expect({ route: route.slice(0, 12), ...((await taken(page)) as object) }).toEqual({
        route: route.slice(0, 12),
        ...NOTHING,
      });
    }
    await goTo(page, '#/operations');
    expect(whole((await page.locator('tbody td').nth(1).textContent()) ?? '')).toContain(whole(text.slice(0, 60)));
  });

  it('that is a page’s secret stays the text that it was', async () => {
    Object.assign(visits.server.fixture, saying('{{csrf}}'));
    const { page } = await visits.open('#/tasks/x');
    expect(await page.locator('pre').first().textContent()).toContain('{{csrf}}');
    expect(await page.locator('main').textContent()).not.toContain(visits.server.token);
  });

  it('is only a text in a dialogue, too', async () => {
    const text = HOSTILE['a picture that fails'] ?? '';
    Object.assign(visits.server.fixture, saying(text));
    const { page } = await visits.open('#/dead');
    await page.getByRole('button', { name: 'Redrive all' }).click();
    await page.getByRole('dialog').getByRole('listitem').waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain('<img src=x onerror=');
    expect(await page.locator('dialog img').count()).toBe(0);
  });
});
