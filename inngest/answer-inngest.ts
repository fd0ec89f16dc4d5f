import { serve } from "inngest/edge";
import { env } from "@/lib/server/env";
import { AppError } from "@/lib/server/http/app-error";
import { usesInngestServer } from "@/lib/server/jobs/uses-inngest-server";
import { childLog } from "@/lib/server/log";
import { inngest } from "./client";
import { functions } from "./index";
import { isOwnAddress, serveAddress } from "./serve-address";

const options = { client: inngest, functions: [...functions] };
/** Every request must be signed. */
const answerSigned = serve({ ...options, enableUnauthedSync: false });
/** As above, but a `PUT` makes the application introduce itself to its server, whoever asks for it. */
const answerSync = serve({ ...options, enableUnauthedSync: true });

/**
 * Answers an Inngest server: runs a step, introduces the functions to it, or tells which there are.
 *
 * @throws AppError `not_found` while jobs run inside this server
 */
export async function answerInngest(request: Request): Promise<Response> {
  if (!usesInngestServer()) {
    throw new AppError("not_found", "Jobs run inside this server: there is no Inngest server to answer.");
  }
  const address = serveAddress(request);
  const answer = mayStartSync(request, address) ? answerSync : answerSigned;
  return await answer(await withAddress(request, address));
}

/** `inngest start` asks for the functions without a signature; Inngest's cloud signs everything. */
function mayStartSync(request: Request, address: URL): boolean {
  if (request.method !== "PUT" || env.INNGEST_BASE_URL === undefined) return false;
  if (isOwnAddress(address)) return true;
  childLog("inngest").warn(
    { origin: address.origin },
    "an unsigned wish to introduce the functions under this address is refused; set INNGEST_SERVE_ORIGIN to the address that the Inngest server calls",
  );
  return false;
}

async function withAddress(request: Request, address: URL): Promise<Request> {
  const headers = new Headers(request.headers);
  headers.set("host", address.host);
  const { method } = request;
  const body = method === "GET" ? null : await request.text();
  return new Request(address, { method, headers, body });
}
