import "server-only";

/**
 * Brings a SHA-256 fingerprint to the form `AA:BB:…` (32 pairs). Takes it with or without colons, in either case and
 * with openssl's `SHA256 Fingerprint=` in front; null when it is none.
 */
export function readFingerprint(typed: string): string | null {
  const hex = typed
    .trim()
    .replace(/^sha-?256(\s*fingerprint)?\s*[=:]\s*/i, "")
    .replace(/[:\s-]/g, "");
  if (!/^[0-9a-f]{64}$/i.test(hex)) return null;
  return (hex.toUpperCase().match(/../g) ?? []).join(":");
}
