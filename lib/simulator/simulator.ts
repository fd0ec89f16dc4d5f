import type { IncomingMessage, ServerResponse } from "node:http";
import type { Scenario, ScenarioInput } from "@/lib/inventory/scenario/scenario";
import type { ScenarioEvent } from "@/lib/inventory/scenario/scenario-events";
import { DEFAULT_CLOCK_MS } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { SimulatorClock } from "./clock";
import { ENDPOINTS } from "./endpoints/endpoint-table";
import { Accounts } from "./http/accounts";
import { ApiError } from "./http/api-error";
import { ApiServer } from "./http/api-server";
import { CallCounter } from "./http/call-counter";
import { type Certificate, makeCertificate } from "./http/certificate";
import { control } from "./http/control";
import { type DispatchContext, dispatch, isMethod } from "./http/dispatch";
import { Faults, isApiFault } from "./http/faults";
import { meetFaults } from "./http/meet-faults";
import { type Answer, respond } from "./http/respond";
import { Router } from "./http/router";
import { applyWorldEvent, EventError } from "./world/apply-event";
import { rememberPastBackups, rememberPastTasks } from "./world/past-tasks";
import { scenarioNow } from "./world/scenario-now";
import type { TaskState } from "./world/state";
import { World } from "./world/world";

export interface SimulatorOptions {
  readonly scenario: Scenario;
  /** 0 (default) takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Plain HTTP, without a certificate. */
  readonly http?: boolean;
  /** Simulated seconds per second; 0 stands still until it is stepped. */
  readonly speed?: number;
  /** Keeps a token stable over restarts; it gets the rights that Evenkeel asks for. */
  readonly token?: { readonly id: string; readonly secret: string };
  readonly certificate?: Certificate;
  /** PVE answers 401 only after 3 s. */
  readonly authenticationDelaySeconds?: number;
  /** PVE tries for 10 s to get a lock that only a quorum gives. */
  readonly lockDelaySeconds?: number;
  /** PVE's first call to a dead node takes 30 s, later ones about 3 s. */
  readonly deadNodeDelaySeconds?: readonly [first: number, later: number];
}

export interface Simulator {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly token: { readonly id: string; readonly secret: string };
  /** SHA-256 of the certificate shown now; empty over HTTP. */
  readonly fingerprint: () => string;
  readonly state: () => ScenarioInput;
  /** The record of tasks, whoever may see them. */
  readonly tasks: () => readonly TaskState[];
  readonly calls: () => { readonly total: number; readonly calls: Readonly<Record<string, number>> };
  readonly resetCalls: () => void;
  readonly happen: (event: ScenarioEvent) => Promise<void>;
  /** Moves the cluster's time forward at once. */
  readonly advance: (seconds: number) => void;
  readonly stop: () => Promise<void>;
}

const API_PREFIX = "/api2/json";

