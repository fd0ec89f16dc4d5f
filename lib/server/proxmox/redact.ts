import "server-only";

const REMOVED = "[removed]";
const SECRET_KEY =
  /pass(word|phrase)?$|password|secret|ticket|csrf|cookie|private[-_]?key|^key$|authorization|^token$|otp|challenge/i;

/** Takes tokens, tickets, passwords and cookies out of free text. */
export function redactText(text: string): string {
  return text
    .replace(/(PVEAPIToken[= ][^=\s"',;]+=)[^\s"',;]+/g, `$1${REMOVED}`)
    .replace(/(PVEAuthCookie=)[^\s"',;]+/g, `$1${REMOVED}`)
    .replace(/\bPVE:[^\s"':]+:[0-9A-F]{8}::[A-Za-z0-9+/=%]+/g, REMOVED)
    .replace(
      /((?:^|[?&\s])(?:password|passwd|secret|ticket|otp|CSRFPreventionToken)=)[^&\s"']+/gi,
      `$1${REMOVED}`,
    )
    .replace(
      /(\b[^\s@!]+@[^\s@!]+![^\s=]+=)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
      `$1${REMOVED}`,
    );
}

/** A copy of a parsed body without secrets. */
export function redactBody(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map(redactBody);
  if (typeof value !== "object" || value === null) return value;
  const isNewToken = "full-tokenid" in value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const secret = SECRET_KEY.test(key) || (isNewToken && key === "value");
      return [
        key,
        secret && (typeof inner === "string" || typeof inner === "number") ? REMOVED : redactBody(inner),
      ];
    }),
  );
}
