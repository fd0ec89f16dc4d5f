import { type IncomingMessage, METHODS } from "node:http";
import { Random } from "../random";
import { isAtLeast } from "../release";
import type { NodeState } from "../world/state";
import type { World } from "../world/world";
import type { Account, Accounts } from "./accounts";
import { ApiError, LockError, parameterError } from "./api-error";
import { authenticate } from "./authenticate";
import { type Call, type Endpoint, type Method, Page, type Permission, type ServerFacts } from "./endpoint";
import { checkParameters, parametersOf, readForm, readJsonBody } from "./parameter";
import { perlJson } from "./perl-json";
import { requirePermission } from "./permissions";
import { type Answer, readBody } from "./respond";
import type { RouteMatch, Router } from "./router";

const BODY_LIMIT = 524_288;
const VERBS: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "DELETE"]);

export interface DispatchContext {
  readonly world: World;
  readonly router: Router;
  readonly accounts: Accounts;
  readonly server: ServerFacts;
  /** Seconds of real time before a dead node's calls are answered: the first one, and those after it. */
  readonly deadNodeDelays: readonly [number, number];
  readonly authenticationDelay: number;
  readonly lockDelay: number;
  readonly wait: (seconds: number) => Promise<void>;
  readonly nextSeed: () => number;
}

/** Carries out one call below `/api2/json` as pveproxy would. */
export async function dispatch(
  context: DispatchContext,
  request: IncomingMessage,
  path: string,
  query: string,
  match: RouteMatch | null,
): Promise<Answer> {
  const random = new Random(context.nextSeed());
  try {
    const result = await perform(context, request, path, query, match);
    const body =
      result instanceof Page ? { data: result.rows, total: result.total } : { data: result ?? null };
    return { status: 200, reason: "OK", body: perlJson(body, random) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return await failure(context, error, random, path);
  }
}

async function perform(
  context: DispatchContext,
  request: IncomingMessage,
  path: string,
  query: string,
  match: RouteMatch | null,
): Promise<unknown> {
  const { world } = context;
  const body = await readRequest(request);
  const account = isPublic(match?.endpoint)
    ? null
    : authenticate(request, context.accounts, world.profile, world.now());
  if (!match) throw notImplemented(request, path);

  const { endpoint } = match;
  const caller = account ?? anonymous();
  requirePermission(permissionOf(endpoint, world), { world, account: caller, path: match.path });
  const given = new Map([...body, ...readForm(query)]);
  checkPath(endpoint, match);
  // A call for another node is checked by that node, as its release has it.
  const node = endpoint.proxied ? await reachNode(context, match.path.get("node") ?? "") : world.localNode();
  if (endpoint.since && !isAtLeast(node.profile, endpoint.since)) throw notImplemented(request, path);
  const values = checkParameters(parametersOf(endpoint.parameters, node.profile), given);
  const call: Call = { world, account: caller, path: match.path, query: values, server: context.server };
  return endpoint.answer(call);
}

export function permissionOf(endpoint: Endpoint, world: World): Permission {
  return typeof endpoint.permission === "function"
    ? endpoint.permission(world.profile.number)
    : endpoint.permission;
}

async function failure(
  context: DispatchContext,
  error: ApiError,
  random: Random,
  path: string,
): Promise<Answer> {
  const reason = error.message;
  if (error instanceof LockError) await context.wait(context.lockDelay);
  if (error.status === 401) {
    await context.wait(context.authenticationDelay);
    const isLogin = path === "/access/ticket";
    return { status: 401, reason, body: isLogin ? perlJson({ data: null }, random) : null };
  }
  if (error.status >= 595) return { status: error.status, reason, body: null };
  const body = { data: null, errors: error.errors, message: `${error.message}\n` };
  return { status: error.status, reason, body: perlJson(body, random) };
}

function notImplemented(request: IncomingMessage, path: string): ApiError {
  return new ApiError(501, `Method '${request.method} ${path}' not implemented`);
}

function isPublic(endpoint: Endpoint | undefined): boolean {
  return endpoint?.permission === "world";
}

function anonymous(): Account {
  return { id: "", user: { id: "", password: "", acl: [] }, token: null };
}

async function readRequest(request: IncomingMessage): Promise<Map<string, string>> {
  const method = request.method ?? "GET";
  if (!VERBS.has(method) || !METHODS.includes(method))
    throw new ApiError(501, `method '${method}' not available`);
  if (request.headers["transfer-encoding"])
    throw new ApiError(501, "chunked transfer encoding not supported");
  const length = Number(request.headers["content-length"] ?? 0);
  if (length > 0 && (method === "GET" || method === "DELETE")) {
    throw new ApiError(501, `Unexpected content for method '${method}'`);
  }
  if (length > BODY_LIMIT) throw new ApiError(501, "for data too large");
  const body = await readBody(request, BODY_LIMIT);
  if (body === null) throw new ApiError(501, "for data too large");
  if (body === "") return new Map();

  const type = String(request.headers["content-type"] ?? "");
  if (type.includes("application/json")) return readJsonBody(body);
  if (type === "" || type.includes("application/x-www-form-urlencoded")) return readForm(body);
  throw new ApiError(501, `upload content type '${type}' not supported`);
}

function checkPath(endpoint: Endpoint, match: RouteMatch): void {
  const vmid = match.path.get("vmid");
  if (!endpoint.path.includes("{vmid}") || vmid === undefined) return;
  if (!/^\d+$/.test(vmid)) throw parameterError({ vmid: `type check ('integer') failed - got '${vmid}'` });
  if (!/^[1-9]\d{2,8}$/.test(vmid)) {
    throw parameterError({ vmid: "invalid format - value does not look like a valid VM ID\n" });
  }
}

/** What the node that was asked says when it cannot pass a call on. */
async function reachNode(context: DispatchContext, name: string): Promise<NodeState> {
  const node = context.world.nodes.get(name);
  if (!node) {
    throw new ApiError(
      500,
      `hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`,
    );
  }
  if (node.online) return node;
  const [first, later] = context.deadNodeDelays;
  node.refusedCalls += 1;
  await context.wait(node.refusedCalls === 1 ? first : later);
  throw new ApiError(595, node.refusedCalls === 1 ? "Connection timed out" : "No route to host");
}

export function isMethod(method: string | undefined): method is Method {
  return method !== undefined && VERBS.has(method);
}
