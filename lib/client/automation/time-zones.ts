/** The zones that this browser knows, by the part of the world, with `UTC` and the one that is chosen. */
export function timeZoneGroups(chosen: string): readonly (readonly [string, readonly string[]])[] {
  const known = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen]);
  const groups = new Map<string, string[]>();
  for (const zone of [...known].sort((one, other) => one.localeCompare(other, "en"))) {
    const [region = zone] = zone.split("/");
    const group = zone.includes("/") ? region : "Other";
    groups.set(group, [...(groups.get(group) ?? []), zone]);
  }
  return [...groups].sort(([one], [other]) => one.localeCompare(other, "en"));
}

/** The zone that this browser's clock shows. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
