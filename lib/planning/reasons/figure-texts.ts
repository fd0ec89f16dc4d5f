import type { Guest } from "@/lib/inventory/snapshot";
import { formatFigure } from "@/lib/scoring/format-figure";
import type { MoveKind } from "../plan";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `6 GiB`, `512 MiB`; at most one decimal. */
export function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${formatFigure(bytes / 1024 ** power)} ${UNITS[power] ?? "B"}`;
}

/** `91 %`; shares of capacity, 0–1 and above. */
export function percentText(fraction: number): string {
  return `${formatFigure(fraction * 100)} %`;
}

/** `0.1 s`, `41 s`, `12 min`, `3 h 30 min`. */
export function secondsText(seconds: number): string {
  if (seconds < 100) return `${formatFigure(seconds < 10 ? seconds : Math.round(seconds))} s`;
  if (seconds < 5_400) return `${formatFigure(Math.round(seconds / 60))} min`;
  const minutes = Math.round(seconds / 60);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `db1 (VM 100)`, `CT 101`. */
export function guestText({ name, kind, vmid }: Pick<Guest, "name" | "kind" | "vmid">): string {
  const number = `${kind === "qemu" ? "VM" : "CT"} ${vmid}`;
  return name && name !== number && name !== `CT${vmid}` ? `${name} (${number})` : number;
}

/** `1 move`, `3 moves`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export const KIND_TEXTS: Readonly<Record<MoveKind, string>> = {
  live: "live",
  restart: "with a restart",
  offline: "while stopped",
};

/** `pve1, pve2 and pve3`. */
export function listText(words: readonly string[], most = 5): string {
  const shown =
    words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