/** Starts a simulated PVE cluster on this machine. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const running = new RunningSimulator(options, options.http ? null : await firstCertificate(options));
  const host = options.host ?? "127.0.0.1";
  const port = await running.server.listen(options.port ?? 0, host);
  const { id, secret } = running.accounts.firstToken();
  return {
    url: `${options.http ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    host,
    port,
    token: { id, secret },
    fingerprint: () => running.server.certificate?.fingerprint ?? "",
    state: running.state,
    tasks: running.tasks,
    calls: () => running.counter.summary(),
    resetCalls: () => running.counter.reset(),
    happen: running.happen,
    advance: running.advance,
    stop: () => running.stop(),
  };
}

async function firstCertificate({ certificate, scenario }: SimulatorOptions): Promise<Certificate> {
  return certificate ?? (await makeCertificate(scenario.nodes[0]?.name ?? "pve"));
}

class RunningSimulator {
  readonly server: ApiServer;
  readonly accounts: Accounts;
  readonly counter = new CallCounter();
  readonly #world: World;
  readonly #clock: SimulatorClock;
  readonly #faults = new Faults();
  readonly #router = new Router(ENDPOINTS);
  readonly #context: DispatchContext;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #heartbeat: NodeJS.Timeout | null;
  #answered = 0;

  constructor(options: SimulatorOptions, certificate: Certificate | null) {
    const { scenario } = options;
    const speed = options.speed ?? 1;
    this.#clock = new SimulatorClock(startSeconds(scenario, speed), speed);
    this.#world = new World(scenario, this.#clock);
    rememberPastTasks(this.#world);
    rememberPastBackups(this.#world);
    this.accounts = new Accounts(scenario.access, scenario.seed, options.token);
    this.server = new ApiServer(certificate, (request, response) => this.#handle(request, response));
    this.#context = this.#makeContext(options);
    for (const event of scenario.events) this.#planEvent(event);
    // Statistics are caught up with whenever a call comes; this keeps a quiet simulator from falling behind.
    this.#heartbeat =
      speed === 0 ? null : setInterval(() => this.#world.catchUp(), Math.max(200, 10_000 / speed)).unref();
  }

  readonly state = (): ScenarioInput => {
    this.#world.catchUp();
    return scenarioNow(this.#world);
  };

  readonly tasks = (): readonly TaskState[] => {
    this.#world.catchUp();
    return this.#world.tasks.all();
  };

  readonly advance = (seconds: number): void => {
    this.#clock.jump(seconds);
    this.#world.catchUp();
  };

  readonly happen = async (event: ScenarioEvent): Promise<void> => {
    this.#world.catchUp();
    if (event.at !== undefined) this.#planEvent(event);
    else await this.#carryOut(event);
  };

  async stop(): Promise<void> {
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    for (const timer of this.#timers) clearTimeout(timer);
    await this.server.close();
  }

  #makeContext(options: SimulatorOptions): DispatchContext {
    return {
      world: this.#world,
      router: this.#router,
      accounts: this.accounts,
      deadNodeDelays: options.deadNodeDelaySeconds ?? [30, 3],
      authenticationDelay: options.authenticationDelaySeconds ?? 3,
      lockDelay: options.lockDelaySeconds ?? 10,
      wait: (seconds) => this.#wait(seconds),
      nextSeed: () => {
        this.#answered += 1;
        return this.#world.seed ^ Math.imul(this.#answered, 0x9e3779b1);
      },
      server: {
        certificatePem: () => this.server.certificate?.pem ?? "",
        fingerprint: () => this.server.certificate?.fingerprint ?? "",
        accounts: this.accounts,
        login: (username, password) => {
          const made = this.accounts.login(username, password, this.#world.now());
          if (!made) throw new ApiError(401, "authentication failure");
          return { username, ...made };
        },
      },
    };
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#world.catchUp();
    const [rawPath = "/", query = ""] = splitOnce(request.url ?? "/", "?");
    const answer = rawPath.startsWith("/sim/")
      ? await control(
          {
            state: this.state,
            calls: () => this.counter.summary(),
            resetCalls: () => this.counter.reset(),
            happen: this.happen,
            advance: this.advance,
          },
          request,
          rawPath,
        )
      : await this.#answerApi(request, response, rawPath, query);
    if (answer) await respond(request, response, answer, this.#world.reportedNow());
  }

  async #answerApi(
    request: IncomingMessage,
    response: ServerResponse,
    rawPath: string,
    query: string,
  ): Promise<Answer | null> {
    if (!rawPath.startsWith(`${API_PREFIX}/`) && rawPath !== API_PREFIX) {
      this.counter.count(request.method ?? "", "(no such uri)");
      return { status: 501, reason: "no such uri", body: null };
    }
    const parts = rawPath.slice(API_PREFIX.length).split("/").filter(Boolean).map(decodePart);
    const path = `/${parts.join("/")}`;
    const match = isMethod(request.method)
      ? this.#router.find(request.method, parts, this.#world.profile.number)
      : null;
    this.counter.count(request.method ?? "", match?.endpoint.path ?? path);

    const faults = this.#faults.meet(path, this.#world.now());
    const verdict = await meetFaults(faults, (seconds) => this.#wait(seconds));
    if (verdict === "hang") {
      request.resume();
      await new Promise<void>((resolve) => response.once("close", resolve));
      return null;
    }
    return verdict ?? (await dispatch(this.#context, request, path, query, match));
  }

  #planEvent(event: ScenarioEvent): void {
    const due = this.#world.origin + (event.at ?? 0);
    const run = (at: number): void => {
      this.#carryOut(event).catch((error: unknown) => this.#noteFailure(event, error));
      if (event.every !== undefined) {
        const next = at + event.every;
        this.#world.schedule(next, () => run(next));
      }
    };
    this.#world.schedule(due, () => run(due));
  }

  async #carryOut(event: ScenarioEvent): Promise<void> {
    if (applyWorldEvent(this.#world, event)) return;
    if (isApiFault(event)) {
      this.#faults.add(event, this.#world.now());
      return;
    }
    switch (event.do) {
      case "faults-clear":
        this.#faults.clear();
        this.#world.migrationFaults.clear();
        this.#world.startFaults.clear();
        break;
      case "token-revoked":
      case "token-restored":
        this.#revoke(event.token, event.do === "token-revoked");
        break;
      case "cert-rotated":
        await this.#rotateCertificate(event.expired);
        break;
      default:
        throw new EventError(`The simulator cannot do "${event.do}".`);
    }
  }

  #revoke(id: string | undefined, revoked: boolean): void {
    const token = id === undefined ? this.accounts.firstToken() : this.accounts.tokens.get(id);
    if (!token) throw new EventError(`There is no token "${id}".`);
    token.revoked = revoked;
  }

  async #rotateCertificate(expired: boolean): Promise<void> {
    if (!this.server.certificate) throw new EventError("There is no certificate to rotate over plain HTTP.");
    this.server.rotate(await makeCertificate(this.#world.localNode().name, { expired }));
  }

  #noteFailure(event: ScenarioEvent, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const node = this.#world.localNode().name;
    this.#world.note({ node, user: "root@pam", tag: "simulator", pid: 1, message: `${event.do}: ${reason}` });
  }

  #wait(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, seconds * 1000);
      this.#timers.add(timer);
    });
  }
}

function startSeconds(scenario: Scenario, speed: number): number {
  if (scenario.clock) return Date.parse(scenario.clock) / 1000;
  return (speed === 0 ? DEFAULT_CLOCK_MS : Date.now()) / 1000;
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
