/** The terminal's colours, for a phone in the hand: ink on paper, one state colour, always with a word beside it. */
export const styles = `
:root { --sea-900: #0a2e4a; --sea-700: #0f4c75; --sea-100: #e3f0f6; --sand-50: #fbf8f2; --pine-700: #1f6247; --pine-100: #e2f0e8;
  --amber-700: #7a4f00; --amber-100: #fdf1d6; --roof-700: #9a3420; --roof-100: #fbe9e4; --ink: #10212e; --ink-2: #445664; --line: #d5dbe0; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--sand-50); color: var(--ink); font: 17px/1.55 "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif; }
header { background: var(--sea-900); color: #fff; padding: 14px 20px; }
.mark { font-weight: 700; max-width: 560px; margin: 0 auto; }
main, footer { max-width: 560px; margin: 0 auto; padding: 20px; }
footer { color: var(--ink-2); font-size: 15px; }
.en { display: block; color: var(--ink-2); font-size: 15px; }
.verdict { border-radius: 20px; padding: 24px; margin-bottom: 20px; border-left: 10px solid; }
.verdict h1 { font-size: 28px; line-height: 1.25; }
.verdict h1 .en { font-size: 18px; color: inherit; }
.verdict p { margin-top: 10px; }
.good { background: var(--pine-100); border-color: var(--pine-700); } .good h1 { color: var(--pine-700); }
.wait { background: var(--amber-100); border-color: var(--amber-700); } .wait h1 { color: var(--amber-700); }
.bad { background: var(--roof-100); border-color: var(--roof-700); } .bad h1 { color: var(--roof-700); }
.card { background: #fff; border: 1px solid var(--line); border-radius: 20px; padding: 6px 24px; margin-bottom: 20px; }
h2 { font-size: 19px; } h2 .en { display: inline; margin-left: 8px; font-weight: 400; }
.log { border-left: 10px solid; padding: 18px 24px; } .log p { margin-top: 8px; } .log.good, .log.wait, .log.bad { background: #fff; }
a { color: var(--sea-700); } a:focus-visible { outline: 4px solid #ffb000; outline-offset: 2px; }
dl div { padding: 14px 0; border-bottom: 1px solid var(--line); } dl div:last-child { border: 0; }
dt { color: var(--ink-2); font-size: 15px; } dt .en { display: inline; margin-left: 8px; } dd { font-weight: 600; overflow-wrap: anywhere; } dd .en { font-weight: 400; }
ol { list-style: none; padding: 14px 0; }
li { padding: 0 0 18px 26px; border-left: 3px solid var(--sea-700); position: relative; margin-left: 8px; } li:last-child { padding-bottom: 0; border-color: transparent; }
li::before { content: ""; position: absolute; left: -9px; top: 6px; width: 15px; height: 15px; border-radius: 50%; background: var(--sea-700); }
time { display: block; color: var(--ink-2); font-size: 15px; font-variant-numeric: tabular-nums; }
form { display: grid; gap: 14px; padding: 18px 0; }
label { display: grid; gap: 6px; }
input { font: inherit; min-height: 52px; padding: 8px 14px; border: 2px solid var(--ink-2); border-radius: 12px; }
button { font: inherit; font-weight: 700; min-height: 56px; border: 0; border-radius: 14px; background: var(--sea-700); color: #fff; }
input:focus-visible, button:focus-visible { outline: 4px solid #ffb000; outline-offset: 2px; }
`;
