import type { DemoMember } from './staff.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** The page on which one says who one is: of development, so without a password. */
export function signInPage(uid: string, staff: readonly DemoMember[]): string {
  const rows = staff.map(
    ({ subject, name, post }) =>
      `<button name="account" value="${safe(subject)}"><b>${safe(name)}</b><span>${safe(post)}</span></button>`,
  );
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>统一身份认证（演示）</title><style>
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#fbf8f2;color:#10212e;font:20px/1.45 "Noto Sans CJK SC",sans-serif}
form{display:grid;grid-template-columns:1fr 1fr;gap:12px;max-width:720px;padding:40px;background:#fff;border-radius:20px;box-shadow:0 12px 32px rgb(16 33 46/10%)}
h1,p{grid-column:1/-1;margin:0}h1{font-size:32px}p{color:#445664}
button{display:grid;text-align:start;padding:12px 18px;border:2px solid #bfdcea;border-radius:12px;background:#f1f7fa;font:inherit;cursor:pointer}
button:focus-visible{outline:4px solid #0a2e4a}span{color:#445664;font-size:17px}
</style></head><body><form method="post" action="/interaction/${encodeURIComponent(uid)}">
<h1>统一身份认证</h1><p>演示环境：选择一位工作人员，不用密码。</p>${rows.join('\n')}</form></body></html>`;
}
