import { ADMIN, OPERATOR, type Person, VIEWER } from "./people";

const PEOPLE = { viewer: VIEWER, operator: OPERATOR, admin: ADMIN } as const;
const HEIGHTS = { 1440: 900, 390: 844 } as const;

/** Who looks, how wide, and in which theme. */
export interface Combination {
  readonly role: Person["role"];
  readonly width: keyof typeof HEIGHTS;
  readonly theme: "dark" | "light";
}

/** `npm run test:journeys`: every journey in every combination. Without it those that act are made once each. */
export const isFull = process.env.EVENKEEL_JOURNEYS === "all";

const EVERY: readonly Combination[] = (["viewer", "operator", "admin"] as const).flatMap((role) =>
  ([1440, 390] as const).flatMap((width) =>
    (["dark", "light"] as const).map((theme) => ({ role, width, theme })),
  ),
);

/** What a journey that changes nothing is made in. */
export const READING = EVERY;

/** What a journey that changes a cluster is made in: the one that is named, or all whose role may. */
export function acting(named: Combination, roles: readonly Person["role"][]): readonly Combination[] {
  return isFull ? EVERY.filter(({ role }) => roles.includes(role)) : [named];
}

/** `an operator at 390 px, light` */
export function titleOf({ role, width, theme }: Combination): string {
  return `${role === "viewer" ? "a" : "an"} ${role} at ${width} px, ${theme}`;
}

/** For `test.use`. */
export function inCombination({ role, width, theme }: Combination) {
  return {
    person: PEOPLE[role],
    theme,
    viewport: { width, height: HEIGHTS[width] },
    hasTouch: width === 390,
  };
}
