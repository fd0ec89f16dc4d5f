import { createHash, createHmac, randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { canonicalJson } from "@/inngest/embedded/canonical-json";

/** What `inngest start` accepts of a function; it refuses the whole app for one that is not of this form. */
const registeredFunction = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,128}$/),
  name: z.string().min(1),
  triggers: z
    .array(
      z.union([
        // robfig/cron's standard form: five fields, no seconds; a zone in front as TZ=.
        z.strictObject({ cron: z.string().regex(/^(TZ=\S+ )?(\S+ ){4}\S+$/) }),
        z.strictObject({ event: z.string().max(256), expression: z.string().optional() }),
      ]),
    )
    .min(1)
    .max(10),
  steps: z.strictObject({
    step: z.strictObject({
      id: z.literal("step"),
      name: z.literal("step"),
      runtime: z.strictObject({ type: z.literal("http"), url: z.url({ protocol: /^https?$/ }) }),
      retries: z.strictObject({ attempts: z.int().min(0).max(20) }).optional(),
    }),
  }),
  concurrency: z.strictObject({ limit: z.int().min(1), key: z.string().startsWith("event.") }).optional(),
  singleton: z
    .strictObject({ key: z.string().startsWith("event.").optional(), mode: z.enum(["skip", "cancel"]) })
    .optional(),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: z.string().optional() }))
    .max(5)
    .optional(),
});

const registration = z.object({
  url: z.url(),
  deployType: z.literal("ping"),
  appName: z.string(),
  sdk: z.string(),
  v: z.literal("0.1"),
  functions: z.array(registeredFunction).min(1),
});
export type Registration = z.infer<typeof registration>;

const sentEvent = z.object({
  id: z.string().optional(),
  name: z.string(),
  data: z.record(z.string(), z.unknown()),
  ts: z.number().optional(),
});
export type ServerEvent = Required<z.infer<typeof sentEvent>>;

const operation = z.object({
  id: z.string(),
  op: z.string(),
  displayName: z.string().nullish(),
  data: z.unknown(),
});

export interface ServerRun {
  readonly output: unknown;
  /** Names of the steps, in the order in which they came. */
  readonly steps: readonly string[];
  readonly largestAnswerBytes: number;
}

/**
 * A stand-in for a self-hosted Inngest server (`inngest start`), as far as an application sees one: it takes events
 * and registrations over HTTP with the checks of the real one, and runs registered functions step by step with signed
 * calls. A sleep is over at once.
 */
export class InngestServer {
  readonly eventKey = "an-event-key";
  readonly signingKey = createHash("sha256").update(randomUUID()).digest("hex");
  readonly registrations: Registration[] = [];
  /** What it had to refuse, with the reason. */
  readonly refusals: string[] = [];
  private readonly events = new Map<string, ServerEvent>();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The events received so far under a name, each id once. */
  received(name: string): readonly ServerEvent[] {
    return [...this.events.values()].filter((event) => event.name === name);
  }

  /** `--sdk-url`, and "sync" in its user interface: asks the application to introduce itself. */
  async sync(address: string, { signed = false, host }: { signed?: boolean; host?: string } = {}) {
    const body = JSON.stringify({ url: address });
    const signature = signed ? this.sign(body) : null;
    return await this.call(address, { method: "PUT", body, signature, ...(host && { host }) });
  }

  async introspect(address: string) {
    return await this.call(address, { method: "GET", body: "", signature: this.sign("") });
  }

  /** Runs a registered function to its end. */
  async run(functionId: string, event: ServerEvent): Promise<ServerRun> {
    const address = this.registrations.at(-1)?.functions.find(({ id }) => id === functionId)?.steps.step
      .runtime.url;
    if (address === undefined) throw new Error(`${functionId} was never registered`);
    const memos = new Map<string, unknown>();
    const steps: string[] = [];
    const runId = randomUUID();
    for (let largestAnswerBytes = 0; steps.length < 200; ) {
      const body = this.callBody(runId, event, memos);
      const answer = await this.call(address, { method: "POST", body, signature: this.sign(body), runId });
      largestAnswerBytes = Math.max(largestAnswerBytes, Buffer.byteLength(answer.text));
      this.requireSignature(answer);
      if (answer.status === 200) return { output: JSON.parse(answer.text), steps, largestAnswerBytes };
      if (answer.status !== 206) throw new Error(`${functionId}: ${answer.status} ${answer.text}`);
      for (const found of z.array(operation).parse(JSON.parse(answer.text))) {
        steps.push(`${found.op} ${found.displayName ?? ""}`.trim());
        memos.set(found.id, memoOf(found));
      }
    }
    throw new Error(`${functionId} has no end`);
  }

