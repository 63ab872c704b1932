/** The dashboard's page: starts with what the world is, then draws the panel that the address names. */

import './known-language.js';
import { render } from 'preact';
import { App } from './shell/app.js';
import { restoreTheme } from './state/theme.js';

restoreTheme();
const root = document.querySelector('#app');
if (root !== null) render(<App />, root);
