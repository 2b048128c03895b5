/** The terminal's colours and manners on a phone: one column, big type, one warm colour for the next step. Sizes grow with the reader's own. */
export const styles = `
:root { --sea-900: #0a2e4a; --sea-700: #0f4c75; --sea-200: #bfdcea; --sea-100: #e3f0f6; --sand-50: #fbf8f2; --sand-300: #ddd2bd; --roof-600: #b8432a;
  --roof-700: #9a3420; --roof-100: #fbe9e4; --pine-700: #1f6247; --pine-100: #e2f0e8; --amber-700: #7a4f00; --amber-100: #fdf1d6;
  --ink: #10212e; --ink-2: #445664; --line: #d5dbe0; --focus: #ffb000; }
* { box-sizing: border-box; margin: 0; }
html { font-size: 112.5%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
html.big { font-size: 150%; }
body { background: var(--sand-50); color: var(--ink); font: 1.05rem/1.5 "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", system-ui, sans-serif; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999px; } .skip:focus { position: static; display: block; padding: 12px 18px; }
header { background: var(--sea-900); color: #fff; }
.top { max-width: 34rem; margin: 0 auto; padding: 10px 18px; display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.mark { flex: 1 1 auto; font-weight: 700; }
.pill { color: #fff; text-decoration: none; border: 2px solid rgb(255 255 255 / 45%); border-radius: 999px; padding: 6px 16px; min-height: 44px; display: inline-flex; align-items: center; font-size: .9rem; }
main, footer { max-width: 34rem; margin: 0 auto; padding: 18px; display: grid; gap: 18px; }
footer { color: var(--ink-2); font-size: .9rem; gap: 4px; padding-bottom: 28px; }
h1 { font-size: 1.75rem; line-height: 1.25; } h2 { font-size: 1.2rem; line-height: 1.3; }
.head { display: grid; gap: 10px; }
.tag { justify-self: start; border-radius: 999px; padding: 4px 16px; font-size: .9rem; background: var(--sea-100); color: var(--sea-700); }
.sub { color: var(--ink-2); }
.card { background: #fff; border: 1px solid var(--line); border-radius: 18px; padding: 18px; display: grid; gap: 12px; }
.note { border-left: 10px solid var(--amber-700); background: var(--amber-100); border-radius: 18px; padding: 18px; display: grid; gap: 8px; }
.note.bad { border-color: var(--roof-700); background: var(--roof-100); } .note.good { border-color: var(--pine-700); background: var(--pine-100); }
.note h1 { font-size: 1.5rem; }
.note.good h1 { color: var(--pine-700); } .note.bad h1 { color: var(--roof-700); } .note.wait h1 { color: var(--amber-700); }
dl > div { padding: 10px 0; border-bottom: 1px solid var(--line); } dl > div:last-child { border: 0; padding-bottom: 0; } dl > div:first-child { padding-top: 0; }
dt { color: var(--ink-2); font-size: .92rem; } dd { font-weight: 600; } dd small { display: block; font-weight: 400; color: var(--ink-2); font-size: .85rem; }
.old { display: block; color: var(--ink-2); font-weight: 400; text-decoration: line-through; text-decoration-thickness: 2px; }
.new { display: block; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
ul { padding: 0; list-style: none; display: grid; gap: 10px; }
li small { display: block; color: var(--ink-2); font-size: .85rem; }
.sites li { border-left: 6px solid var(--sea-700); padding-left: 12px; }
summary { min-height: 48px; display: flex; align-items: center; gap: 10px; font-weight: 700; font-size: 1.2rem; cursor: pointer; color: var(--sea-700); list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "+"; font-size: 1.5rem; line-height: 1; width: 1.1rem; flex: none; } details[open] summary::before { content: "\\2212"; }
details > :not(summary) { margin-top: 8px; }
ol { list-style: none; padding: 0; }
ol li { padding: 0 0 16px 24px; border-left: 3px solid var(--sea-700); position: relative; margin-left: 7px; } ol li:last-child { padding-bottom: 0; border-color: transparent; }
ol li::before { content: ""; position: absolute; left: -9px; top: 6px; width: 15px; height: 15px; border-radius: 50%; background: var(--sea-700); }
time { display: block; color: var(--ink-2); font-size: .85rem; font-variant-numeric: tabular-nums; }
form { display: grid; gap: 14px; }
label, .field { display: grid; gap: 6px; font-weight: 600; } label small { font-weight: 400; color: var(--ink-2); font-size: .9rem; }
input, select { font: inherit; font-weight: 400; min-height: 56px; width: 100%; padding: 8px 14px; border: 2px solid var(--ink-2); border-radius: 12px; background: #fff; color: var(--ink); }
input.code { font-size: 1.9rem; letter-spacing: .35em; text-align: center; font-variant-numeric: tabular-nums; }
input[aria-invalid="true"], select[aria-invalid="true"] { border-color: var(--roof-700); border-width: 3px; }
.wrong { color: var(--roof-700); font-weight: 600; }
.button { font: inherit; font-weight: 700; min-height: 56px; width: 100%; border: 0; border-radius: 14px; padding: 10px 18px; text-align: center; text-decoration: none; display: grid; place-items: center; cursor: pointer; }
.go { background: var(--roof-600); color: #fff; font-size: 1.25rem; min-height: 68px; box-shadow: 0 4px 0 var(--roof-700); }
.plain { background: var(--sea-700); color: #fff; }
.quiet { background: var(--sea-100); color: var(--sea-700); }
.next { background: #fff; border: 1px solid var(--line); border-radius: 18px; padding: 18px; display: grid; gap: 14px; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 12px; }
a { color: var(--sea-700); } a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 4px solid var(--focus); outline-offset: 2px; }
header a:focus-visible { outline-offset: 0; }
.number { font-size: 1.35rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.qr { display: block; margin: 0 auto; width: 11rem; height: 11rem; background: #fff; }
@media (min-height: 40rem) { html.usual { scroll-padding-bottom: 10rem; } .usual .next { position: sticky; bottom: 8px; box-shadow: 0 2px 0 rgb(16 33 46 / 6%), 0 12px 32px rgb(16 33 46 / 18%); } }
@media (min-width: 40rem) { main { padding-top: 28px; } }
`;