  private callBody(runId: string, event: ServerEvent, memos: ReadonlyMap<string, unknown>): string {
    const stack = [...memos.keys()];
    return canonicalJson({
      version: -1,
      event,
      events: [event],
      steps: Object.fromEntries(memos),
      ctx: {
        run_id: runId,
        fn_id: randomUUID(),
        qi_id: randomUUID(),
        attempt: 0,
        max_attempts: 1,
        disable_immediate_execution: false,
        use_api: false,
        stack: { stack, current: stack.length },
        env: "self-hosted",
      },
    });
  }

  private sign(body: string, key = this.signingKey): string {
    const seconds = String(Math.floor(Date.now() / 1_000));
    const text = body === "" ? "" : canonicalJson(JSON.parse(body));
    return `t=${seconds}&s=${createHmac("sha256", key).update(text).update(seconds).digest("hex")}`;
  }

  /** The server refuses an answer that is not signed with the key both sides share. */
  private requireSignature({ headers, text }: { readonly headers: Headers; readonly text: string }): void {
    const given = new URLSearchParams(headers.get("x-inngest-signature") ?? "");
    const wanted = createHmac("sha256", this.signingKey)
      .update(text)
      .update(given.get("t") ?? "")
      .digest("hex");
    if (given.get("s") !== wanted) throw new Error("the answer's signature is wrong");
  }

  private call(
    address: string,
    input: { method: string; body: string; signature: string | null; host?: string; runId?: string },
  ): Promise<{ status: number; headers: Headers; text: string }> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        address,
        {
          method: input.method,
          agent: false,
          headers: {
            ...(input.body !== "" && { "content-type": "application/json" }),
            ...(input.signature && { "x-inngest-signature": input.signature }),
            ...(input.host && { host: input.host }),
            ...(input.runId && { "x-run-id": input.runId }),
            "x-inngest-server-kind": "cloud",
            "user-agent": "Go-http-client/1.1",
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const headers = new Headers();
            for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
            resolve({ status: response.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString() });
          });
        },
      );
      request.on("error", reject);
      request.end(input.body);
    });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || "null");
    const reply = (status: number, value: object) => {
      if (status !== 200) this.refusals.push(`${request.method} ${request.url}: ${JSON.stringify(value)}`);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    const route = `${request.method} ${request.url}`;
    if (route === `POST /e/${this.eventKey}`) return reply(200, { ids: this.take(body), status: 200 });
    if (route.startsWith("POST /e/")) return reply(401, { error: "Event key not found", status: 401 });
    if (route !== "POST /fn/register") return reply(404, { error: "not found" });
    if (request.headers.authorization !== `Bearer ${this.hashedKey()}`)
      return reply(401, { error: "Your signing key is invalid", status: 401 });
    const parsed = registration.safeParse(body);
    if (!parsed.success) return reply(400, { error: parsed.error.message, status: 400 });
    this.registrations.push(parsed.data);
    reply(200, { ok: true, modified: true });
  }

  private hashedKey(): string {
    return createHash("sha256").update(Buffer.from(this.signingKey, "hex")).digest("hex");
  }

  private take(body: unknown): readonly string[] {
    const events = z.array(sentEvent).parse(Array.isArray(body) ? body : [body]);
    return events.map((event) => {
      const id = event.id ?? randomUUID();
      if (!this.events.has(id)) this.events.set(id, { ...event, id, ts: event.ts ?? Date.now() });
      return id;
    });
  }
}

function memoOf({ op, data }: z.infer<typeof operation>): unknown {
  if (op === "StepRun") return { type: "data", data };
  if (op === "Sleep") return null;
  throw new Error(`The step did not succeed: ${op} ${JSON.stringify(data)}`);
}
