import type { MovePreflight } from "@/lib/api/move-preflight";

/** Why a move cannot be begun as things are; null when it can. @param accepted codes that the person overrules */
export function preflightRefusal(preflight: MovePreflight, accepted: ReadonlySet<string>): string | null {
  if (preflight.underWay) return `It is being moved to ${preflight.underWay.to} already.`;
  const against = preflight.refusals.filter(({ code, canOverrule }) => !(canOverrule && accepted.has(code)));
  const [first] = against;
  if (first) {
    return first.canOverrule
      ? "Say below that it is to be moved all the same, or choose another node."
      : `${first.detail} ${first.fix}`.trim();
  }
  if (preflight.proxmox.verdict === "refused") return preflight.proxmox.sentence ?? "Proxmox VE refuses it.";
  if (!preflight.ok && preflight.refusals.length === 0) return preflight.sentence;
  return null;
}

/** The overruled refusals that still stand; others need not be sent. */
export function acceptedOf(preflight: MovePreflight, accepted: ReadonlySet<string>): readonly string[] {
  return preflight.refusals
    .filter(({ code, canOverrule }) => canOverrule && accepted.has(code))
    .map(({ code }) => code);
}
