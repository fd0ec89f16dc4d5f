import "server-only";

export interface PveVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Reads `9.1.2`, `8.4`, `pve-manager/9.1.2/9d436f37a0ac4172` or `8.4.1-pve1`; null for anything else. */
export function parsePveVersion(text: string | null | undefined): PveVersion | null {
  const match = /^(?:pve-manager\/)?(\d{1,3})\.(\d{1,3})(?:[.-](\d{1,4}))?(?![\d])/.exec(text?.trim() ?? "");
  if (!match) return null;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

/** `9.1.2` out of any of the forms that {@link parsePveVersion} reads. */
export function plainPveVersion(text: string | null | undefined): string | null {
  const match = /^(?:pve-manager\/)?(\d{1,3}\.\d{1,3}(?:\.\d{1,4})?)/.exec(text?.trim() ?? "");
  return match?.[1] ?? null;
}

/** True when `version` is `minimum` or newer; false when it is not known, so that nothing is sent that may not exist. */
export function atLeast(version: string | null | undefined, minimum: string): boolean {
  const have = parsePveVersion(version);
  const need = parsePveVersion(minimum);
  if (!have || !need) return false;
  if (have.major !== need.major) return have.major > need.major;
  if (have.minor !== need.minor) return have.minor > need.minor;
  return have.patch >= need.patch;
}
