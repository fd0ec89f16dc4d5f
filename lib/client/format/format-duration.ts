import { isKnown, MISSING } from "./missing";

const STEPS = [
  { seconds: 86_400, unit: "d" },
  { seconds: 3_600, unit: "h" },
  { seconds: 60, unit: "min" },
  { seconds: 1, unit: "s" },
] as const;

/** A length of time in its two largest units: `41 s`, `3 min 20 s`, `5 h 2 min`, `12 d 4 h`. */
export function formatDuration(seconds: number | null | undefined): string {
  if (!isKnown(seconds)) return MISSING;
  if (seconds > 0 && seconds < 1) return `${Math.max(1, Math.round(seconds * 1_000))} ms`;

  const whole = Math.max(0, Math.round(seconds));
  const first = STEPS.findIndex((step) => whole >= step.seconds);
  if (first === -1) return "0 s";

  const large = STEPS[first] ?? STEPS[3];
  const small = STEPS[first + 1];
  const text = `${Math.floor(whole / large.seconds)} ${large.unit}`;
  if (!small) return text;
  const rest = Math.floor((whole % large.seconds) / small.seconds);
  return rest === 0 ? text : `${text} ${rest} ${small.unit}`;
}

/** A length of time in its largest unit only, for narrow cells: `4 s`, `3 min`, `12 d`. */
export function formatShortDuration(seconds: number | null | undefined): string {
  if (!isKnown(seconds)) return MISSING;
  const whole = Math.max(0, Math.round(seconds));
  const step = STEPS.find((candidate) => whole >= candidate.seconds) ?? STEPS[3];
  return `${Math.floor(whole / step.seconds)} ${step.unit}`;
}
