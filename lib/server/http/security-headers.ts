import "server-only";

export interface SecurityContext {
  /** A fresh one for every page. Null for an answer that is no page: nothing at all may run or load in it. */
  readonly nonce: string | null;
  readonly https: boolean;
  /** `next dev` evaluates code for its error overlay and speaks over a web socket. */
  readonly development: boolean;
}

/** What tells a browser to distrust everything that this server did not put into the page itself. */
export function securityHeaders(context: SecurityContext): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(context),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": PERMISSIONS_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(context.https && { "strict-transport-security": "max-age=31536000" }),
  };
}

/** See docs/decisions/content-security-policy.md for every directive. */
export function contentSecurityPolicy({ nonce, https, development }: SecurityContext): string {
  if (nonce === null)
    return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}

const PERMISSIONS_POLICY = [
  "accelerometer",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
  "serial",
]
  .map((feature) => `${feature}=()`)
  .join(", ");
