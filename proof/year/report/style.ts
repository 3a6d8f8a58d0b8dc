/** The look of the report: the product's colours in both themes, readable from 360 pixels on. */

/** The style sheet. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f7f7, #0e1214);
  --surface: light-dark(#ffffff, #15191c);
  --line: light-dark(#dfe4e6, #272e33);
  --ink: light-dark(#12181b, #e9eef0);
  --ink-2: light-dark(#465158, #aeb8be);
  --ok: light-dark(#17693c, #74cf9a);
  --bad: light-dark(#ae241c, #ff968c);
  --accent: light-dark(#0b5f74, #66c6d9);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 400 0.875rem/1.5 Inter, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums lining-nums;
}
main { max-width: 64rem; margin-inline: auto; padding: 1.5rem clamp(1rem, 2.2vw, 2rem) 4rem; }
h1 { font-size: 1.25rem; line-height: 1.2; font-weight: 600; margin: 0; }
h3 { font-size: 0.875rem; font-weight: 600; margin: 1.5rem 0 0.5rem; }
.lead { max-width: 68ch; color: var(--ink-2); margin: 0.5rem 0 1.5rem; }
.soft { color: var(--ink-2); font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem; margin: 0 0 1.5rem; }
.figures div { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0.75rem 1rem; }
.figures dt { color: var(--ink-2); font-size: 0.75rem; }
.figures dd { margin: 0; font-size: 1.75rem; line-height: 1.2; }
.bad, .figures .bad dd { color: var(--bad); }
.figures .ok dd { color: var(--ok); }
details { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0.75rem 1rem; margin-bottom: 0.75rem; }
summary { cursor: pointer; font-weight: 600; }
.wide { overflow-x: auto; max-width: 100%; }
.picture { display: block; max-width: 100%; height: auto; fill: var(--ink-2); font-size: 11px; }
.wide .picture { max-width: none; }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; margin: 0 0 0.75rem; padding: 0; font-size: 0.75rem; color: var(--ink-2); }
.key svg { margin-right: 0.375rem; }
.lines { margin: 0; padding-left: 1.25rem; font-size: 0.8125rem; overflow-wrap: anywhere; }
.rail { stroke: var(--line); stroke-width: 1; }
.fault { fill: var(--accent); fill-opacity: 0.75; }
.mark-actual { fill: light-dark(#d3e9dc, #1f4a31); }
.mark-person { fill: light-dark(#9ccfe0, #2c6577); }
.mark-interpolated { fill: light-dark(#5ea9bd, #4f9db0); }
.mark-exchanged { fill: light-dark(#7a6fc0, #9a90dc); }
.mark-estimated { fill: light-dark(#e3a63c, #c98a22); }
.mark-open { fill: light-dark(#f3d999, #6b5420); }
.mark-quarantined { fill: light-dark(#d06a9c, #c2608f); }
.mark-missing { fill: light-dark(#aab4b9, #59646b); }
.mark-invisible { fill: light-dark(#12181b, #e9eef0); fill-opacity: 0.55; }
.mark-wrong { fill: light-dark(#d92d20, #ff5a4c); }
`;
