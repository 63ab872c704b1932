/** The documentation's site: `npm run docs` builds it, `npm run docs:dev` shows it while it is written. */

import { defineConfig } from 'vitepress';
import packageJson from '../../package.json' with { type: 'json' };
import { navigation, sidebar } from '../../scripts/docs/outline.js';
import { outsideLinks } from '../../scripts/docs/outside-links.js';

export default defineConfig({
  title: 'sosw',
  description: packageJson.description,
  lang: 'en',
  lastUpdated: false,
  metaChunk: true,
  markdown: { config: outsideLinks },
  // The index of the search is one file, loaded by who searches.
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    siteTitle: `sosw ${packageJson.version}`,
    nav: navigation(),
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
});
