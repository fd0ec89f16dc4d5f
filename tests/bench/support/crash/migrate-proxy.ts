import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { makeCertificate, startHttpsServer } from "@/tests/support/https-server";

/**
 * What happens to one migrate request: nothing; it never arrives; it is carried out and its answer is lost; whoever sent it is killed before
 * it arrives, before its answer is back, or just after.
 */
export type Fate = "pass" | "lose-request" | "lose-answer" | "kill-before" | "kill-between" | "kill-after";

const DEATH_SEEN_WITHIN_MS = 3_000;

interface Course {
  readonly killsBefore?: boolean;
  readonly passesOn: boolean;
  readonly answers: boolean;
  readonly killsAfter?: boolean;
}

const COURSES: Readonly<Record<Fate, Course>> = {
  pass: { passesOn: true, answers: true },
  "lose-request": { passesOn: false, answers: false },
  "lose-answer": { passesOn: true, answers: false },
  "kill-before": { killsBefore: true, passesOn: false, answers: false },
  "kill-between": { passesOn: true, answers: false, killsAfter: true },
  "kill-after": { passesOn: true, answers: true, killsAfter: true },
};

export interface MigrateRequest {
  readonly atMs: number;
  readonly vmid: number;
  readonly target: string;
  readonly fate: Fate;
  /** Whether the process that sent it was dead before it had the answer. */
  senderDied: boolean;
  /** What PVE answered, whether or not it came back; null while it has not. */
  upid: string | null;
  status: number | null;
}

export interface MigrateProxy {
  readonly port: number;
  readonly fingerprint: string;
  readonly requests: readonly MigrateRequest[];
  readonly stop: () => Promise<void>;
}

export interface MigrateProxyOptions {
  readonly targetPort: number;
  readonly fateOf: () => Fate;
  /** Kills whoever may have sent a request. */
  readonly kill: () => void;
}

/** Stands between the application and the cluster and passes everything on, but meddles with migrate requests. */
export async function startMigrateProxy(options: MigrateProxyOptions): Promise<MigrateProxy> {
  const certificate = await makeCertificate();
  const requests: MigrateRequest[] = [];
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  const server = await startHttpsServer(certificate, (request, response) => {
    const found = /\/(\d+)\/migrate$/.exec(request.url ?? "");
    if (request.method === "POST" && found) void meddle(Number(found[1]), request, response);
    else void forward(request, null, response);
  });

  async function meddle(vmid: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const target = new URLSearchParams(body).get("target") ?? "";
    const fate = options.fateOf();
    const { killsBefore = false, passesOn, answers, killsAfter = false } = COURSES[fate];
    const noted: MigrateRequest = {
      ...{ atMs: Date.now(), vmid, target, fate },
      ...{ senderDied: false, upid: null, status: null },
    };
    requests.push(noted);
    if (killsBefore) options.kill();
    if (passesOn) await forward(request, body, answers ? response : null, noted);
    if (killsAfter) options.kill();
    if (answers) return;
    if (killsBefore || killsAfter) noted.senderDied = await isCutOff(request.socket);
    request.socket.destroy();
  }

  function forward(
    request: IncomingMessage,
    body: string | null,
    response: ServerResponse | null,
    noted?: MigrateRequest,
  ): Promise<void> {
    const { method, url: path } = request;
    // Each side has connections of its own: one that the application closes after a call is kept here.
    const headers = { ...request.headers, connection: "keep-alive" };
    return new Promise((resolve) => {
      const far = https.request(
        { host: "127.0.0.1", port: options.targetPort, method, path, headers, agent },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const bytes = Buffer.concat(chunks);
            if (noted) noteAnswer(noted, answer.statusCode ?? 0, bytes);
            response?.writeHead(answer.statusCode ?? 500, answer.statusMessage, answer.headers).end(bytes);
            resolve();
          });
          answer.on("error", () => resolve());
        },
      );
      far.on("error", () => {
        request.socket.destroy();
        resolve();
      });
      if (body === null) request.pipe(far);
      else far.end(body);
    });
  }

  return {
    port: server.port,
    fingerprint: certificate.fingerprint,
    requests,
    stop: async () => {
      await server.stop();
      agent.destroy();
    },
  };
}

/** Whether the other side goes away within a moment, as one does that was killed. */
async function isCutOff(socket: Socket): Promise<boolean> {
  if (socket.destroyed) return true;
  return await new Promise<boolean>((resolve) => {
    for (const sign of ["end", "error", "close"]) socket.once(sign, () => resolve(true));
    setTimeout(() => resolve(false), DEATH_SEEN_WITHIN_MS);
  });
}

function noteAnswer(noted: MigrateRequest, status: number, bytes: Buffer): void {
  noted.status = status;
  const found = /"(UPID:[^"]+)"/.exec(bytes.toString());
  noted.upid = found?.[1] ?? null;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
