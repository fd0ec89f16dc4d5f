import type { World } from "../world/world";
import { type Account, forbidden, privilegesOn } from "./accounts";
import type { Call, Permission } from "./endpoint";

/** Whether an account has a right on a path; a guest's pool counts for the guest. */
export function hasPrivilege(world: World, account: Account, path: string, privilege: string): boolean {
  return rightsOn(world, account, path).has(privilege);
}

export function mayAuditGuest(world: World, account: Account, vmid: number): boolean {
  return hasPrivilege(world, account, `/vms/${vmid}`, "VM.Audit");
}

export function mayAuditStorage(world: World, account: Account, storage: string): boolean {
  const rights = rightsOn(world, account, `/storage/${storage}`);
  return rights.has("Datastore.Audit") || rights.has("Datastore.AllocateSpace");
}

export function mayAuditNode(world: World, account: Account, node: string): boolean {
  return hasPrivilege(world, account, `/nodes/${node}`, "Sys.Audit");
}

/** @throws ApiError 403 with PVE's text when the account may not */
export function requirePermission(
  permission: Permission,
  call: Pick<Call, "world" | "account" | "path">,
): void {
  if (permission === "world" || permission === "all") return;
  const path = permission.path.replace(/\{(\w+)\}/g, (_, name: string) => call.path.get(name) ?? "");
  const rights = rightsOn(call.world, call.account, path);
  const has = (privilege: string): boolean => rights.has(privilege);
  const allowed = permission.any ? permission.privileges.some(has) : permission.privileges.every(has);
  if (!allowed) throw forbidden(path, permission.privileges, permission.any ?? false);
}

/** Answers are asked for thousands of paths at once, so they are remembered for each account. */
const remembered = new WeakMap<Account["user"], Map<string, Map<string, ReadonlySet<string>>>>();

function rightsOn(world: World, account: Account, path: string): ReadonlySet<string> {
  const known = knownRights(world, account);
  const before = known.get(path);
  if (before) return before;

  const rights = computeRights(world, account, path);
  known.set(path, rights);
  return rights;
}

/** A new guest may be in another pool than the one whose VMID it has; so the memory ends with it. */
function knownRights(world: World, account: Account): Map<string, ReadonlySet<string>> {
  const key = `${account.id} ${world.profile.release} ${world.slotCount}`;
  const ofUser = remembered.get(account.user) ?? new Map<string, Map<string, ReadonlySet<string>>>();
  remembered.set(account.user, ofUser);
  const known = ofUser.get(key) ?? new Map<string, ReadonlySet<string>>();
  ofUser.set(key, known);
  return known;
}

function computeRights(world: World, account: Account, path: string): ReadonlySet<string> {
  const own = privilegesOn(account, path, world.profile);
  const pool = poolOf(world, path);
  if (!pool) return own;
  return new Set([...own, ...privilegesOn(account, `/pool/${pool}`, world.profile)]);
}

function poolOf(world: World, path: string): string | null {
  const match = /^\/vms\/(\d+)$/.exec(path);
  return match ? (world.guests.get(Number(match[1]))?.pool ?? null) : null;
}
