import type { ClusterLogin } from "@/lib/api/cluster-login";
import { type ConnectionDraft, connectionInput } from "./connection-draft";

/** User and password while they are typed; never kept. */
export interface LoginDraft {
  readonly username: string;
  readonly password: string;
  readonly otp: string;
}

export const EMPTY_LOGIN: LoginDraft = { username: "root@pam", password: "", otp: "" };

/** What of a login cannot be sent, by field; empty when all is there. */
function loginIssues({ username, password, otp }: LoginDraft): Readonly<Record<string, string>> {
  return {
    ...(/^[^\s@!]+@[^\s@!]+$/.test(username.trim())
      ? {}
      : { "login.username": "A user has its realm with it, such as root@pam." }),
    ...(password === "" ? { "login.password": "Enter the password." } : {}),
    ...(/^\d{0,10}$/.test(otp.trim()) ? {} : { "login.otp": "The code is made of digits." }),
  };
}

export function loginOf({ username, password, otp }: LoginDraft): ClusterLogin {
  return { username: username.trim(), password, otp: otp.trim() === "" ? null : otp.trim() };
}

/** The form as the API takes it; with a login in place of a token, what stands for the token is not sent. */
export function checkedInput(
  draft: ConnectionDraft,
  options: { isNew: boolean; paused: boolean },
  login: LoginDraft | null,
  needsLogin: boolean,
): ReturnType<typeof connectionInput> {
  if (login === null) return connectionInput(draft, options);
  const wrong = needsLogin ? loginIssues(login) : {};
  const standIn = { ...draft, tokenId: "user@realm!evenkeel", tokenSecret: "made when saved" };
  const result = connectionInput(standIn, options);
  if (Object.keys(wrong).length === 0) return result;
  return { ok: false, issues: { ...wrong, ...(result.ok ? {} : result.issues) } };
}
