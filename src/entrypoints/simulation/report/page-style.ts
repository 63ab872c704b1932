/** How the page of a report looks: light or dark as its reader's system is, on a desk and on a phone. */

/** CSS, put into the page behind that of uPlot. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1f2937; --faint: #4b5563; --grid: #e5e7eb; --bad: #b91c1c; --allowed: #b45309;
  --run-1: #1d4ed8; --run-2: #c2410c; --run-3: #15803d; --run-4: #7e22ce; --run-5: #be185d; --run-6: #475569;
  --status-0: #b91c1c; --status-1: #ea580c; --status-2: #eab308; --status-3: #84cc16; --status-4: #22c55e;
  --on-status: #111827;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #111827; --ink: #e5e7eb; --faint: #9ca3af; --grid: #374151; --bad: #f87171; --allowed: #fbbf24;
    --run-1: #60a5fa; --run-2: #fb923c; --run-3: #4ade80; --run-4: #c084fc; --run-5: #f472b6; --run-6: #94a3b8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.5rem; border-top: 1px solid var(--grid); padding-top: 1rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.25rem 0 0.25rem; overflow-wrap: anywhere; }
p { margin: 0.5rem 0; }
.faint, caption { color: var(--faint); }
.warning { border-left: 4px solid var(--allowed); padding-left: 0.75rem; overflow-wrap: anywhere; }
figure { margin: 0; }
figcaption { color: var(--faint); font-size: 0.9rem; overflow-wrap: anywhere; }
.plot { min-height: 6rem; max-width: 100%; overflow: hidden; }
.table { overflow-x: auto; max-width: 100%; }
.table:focus-visible, summary:focus-visible, a:focus-visible { outline: 3px solid var(--run-1); outline-offset: 2px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: 0.9rem; }
th, td { padding: 0.2rem 0.75rem 0.2rem 0; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--grid); }
th:first-child, .labels td { text-align: left; }
th { font-weight: 600; }
td.bad { color: var(--bad); font-weight: 600; }
details { margin-top: 0.5rem; }
summary { cursor: pointer; }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; margin: 0.5rem 0; }
.key li { border-left: 1rem solid; padding-left: 0.4rem; }
.status-0 { border-color: var(--status-0) !important; } .status-1 { border-color: var(--status-1) !important; }
.status-2 { border-color: var(--status-2) !important; } .status-3 { border-color: var(--status-3) !important; }
.status-4 { border-color: var(--status-4) !important; }
.uplot { max-width: 100%; font-family: inherit; }
.u-legend { font-size: 14px; text-align: left; }
.u-legend th, .u-legend td { border: 0; padding: 0 0.25rem; }
.u-legend .u-series { padding-right: 0.5rem; }
.u-axis, .u-label { color: var(--ink); }
.u-select { background: color-mix(in srgb, var(--run-1) 20%, transparent); }
.u-hz .u-cursor-x, .u-hz .u-cursor-y, .u-vt .u-cursor-x, .u-vt .u-cursor-y { border-color: var(--faint); }
`;
