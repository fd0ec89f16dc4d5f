import { type ClusterFacts, type Concern, concern, DAY_MS } from "./concern";
import { unneededPrivileges } from "./judge-privileges";

const TOKEN_WARNING_DAYS = 14;

export function tokenConcerns({ token, permissions, checkedAtMs, major }: ClusterFacts): readonly Concern[] {
  const title = "Token";
  const [user = "", name = ""] = token.id.split("!");
  const found: Concern[] = [];
  const { expiresAtMs } = token;
  if (expiresAtMs !== null && expiresAtMs > 0) {
    const days = Math.floor((expiresAtMs - checkedAtMs) / DAY_MS);
    const isSoon = days < TOKEN_WARNING_DAYS;
    found.push(
      concern({
        id: "token-expiry",
        severity: isSoon ? "warning" : "ok",
        title,
        call: "GET /access/users/{user}/token/{token}",
        message: days < 0 ? "The token has expired." : `The token expires in ${days} days.`,
        fix: isSoon ? [`pveum user token modify ${user} ${name} --expire 0`] : [],
      }),
    );
  }
  if (token.privilegeSeparation === false)
    found.push(
      concern({
        id: "token-privsep",
        severity: user === "root@pam" ? "warning" : "info",
        title,
        message: `The token has every right of ${user}. With privilege separation it would have only what it is granted.`,
        fix: [`pveum user token modify ${user} ${name} --privsep 1`],
      }),
    );
  const unneeded = permissions ? unneededPrivileges(permissions, major) : [];
  if (unneeded.length > 0)
    found.push(
      concern({
        id: "token-unneeded",
        severity: "info",
        title,
        call: "GET /access/permissions",
        message: `The token may do more than Evenkeel has a use for: ${listed(unneeded)}.`,
      }),
    );
  return found;
}

function listed(words: readonly string[]): string {
  return words.length > 8 ? `${words.slice(0, 8).join(", ")} and ${words.length - 8} more` : words.join(", ");
}
