import { forbidden, type Token } from "../http/accounts";
import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, pathPart, readFlag } from "../http/endpoint";
import { flag, integer, optional, text } from "../http/parameter";
import { hasPrivilege } from "../http/permissions";

export const USER_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/access/users",
    permission: "all",
    parameters: { enabled: optional(flag()), full: optional(flag()) },
    answer: users,
  },
  {
    method: "GET",
    path: "/access/users/{userid}",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: (call) => {
      const userid = checkUser(call, "Sys.Audit");
      const tokens = call.server.accounts.tokensOf(userid);
      return {
        enable: 1,
        expire: 0,
        tokens: Object.fromEntries(tokens.map((token) => [nameOf(token), tokenFields(token)])),
      };
    },
  },
  {
    method: "GET",
    path: "/access/users/{userid}/token",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: (call) =>
      call.server.accounts
        .tokensOf(checkUser(call, "User.Modify"))
        .map((token) => ({ tokenid: nameOf(token), ...tokenFields(token) })),
  },
  {
    method: "GET",
    path: "/access/users/{userid}/token/{tokenid}",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: (call) => tokenFields(findToken(call)),
  },
  {
    method: "POST",
    path: "/access/users/{userid}/token/{tokenid}",
    permission: "all",
    parameters: { comment: optional(text()), expire: optional(integer(0)), privsep: optional(flag()) },
    answer: createToken,
  },
  {
    method: "DELETE",
    path: "/access/users/{userid}/token/{tokenid}",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: (call) => {
      call.server.accounts.tokens.delete(findToken(call).id);
      return null;
    },
  },
];

/** Everybody sees themselves; others only who may audit or change users. */
function users({ world, account, server }: Call): object[] {
  const all = hasPrivilege(world, account, "/access", "Sys.Audit");
  return server.accounts
    .users()
    .filter((user) => all || user.id === account.user.id)
    .map(({ id }) => ({
      userid: id,
      enable: 1,
      expire: 0,
      "realm-type": id.endsWith("@pam") ? "pam" : "pve",
    }));
}

/** The user of the path: oneself, or anybody for whoever has the right. */
function checkUser(call: Call, privilege: string): string {
  const userid = pathPart(call, "userid");
  const { account, world } = call;
  if (userid !== account.id && !hasPrivilege(world, account, "/access", privilege)) {
    throw forbidden("/access/groups", [privilege], false);
  }
  if (!call.server.accounts.users().some((user) => user.id === userid)) {
    throw new ApiError(500, `no such user ('${userid}')`);
  }
  return userid;
}

function findToken(call: Call): Token {
  const userid = checkUser(call, "User.Modify");
  const name = pathPart(call, "tokenid");
  const token = call.server.accounts.tokensOf(userid).find((candidate) => nameOf(candidate) === name);
  if (!token) throw new ApiError(500, `no such token '${name}' for user '${userid}'`);
  return token;
}

function createToken(call: Call): object {
  const userid = checkUser(call, "User.Modify");
  const id = `${userid}!${pathPart(call, "tokenid")}`;
  const { accounts } = call.server;
  if (accounts.tokens.has(id)) throw new ApiError(500, "Token already exists.");
  const separate = !call.query.has("privsep") || readFlag(call, "privsep");
  const token = accounts.createToken(id, call.world.random.uuid(), separate);
  return { "full-tokenid": id, value: token.secret, info: tokenFields(token) };
}

function nameOf(token: Token): string {
  return token.id.slice(token.userId.length + 1);
}

function tokenFields(token: Token): object {
  return { expire: 0, privsep: token.privilegeSeparation ? 1 : 0 };
}
