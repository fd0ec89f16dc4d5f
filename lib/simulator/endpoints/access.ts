import { privilegesOn } from "../http/accounts";
import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, readText } from "../http/endpoint";
import { flag, optional, text } from "../http/parameter";
import { clusterName } from "./cluster";

export const ACCESS_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/access/ticket",
    permission: "world",
    parameters: NO_PARAMETERS,
    answer: () => null,
  },
  {
    method: "POST",
    path: "/access/ticket",
    permission: "world",
    parameters: {
      "new-format": optional(flag()),
      otp: optional(text()),
      password: text(),
      path: optional(text()),
      privs: optional(text()),
      realm: optional(text()),
      "tfa-challenge": optional(text()),
      username: text(),
    },
    answer: createTicket,
  },
  {
    method: "GET",
    path: "/access/permissions",
    permission: "all",
    parameters: { path: optional(text()), userid: optional(text()) },
    answer: permissions,
  },
];

function createTicket(call: Call): object {
  const realm = readText(call, "realm");
  const given = readText(call, "username") ?? "";
  const username = given.includes("@") || !realm ? given : `${given}@${realm}`;
  const { ticket, csrfToken } = call.server.login(username, readText(call, "password") ?? "");
  return {
    username,
    ticket,
    CSRFPreventionToken: csrfToken,
    clustername: call.world.standalone ? undefined : clusterName(call.world.scenario),
    cap: { access: {}, dc: {}, mapping: {}, nodes: {}, sdn: {}, storage: {}, vms: {} },
  };
}

/** Rights by path: for the caller itself, on the paths where something could be granted. */
function permissions(call: Call): object {
  const { world, account } = call;
  const userId = readText(call, "userid");
  if (userId !== undefined && userId !== account.id) {
    throw new ApiError(403, "Permission check failed (/access, Sys.Audit)");
  }
  const only = readText(call, "path");
  const paths = only ? [only] : permissionPaths(call);
  return Object.fromEntries(
    paths.map((path) => [
      path,
      Object.fromEntries([...privilegesOn(account, path, world.profile)].map((privilege) => [privilege, 1])),
    ]),
  );
}

function permissionPaths({ account }: Call): string[] {
  const acl = [...(account.token?.acl ?? []), ...account.user.acl].map((entry) => entry.path);
  return [
    ...new Set(["/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms", ...acl]),
  ];
}
