import type { CertificateCheck, Plan } from "../plan";

/** A plan before it has its certificate. */
export type PlanToCheck = Omit<Plan, "certificate" | "refused">;

/** Shares, scores and seconds that differ by less than this part of themselves are the same. */
const TOLERANCE = 1e-6;

/** Whether a claimed figure is the computed one. */
export function isSame(claimed: number, computed: number): boolean {
  return Math.abs(claimed - computed) <= TOLERANCE * Math.max(1, Math.abs(computed));
}

/** Whether `one` is above `other` by more than rounding. */
export function isAbove(one: number, other: number): boolean {
  return one - other > TOLERANCE * Math.max(1, Math.abs(other));
}

/** Figures are shown like this in faults. */
export function figure(value: number | null): string {
  return value === null ? "none" : String(Math.round(value * 1e6) / 1e6);
}

/** How many faults a check tells; more of the same kind say nothing new. */
const MOST_TOLD = 3;

/** One named check: fine with `sentence`, or not with the first faults. */
export function checked(check: string, faults: readonly string[], sentence: string): CertificateCheck {
  if (faults.length === 0) return { check, ok: true, detail: sentence };
  const more = faults.length > MOST_TOLD ? ` And ${faults.length - MOST_TOLD} more.` : "";
  return { check, ok: false, detail: `${faults.slice(0, MOST_TOLD).join(" ")}${more}` };
}

/** The same for what is said of guests, so that one knows which are concerned. */
export function checkedGuests(
  check: string,
  faults: readonly { readonly vmid: number; readonly fault: string }[],
  sentence: string,
): CertificateCheck {
  const told = checked(
    check,
    faults.map(({ fault }) => fault),
    sentence,
  );
  return told.ok ? told : { ...told, guests: [...new Set(faults.map(({ vmid }) => vmid))] };
}
