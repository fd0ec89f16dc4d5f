import type { GuestRow } from "@/lib/api/guests";
import type { MoveRow } from "@/lib/api/moves";
import { MOVE_STATE_WORDS } from "./move-words";

/** A guest as far as moving it needs. */
export type MovableGuest = Pick<GuestRow, "clusterId" | "vmid" | "name" | "kind" | "node" | "template">;

/** `web-01`, else `VM 110`. */
export function movableName({ name, kind, vmid }: Pick<MovableGuest, "name" | "kind" | "vmid">): string {
  return name ?? `${kind === "lxc" ? "CT" : "VM"} ${vmid}`;
}

/** Why no move of a guest can be begun; null when one can. @param role why the person may not */
export function moveRefusal(
  guest: MovableGuest,
  { role, moving }: { readonly role: string | null; readonly moving: MoveRow | null },
): string | null {
  if (role !== null) return role;
  if (guest.template) return "Templates stay where they are.";
  if (moving === null) return null;
  if (moving.state === "unknown")
    return `What became of its move to ${moving.to} is not known; say so under Migrations first.`;
  const waits = moving.state === "planned" || moving.state === "waiting";
  return waits
    ? `Its move to ${moving.to} is ${MOVE_STATE_WORDS[moving.state].word} already.`
    : `It is being moved to ${moving.to} already.`;
}
