/** Whose rights are to be mended. */
export interface TokenIdentity {
  /** `user@realm!name`. */
  readonly id: string;
  /** Whether the token's rights are its own, cut by its user's; null when PVE does not tell. */
  readonly privilegeSeparation: boolean | null;
}

interface Grant {
  readonly privileges: readonly string[];
  /** A role of PVE's own that holds them; null makes one. */
  readonly role: string | null;
  readonly path: string;
  readonly token: TokenIdentity;
  readonly userHasIt: boolean;
}

/**
 * The `pveum` lines that grant privileges. A token with privilege separation has only what both it and its user have,
 * so both get the role; one without has its user's rights, so only the user does.
 */
export function grantLines({ privileges, role, path, token, userHasIt }: Grant): readonly string[] {
  const user = token.id.split("!")[0] ?? token.id;
  const name = role ?? roleName(privileges);
  const forToken = `pveum acl modify ${path} --tokens '${token.id}' --roles ${name}`;
  const forUser = `pveum acl modify ${path} --users '${user}' --roles ${name}`;
  const userNeedsIt = !userHasIt && user !== "root@pam";
  return [
    ...(role === null ? [`pveum role add ${name} --privs "${privileges.join(" ")}"`] : []),
    ...(userNeedsIt || token.privilegeSeparation === false ? [forUser] : []),
    ...(token.privilegeSeparation === false ? [] : [forToken]),
  ];
}

/** Lines for everything that is missing at once: PVE's own role, and one more for what no role of PVE's holds alone. */
export function grantAllLines(
  missing: readonly {
    readonly privilege: string;
    readonly purpose: string;
    readonly fix: readonly string[];
  }[],
): readonly string[] {
  const lines = missing.flatMap(({ fix }) => fix);
  const made = [
    ...new Set(missing.filter(({ fix }) => fix[0]?.startsWith("pveum role")).map((p) => p.privilege)),
  ];
  const role = "EvenkeelOperator";
  const joined = lines
    .filter((line) => !line.startsWith("pveum role"))
    .map((line) => line.replace(/--roles Evenkeel\w+$/, `--roles ${role}`));
  const create = made.length > 0 ? [`pveum role add ${role} --privs "${made.join(" ")}"`] : [];
  return [...create, ...new Set(joined)];
}

function roleName(privileges: readonly string[]): string {
  return `Evenkeel${privileges.map((privilege) => privilege.replace(/[^A-Za-z]/g, "")).join("")}`;
}
