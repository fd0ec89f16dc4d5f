import { createHmac } from "node:crypto";

/** The value of `X-Inngest-Signature` for a body: HMAC-SHA256 over the body and the time, in hex. */
export function signRequest(body: string, signingKey: string, nowMs: number): string {
  const seconds = String(Math.floor(nowMs / 1_000));
  const key = signingKey.replace(/^signkey-\w+-/, "");
  const signature = createHmac("sha256", key).update(body).update(seconds).digest("hex");
  return `t=${seconds}&s=${signature}`;
}
