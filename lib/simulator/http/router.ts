import type { Endpoint, Method } from "./endpoint";

export interface RouteMatch {
  readonly endpoint: Endpoint;
  readonly path: ReadonlyMap<string, string>;
}

/** Finds endpoints by path: literal parts before `{placeholders}`. */
export class Router {
  readonly #byShape = new Map<string, { readonly endpoint: Endpoint; readonly parts: readonly string[] }[]>();

  constructor(endpoints: readonly Endpoint[]) {
    for (const endpoint of endpoints) {
      const parts = endpoint.path.split("/").slice(1);
      const key = `${endpoint.method} ${parts.length}`;
      const routes = this.#byShape.get(key) ?? [];
      routes.push({ endpoint, parts });
      this.#byShape.set(key, routes);
    }
    for (const routes of this.#byShape.values()) {
      routes.sort((a, b) => placeholders(a.parts) - placeholders(b.parts));
    }
  }

  /** @param path decoded parts, such as `["nodes", "pve1", "status"]` */
  find(method: Method, path: readonly string[], release: number): RouteMatch | null {
    for (const { endpoint, parts } of this.#byShape.get(`${method} ${path.length}`) ?? []) {
      if (endpoint.since && release < releaseNumber(endpoint.since)) continue;
      const values = match(parts, path);
      if (values) return { endpoint, path: values };
    }
    return null;
  }
}

function releaseNumber(release: string): number {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  return major * 100 + minor;
}

function placeholders(parts: readonly string[]): number {
  return parts.filter((part) => part.startsWith("{")).length;
}

function match(parts: readonly string[], path: readonly string[]): Map<string, string> | null {
  const values = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const given = path[index] ?? "";
    if (part.startsWith("{")) values.set(part.slice(1, -1), given);
    else if (part !== given) return null;
  }
  return values;
}
