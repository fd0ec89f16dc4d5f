import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { PEER_ADDRESS_HEADER } from "@/lib/server/http/peer-address";
import { callRoute } from "./call-route";

const HOST = "evenkeel.test:3000";

export interface SignInOutcome {
  readonly status: number;
  /** What a browser would send with its next request; empty when not signed in. */
  readonly cookie: string;
  readonly sessionSetCookie: string | null;
  /** What next-auth's client shows as the error. */
  readonly error: string | null;
}

export interface SignInInput {
  readonly username: string;
  readonly password: string;
  readonly address?: string;
  readonly csrf?: "valid" | "missing";
  readonly headers?: Readonly<Record<string, string>>;
}

/** Signs in as next-auth's browser client does: fetches the token against forgery, then sends the form. */
export async function signInOverHttp(input: SignInInput): Promise<SignInOutcome> {
  const { username, password, address = "192.0.2.1", csrf = "valid" } = input;
  const token = await callRoute(GET, { path: "/api/auth/csrf", params: { nextauth: ["csrf"] } });
  const { csrfToken } = await token.json();
  const cookies = cookiesOf(token);
  const form = { username, password, json: "true", ...(csrf === "valid" && { csrfToken }) };
  const response = await callRoute(POST, {
    method: "POST",
    path: "/api/auth/callback/credentials",
    params: { nextauth: ["callback", "credentials"] },
    body: new URLSearchParams(form).toString(),
    cookie: cookies.join("; "),
    headers: {
      host: HOST,
      "content-type": "application/x-www-form-urlencoded",
      [PEER_ADDRESS_HEADER]: address,
      ...input.headers,
    },
  });
  const body = await response.json();
  const session = response.headers.getSetCookie().find((one) => one.includes("evenkeel.session=")) ?? null;
  return {
    status: response.status,
    cookie: session?.split(";")[0] ?? "",
    sessionSetCookie: session,
    error: body.url ? new URL(body.url).searchParams.get("error") : (body.error?.code ?? null),
  };
}

export async function signOutOverHttp(cookie: string, callbackUrl = "/sign-in"): Promise<Response> {
  const token = await callRoute(GET, { path: "/api/auth/csrf", params: { nextauth: ["csrf"] }, cookie });
  const { csrfToken } = await token.json();
  return callRoute(POST, {
    method: "POST",
    path: "/api/auth/signout",
    params: { nextauth: ["signout"] },
    body: new URLSearchParams({ csrfToken, callbackUrl, json: "true" }).toString(),
    cookie: [cookie, ...cookiesOf(token)].join("; "),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
}

function cookiesOf(response: Response): readonly string[] {
  return response.headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
}
