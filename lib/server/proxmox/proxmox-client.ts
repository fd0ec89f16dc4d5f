import "server-only";
import { type ApiRequestable, type Proxmox, proxmoxApi } from "proxmox-api";
import type { PveMethod, PveParameters, PveTransport } from "./pve-transport";

export interface ClientOptions {
  /** Ends every call of this client. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** The typed paths of the package proxmox-api, carried by our transport. Throws PveError. */
export function proxmoxClient(transport: PveTransport, options: ClientOptions = {}): Proxmox.Api {
  const provider: ApiRequestable = {
    async doRequest(httpMethod, path, pathTemplate, params) {
      const answer = await transport.request({
        method: methodOf(httpMethod),
        path: path.replace(/^\/api2\/json/, ""),
        template: pathTemplate.replace(/^\/api2\/json/, "").replaceAll("*", "{}"),
        params: params as PveParameters | undefined,
        signal: options.signal,
        timeoutMs: options.timeoutMs,
      });
      return answer.data;
    },
  };
  return proxmoxApi(provider);
}

function methodOf(method: string): PveMethod {
  const upper = method.toUpperCase();
  if (upper === "GET" || upper === "POST" || upper === "PUT" || upper === "DELETE") return upper;
  throw new TypeError(`PVE has no method ${upper}.`);
}
