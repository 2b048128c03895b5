/**
 * Stands in the page where the nonce of this load belongs (`<meta property="csp-nonce" content="__CSP_NONCE__">`): the
 * component library reads it there for the one style element that it makes itself.
 */
export const noncePlaceholder = '__CSP_NONCE__';

/** Trusted Types policies that page code may create; everything else that turns text into code or markup throws. */
const trustedTypesPolicies = ['estation-worker'];

/**
 * What a page of ours may do, as headers. No script but our files (no inline, no eval; WebAssembly for the face guidance), no
 * connection out of the terminal, no frames. Cross-origin isolation gives WebAssembly its threads.
 * @param nonce fresh for every load, base64
 */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentPolicy(nonce),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob: mediastream:",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypesPolicies.join(' ')}`,
  ].join('; ');
}
