import { grantLines, type TokenIdentity } from "./grant-lines";
import { type NeededPrivilege, neededPrivileges } from "./needed-privileges";

/** Rights by path, as `/access/permissions` answers: the value says whether the right holds below the path too. */
export type Permissions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type PrivilegeState = "granted" | "partly" | "missing";

export interface JudgedPrivilege {
  readonly privilege: string;
  readonly path: string;
  readonly purpose: NeededPrivilege["purpose"];
  readonly feature: string;
  readonly state: PrivilegeState;
  /** Where it holds, when it does not hold everywhere. */
  readonly heldOn: readonly string[];
  /** Commands for a root shell on any node; empty when nothing is missing. */
  readonly fix: readonly string[];
}

export interface JudgeInput {
  readonly permissions: Permissions;
  /** Rights of the user that the token belongs to; null when they may not be read. */
  readonly userPermissions: Permissions | null;
  readonly token: TokenIdentity;
  readonly major: number;
}

/** Each privilege that Evenkeel can use, whether the token has it, and if not, the lines that grant it. */
export function judgePrivileges(input: JudgeInput): readonly JudgedPrivilege[] {
  return neededPrivileges(input.major).map((needed) => {
    const { state, heldOn } = stateOf(input.permissions, needed);
    const { privilege, path, purpose, feature } = needed;
    const fix = state === "granted" ? [] : fixFor(input, needed);
    return { privilege, path, purpose, feature, state, heldOn, fix };
  });
}

/** Every privilege that is granted somewhere and that Evenkeel has no use for. */
export function unneededPrivileges(permissions: Permissions, major: number): readonly string[] {
  const used = new Set(neededPrivileges(major).map(({ privilege }) => privilege));
  const held = Object.values(permissions).flatMap((rights) => Object.keys(rights));
  return [...new Set(held)].filter((privilege) => !used.has(privilege)).sort();
}

function stateOf(
  permissions: Permissions,
  { privilege, path }: NeededPrivilege,
): Pick<JudgedPrivilege, "state" | "heldOn"> {
  if (holds(permissions, path, privilege)) return { state: "granted", heldOn: [] };
  const heldOn = Object.keys(permissions)
    .filter((at) => at !== "/" && isBelow(at, path) && permissions[at]?.[privilege] !== undefined)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return { state: heldOn.length > 0 ? "partly" : "missing", heldOn };
}

/** The nearest path that is listed decides; one further up counts only when it propagates. */
function holds(permissions: Permissions, path: string, privilege: string): boolean {
  const own = permissions[path];
  if (own) return own[privilege] !== undefined;
  return Number(permissions["/"]?.[privilege] ?? 0) === 1;
}

function isBelow(path: string, top: string): boolean {
  if (top === "/") return false;
  // A pool's rights count for its guests and storages.
  const throughPool = (top === "/vms" || top === "/storage") && path.startsWith("/pool/");
  return throughPool || path.startsWith(`${top}/`);
}

function fixFor(input: JudgeInput, needed: NeededPrivilege): readonly string[] {
  const { permissions, userPermissions, token } = input;
  // A role on a deeper path replaces what comes from above, so it is that path that has to be mended.
  const isOverridden = holds(permissions, "/", needed.privilege) && needed.path !== "/";
  const path = isOverridden ? needed.path : "/";
  const userHasIt = userPermissions !== null && holds(userPermissions, needed.path, needed.privilege);
  return grantLines({ privileges: [needed.privilege], role: needed.role, path, token, userHasIt });
}
