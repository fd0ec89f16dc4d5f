import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import type { TestSimulator } from "./simulator";

export interface PveAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; null when there is none or it is no JSON. */
  readonly body: { data?: unknown; message?: string; errors?: Record<string, string>; total?: number } | null;
}

export interface PveRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Without the token. */
  readonly anonymous?: boolean;
}

/** One raw call to a simulator, with its token unless told otherwise; paths without `/api2/json`. */
export async function pveRequest(
  simulator: Pick<TestSimulator, "host" | "port" | "tokenId" | "tokenSecret">,
  path: string,
  { method = "GET", headers = {}, body, anonymous = false }: PveRequest = {},
): Promise<PveAnswer> {
  const authorization = `PVEAPIToken=${simulator.tokenId}=${simulator.tokenSecret}`;
  const prefix = path.startsWith("/sim/") || path.startsWith("//") ? "" : "/api2/json";
  return await new Promise((resolve, reject) => {
    const call = request(
      {
        host: simulator.host,
        port: simulator.port,
        path: `${prefix}${path.replace(/^\/\//, "/")}`,
        method,
        rejectUnauthorized: false,
        agent: false,
        headers: {
          ...(anonymous ? {} : { Authorization: authorization }),
          ...(body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? "",
            headers: response.headers,
            text,
            body: parse(text),
          });
        });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

/** The `data` of a call that must succeed. */
export async function pveData<Data = unknown>(
  simulator: Parameters<typeof pveRequest>[0],
  path: string,
  options?: PveRequest,
): Promise<Data> {
  const answer = await pveRequest(simulator, path, options);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.reason} ${answer.text}`);
  return answer.body?.data as Data;
}

function parse(text: string): PveAnswer["body"] {
  try {
    return JSON.parse(text) as PveAnswer["body"];
  } catch {
    return null;
  }
}
